//! What is in a folder: at once (`scandir`), or some entries at a time (`opendir`).
//!
//! # Invariants
//! `ptr` of a `scandir` request is null or a boxed [`Listing`]. `ptr` of a `readdir` request is the
//! addon's folder, whose first `result` entries have names from `strdup` until the request is cleaned.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char, c_int};
use std::ptr;

use super::super::abi::{Live, Loop};
use super::super::error::END_OF_FILE;
use super::super::{clear_errno, functions, last_error};
use super::{Callback, Fs, Operation, Subject, run};

/// `uv_dirent_t`.
#[repr(C)]
pub(crate) struct Entry {
    name: Cell<*const c_char>,
    kind: Cell<c_int>,
}

/// `uv_dir_t`.
#[repr(C)]
pub(crate) struct Folder {
    entries: Cell<*mut Entry>,
    count: Cell<usize>,
    reserved: [Cell<usize>; 4],
    handle: Cell<*mut libc::DIR>,
}

const _: () = assert!(size_of::<Entry>() == 16 && size_of::<Folder>() == 56);

/// What `scandir` found.
struct Listing {
    entries: Vec<(CString, c_int)>,
    next: usize,
}

/// `uv_dirent_type_t` of the system's number.
fn entry_kind(found: u8) -> c_int {
    match found {
        libc::DT_REG => 1,
        libc::DT_DIR => 2,
        libc::DT_LNK => 3,
        libc::DT_FIFO => 4,
        libc::DT_SOCK => 5,
        libc::DT_CHR => 6,
        libc::DT_BLK => 7,
        _ => 0,
    }
}

/// The next entry but for the folder itself and its parent; an error's number.
fn read_next(handle: *mut libc::DIR) -> Result<Option<(CString, c_int)>, c_int> {
    loop {
        clear_errno();
        // SAFETY: an open folder, which only this thread reads now.
        let entry = unsafe { libc::readdir(handle) };
        // SAFETY: null, or an entry that is valid until the next call.
        let Some(entry) = (unsafe { entry.as_ref() }) else {
            let status = last_error();
            return if status == 0 { Ok(None) } else { Err(status) };
        };
        // SAFETY: the system ends the name with a zero.
        let name = unsafe { CStr::from_ptr(entry.d_name.as_ptr()) };
        if name != c"." && name != c".." {
            return Ok(Some((name.to_owned(), entry_kind(entry.d_type))));
        }
    }
}

fn scan(request: Live<Fs>) -> isize {
    // SAFETY: a text of the request.
    let handle = unsafe { libc::opendir(request.path.get()) };
    if handle.is_null() {
        return last_error() as isize;
    }
    let mut entries = Vec::new();
    let mut status = 0;
    loop {
        match read_next(handle) {
            Ok(Some(entry)) => entries.push(entry),
            Ok(None) => break,
            Err(error) => {
                status = error;
                break;
            }
        }
    }
    // SAFETY: opened above.
    unsafe { libc::closedir(handle) };
    if status != 0 {
        return status as isize;
    }
    entries.sort();
    let count = isize::try_from(entries.len()).unwrap_or(isize::MAX);
    let listing = Box::new(Listing { entries, next: 0 });
    request.ptr.set(Box::into_raw(listing).cast());
    count
}

fn open(request: Live<Fs>) -> isize {
    // SAFETY: a text of the request.
    let handle = unsafe { libc::opendir(request.path.get()) };
    if handle.is_null() {
        return last_error() as isize;
    }
    // SAFETY: no preconditions.
    let place = unsafe { libc::calloc(1, size_of::<Folder>()) }.cast::<Folder>();
    let folder = Folder {
        entries: Cell::new(ptr::null_mut()),
        count: Cell::new(0),
        reserved: Default::default(),
        handle: Cell::new(handle),
    };
    // SAFETY: allocated above with that size.
    unsafe { place.write(folder) };
    request.ptr.set(place.cast());
    0
}

fn read(folder: Live<Folder>) -> isize {
    let mut count = 0;
    while count < folder.count.get() {
        let (name, kind) = match read_next(folder.handle.get()) {
            Ok(Some(entry)) => entry,
            Ok(None) => break,
            Err(status) => {
                drop_names(folder, count);
                return status as isize;
            }
        };
        let entry = entry_of(folder, count);
        // SAFETY: a text with an end.
        entry.name.set(unsafe { libc::strdup(name.as_ptr()) });
        entry.kind.set(kind);
        count += 1;
    }
    isize::try_from(count).unwrap_or(isize::MAX)
}

