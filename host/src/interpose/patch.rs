//! Pointing a loaded library's slots at the wrappers.
//!
//! A library keeps the address of each function that it imports in a slot, described by a
//! relocation: of the procedure linkage table (bound at the first call, or at load), of the
//! global offset table, or of a table in its data. Slots that the dynamic linker has made
//! read-only (RELRO) are made writable for the moment of the change.

use std::collections::BTreeSet;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ops::Range;
use std::sync::Mutex;

use goblin::elf64::dynamic::{
    DT_JMPREL, DT_NULL, DT_PLTRELSZ, DT_RELA, DT_RELASZ, DT_STRTAB, DT_SYMTAB, Dyn,
};
use goblin::elf64::program_header::{PT_DYNAMIC, PT_GNU_RELRO, ProgramHeader};
use goblin::elf64::reloc::{R_AARCH64_ABS64, R_AARCH64_GLOB_DAT, R_AARCH64_JUMP_SLOT};
use goblin::elf64::reloc::{
    R_X86_64_64, R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT, Rela, r_sym, r_type,
};
use goblin::elf64::sym::Sym;

use super::find;
use crate::sync::lock;

/// Relocations that put a function's address into a slot. Numbers of the two machines do not
/// overlap.
const SLOTS: [u32; 6] = [
    R_X86_64_64,
    R_X86_64_GLOB_DAT,
    R_X86_64_JUMP_SLOT,
    R_AARCH64_ABS64,
    R_AARCH64_GLOB_DAT,
    R_AARCH64_JUMP_SLOT,
];

/// The bases of the libraries that have been looked at; `None` while nobody wants to look.
static SEEN: Mutex<Option<BTreeSet<usize>>> = Mutex::new(None);

/// What is loaded already stays as it is.
pub(super) fn begin() {
    each_library(|library, seen| {
        seen.insert(library.base);
    });
}

/// Points the slots of the libraries that were loaded since the last time at the wrappers, if a
/// layer is installed. Called after each load, before code of the addon is entered.
pub(crate) fn patch_new_libraries() {
    let is_wanted = lock(&SEEN).is_some();
    if is_wanted {
        each_library(|library, seen| {
            if seen.insert(library.base) {
                library.patch();
            }
        });
    }
}

type Visit = fn(&Library<'_>, &mut BTreeSet<usize>);

fn each_library(visit: Visit) {
    let mut seen = lock(&SEEN);
    let mut state = (visit, seen.get_or_insert_default());
    // SAFETY: the callback is made for this state, which lives through the call.
    unsafe { libc::dl_iterate_phdr(Some(visit_library), (&raw mut state).cast()) };
}

/// # Safety
/// For `dl_iterate_phdr`, with a visitor and the set of bases.
unsafe extern "C" fn visit_library(
    info: *mut libc::dl_phdr_info,
    _: libc::size_t,
    state: *mut c_void,
) -> c_int {
    // SAFETY: what `each_library` passes, borrowed by nobody else.
    let (visit, seen) = unsafe { &mut *state.cast::<(Visit, &mut BTreeSet<usize>)>() };
    // SAFETY: the dynamic linker passes a description that is valid for the call.
    let info = unsafe { &*info };
    // SAFETY: the headers of a mapped library, as many as it says.
    let headers = unsafe {
        std::slice::from_raw_parts(
            info.dlpi_phdr.cast::<ProgramHeader>(),
            usize::from(info.dlpi_phnum),
        )
    };
    let base = usize::try_from(info.dlpi_addr).unwrap_or(0);
    visit(&Library { base, headers }, seen);
    0
}

/// A mapped library.
struct Library<'map> {
    base: usize,
    headers: &'map [ProgramHeader],
}

/// A table in a mapped library, at an address, with a size in bytes.
#[derive(Clone, Copy, Default)]
struct Table {
    address: usize,
    size: usize,
}

/// What the dynamic section points at.
#[derive(Default)]
struct Tables {
    lazy: Table,
    eager: Table,
    symbols: usize,
    names: usize,
}

impl Library<'_> {
    fn segment(&self, kind: u32) -> Option<Range<usize>> {
        let header = self.headers.iter().find(|header| header.p_type == kind)?;
        let start = self.base + usize::try_from(header.p_vaddr).ok()?;
        Some(start..start + usize::try_from(header.p_memsz).ok()?)
    }

    /// The tables. The dynamic linker of glibc has turned offsets into addresses, others have not.
    fn tables(&self) -> Option<Tables> {
        let section = self.segment(PT_DYNAMIC)?;
        let entries = section.len() / size_of::<Dyn>();
        let first = std::ptr::with_exposed_provenance::<Dyn>(section.start);
        // SAFETY: the segment is mapped and holds entries of this type.
        let entries = unsafe { std::slice::from_raw_parts(first, entries) };
        let mut tables = Tables::default();
        for entry in entries {
            let value = usize::try_from(entry.d_val).ok()?;
            let address = if value < self.base {
                self.base + value
            } else {
                value
            };
            match entry.d_tag {
                DT_NULL => break,
                DT_JMPREL => tables.lazy.address = address,
                DT_PLTRELSZ => tables.lazy.size = value,
                DT_RELA => tables.eager.address = address,
                DT_RELASZ => tables.eager.size = value,
                DT_SYMTAB => tables.symbols = address,
                DT_STRTAB => tables.names = address,
                _ => {}
            }
        }
        (tables.symbols != 0 && tables.names != 0).then_some(tables)
    }

    fn patch(&self) {
        let Some(tables) = self.tables() else {
            return;
        };
        for table in [tables.lazy, tables.eager] {
            if table.address == 0 {
                continue;
            }
            let first = std::ptr::with_exposed_provenance::<Rela>(table.address);
            let count = table.size / size_of::<Rela>();
            // SAFETY: the table is mapped and holds entries of this type.
            for relocation in unsafe { std::slice::from_raw_parts(first, count) } {
                self.patch_slot(&tables, relocation);
            }
        }
    }

    fn patch_slot(&self, tables: &Tables, relocation: &Rela) {
        let symbol = r_sym(relocation.r_info);
        if symbol == 0 || !SLOTS.contains(&r_type(relocation.r_info)) || relocation.r_addend != 0 {
            return;
        }
        let Some(target) = replacement(name_of(tables, symbol)) else {
            return;
        };
        let offset = usize::try_from(relocation.r_offset).unwrap_or(0);
        self.write(self.base + offset, target);
    }

    /// Writes an address into the slot at `place`.
    fn write(&self, place: usize, target: *const c_void) {
        // SAFETY: sysconf takes a plain number.
        let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096);
        let start = place / page * page;
        let is_read_only = self.segment(PT_GNU_RELRO).is_some_and(|relro| {
            (relro.start / page * page..relro.end / page * page).contains(&place)
        });
        if is_read_only && !protect(start, page, libc::PROT_READ | libc::PROT_WRITE) {
            return;
        }
        let slot = std::ptr::with_exposed_provenance_mut::<*const c_void>(place);
        // SAFETY: a slot of the library, writable now; no code of the library runs yet, but for
        // what its constructors have started, which reads an aligned word.
        unsafe { slot.write_volatile(target) };
        if is_read_only {
            protect(start, page, libc::PROT_READ);
        }
    }
}

fn protect(start: usize, size: usize, protection: c_int) -> bool {
    let start = std::ptr::with_exposed_provenance_mut(start);
    // SAFETY: one page of a library's data, which keeps its contents.
    unsafe { libc::mprotect(start, size, protection) == 0 }
}

fn name_of(tables: &Tables, symbol: u32) -> &CStr {
    let symbols = std::ptr::with_exposed_provenance::<Sym>(tables.symbols);
    // SAFETY: relocations name symbols of the library's table.
    let symbol = unsafe { symbols.wrapping_add(symbol as usize).read() };
    let names = std::ptr::with_exposed_provenance::<c_char>(tables.names);
    // SAFETY: symbols name texts of the library's table, which end with NUL.
    unsafe { CStr::from_ptr(names.wrapping_add(symbol.st_name as usize)) }
}

/// What a slot for `name` is to hold.
fn replacement(name: &CStr) -> Option<*const c_void> {
    if name == c"dlsym" {
        return Some(find_symbol as *const c_void);
    }
    find(name.to_str().ok()?).map(|function| function.wrapper)
}

/// In place of `dlsym`: the ABI's functions are their wrappers. `RTLD_NEXT` counts from this
/// executable.
///
/// # Safety
/// As `dlsym`.
unsafe extern "C" fn find_symbol(handle: *mut c_void, name: *const c_char) -> *mut c_void {
    // SAFETY: the caller's promise.
    let found = unsafe { libc::dlsym(handle, name) };
    if found.is_null() {
        return found;
    }
    // SAFETY: the caller's promise: `dlsym` has read it.
    let function = unsafe { CStr::from_ptr(name) }.to_str().ok().and_then(find);
    match function {
        Some(function) if std::ptr::eq(function.real, found) => function.wrapper.cast_mut(),
        _ => found,
    }
}