/// An entry of the addon's array, which has `count` of them.
fn entry_of<'a>(folder: Live<Folder>, index: usize) -> &'a Entry {
    // SAFETY: by libuv's contract and the module's invariant the array is that long.
    let place = unsafe { folder.entries.get().add(index) };
    // SAFETY: as above; all fields are cells.
    unsafe { &*place }
}

fn drop_names(folder: Live<Folder>, count: usize) {
    for index in 0..count {
        let name = entry_of(folder, index).name.replace(ptr::null());
        // SAFETY: from `strdup`.
        unsafe { libc::free(name.cast_mut().cast()) };
    }
}

/// Frees what a `scandir` or `readdir` request holds.
pub(super) fn clean(request: Live<Fs>) {
    let found = request.ptr.replace(ptr::null_mut());
    if found.is_null() {
        return;
    }
    if request.operation.get() == Operation::ScanDir as c_int {
        // SAFETY: by the module's invariant.
        drop(unsafe { Box::from_raw(found.cast::<Listing>()) });
        return;
    }
    // SAFETY: by the module's invariant.
    let folder = Live::new(unsafe { &*found.cast::<Folder>() });
    drop_names(folder, usize::try_from(request.result.get()).unwrap_or(0));
}

functions! {
    /// Lists a folder in the order of the names; `uv_fs_scandir_next` gives the entries.
    fn uv_fs_scandir(
        owner: Option<Live<Loop>>,
        request: Option<Live<Fs>>,
        path: *const c_char,
        _flags: c_int,
        callback: Option<Callback>,
    ) -> c_int {
        run(owner, request, &Subject::new(Operation::ScanDir, path), callback, scan)
    }

    /// The next entry of a list; its name lives as long as the request.
    fn uv_fs_scandir_next(request: Live<Fs>, target: Live<Entry>) -> c_int {
        if request.result.get() < 0 {
            return c_int::try_from(request.result.get()).unwrap_or(END_OF_FILE);
        }
        // SAFETY: by the module's invariant.
        let Some(listing) = (unsafe { request.ptr.get().cast::<Listing>().as_mut() }) else {
            return END_OF_FILE;
        };
        let Some((name, kind)) = listing.entries.get(listing.next) else {
            return END_OF_FILE;
        };
        listing.next += 1;
        target.name.set(name.as_ptr());
        target.kind.set(*kind);
        0
    }

    /// Opens a folder; `ptr` is the `uv_dir_t`.
    fn uv_fs_opendir(
        owner: Option<Live<Loop>>,
        request: Option<Live<Fs>>,
        path: *const c_char,
        callback: Option<Callback>,
    ) -> c_int {
        run(owner, request, &Subject::new(Operation::OpenDir, path), callback, open)
    }

    /// Fills the folder's array; `result` says how many, 0 at the end.
    fn uv_fs_readdir(
        owner: Option<Live<Loop>>,
        request: Option<Live<Fs>>,
        folder: Option<Live<Folder>>,
        callback: Option<Callback>,
    ) -> c_int {
        let usable = |folder: &Live<Folder>| {
            !folder.handle.get().is_null() && !folder.entries.get().is_null()
        };
        let Some(folder) = folder.filter(usable) else {
            return -libc::EINVAL;
        };
        let subject = Subject {
            found: folder.as_ptr().cast(),
            ..Subject::new(Operation::ReadDir, ptr::null())
        };
        run(owner, request, &subject, callback, move |_| read(folder))
    }

    /// Closes a folder and frees it.
    fn uv_fs_closedir(
        owner: Option<Live<Loop>>,
        request: Option<Live<Fs>>,
        folder: Option<Live<Folder>>,
        callback: Option<Callback>,
    ) -> c_int {
        let Some(folder) = folder else {
            return -libc::EINVAL;
        };
        let subject = Subject::new(Operation::CloseDir, ptr::null());
        run(owner, request, &subject, callback, move |_| {
            let handle = folder.handle.replace(ptr::null_mut());
            if !handle.is_null() {
                // SAFETY: opened by `uv_fs_opendir`.
                unsafe { libc::closedir(handle) };
            }
            // SAFETY: allocated by `uv_fs_opendir`.
            unsafe { libc::free(folder.as_ptr().cast()) };
            0
        })
    }
}
