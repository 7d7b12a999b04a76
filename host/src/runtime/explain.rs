//! Who makes the things that keep the loop alive, for `--explain-exit`: the probe that
//! the loop asks, once it is set.
//!
//! Native code is found by the return addresses on the stack, JavaScript by V8's stack
//! trace. Absent: the list and its text (`js/internal/process/explain`).

use std::cell::RefCell;
use std::ffi::{CStr, c_int, c_void};
use std::mem::MaybeUninit;
use std::rc::Rc;

use super::Runtime;

/// How many frames of each stack are looked at.
const FRAMES: usize = 64;

thread_local! {
    /// What [`name_creator`] said, until it is used.
    static NAMED: RefCell<Option<String>> = const { RefCell::new(None) };
    /// The name of the native resource that is being made.
    static RESOURCE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From here on the loop knows who makes what.
pub(crate) fn watch_creators(runtime: &Rc<Runtime>) {
    let weak = Rc::downgrade(runtime);
    let probe = move || {
        if let Some(named) = NAMED.take() {
            return Some(named);
        }
        let runtime = weak.upgrade()?;
        // A collection must not be disturbed by a stack trace, which allocates.
        if runtime.envs().iter().any(|env| env.is_in_collection()) {
            return native_creator();
        }
        super::enter(&runtime, creator)
    };
    runtime.event_loop().set_creator_probe(Some(Rc::new(probe)));
    runtime.watches_creators.set(true);
}

/// Says who makes the next thing; for what is started again on its own.
pub(crate) fn name_creator(name: String) {
    NAMED.set(Some(name));
}

/// Runs `make`, which makes the native resource that `name` names, if someone looks.
pub(crate) fn naming<R>(
    runtime: &Runtime,
    name: impl FnOnce() -> Option<String>,
    make: impl FnOnce() -> R,
) -> R {
    if !runtime.watches_creators.get() {
        return make();
    }
    RESOURCE.set(name());
    let made = make();
    RESOURCE.set(None);
    made
}

/// Who is running: `'resource' of addon.node (symbol), called by f (file:line:column)`,
/// as far as it is known.
pub(crate) fn creator(scope: &mut v8::PinScope<'_, '_>) -> Option<String> {
    let resource = RESOURCE.with_borrow(Clone::clone);
    let native = match (resource, native_creator()) {
        (Some(name), Some(addon)) => Some(format!("'{name}' of {addon}")),
        (Some(name), None) => Some(format!("'{name}'")),
        (None, addon) => addon,
    };
    match (native, js_creator(scope)) {
        (Some(native), Some(caller)) => Some(format!("{native}, called by {caller}")),
        (native, caller) => native.or(caller),
    }
}

/// The innermost frame of the program's own JavaScript.
fn js_creator(scope: &mut v8::PinScope<'_, '_>) -> Option<String> {
    let trace = v8::StackTrace::current_stack_trace(scope, FRAMES)?;
    for index in 0..trace.get_frame_count() {
        let Some(frame) = trace.get_frame(scope, index) else {
            break;
        };
        let script = frame.get_script_name_or_source_url(scope);
        let script = script.map_or_else(String::new, |name| name.to_rust_string_lossy(scope));
        if script.is_empty() || script.starts_with("node:") {
            continue;
        }
        let place = format!(
            "{script}:{}:{}",
            frame.get_line_number(),
            frame.get_column()
        );
        let function = frame.get_function_name(scope);
        let function = function.map_or_else(String::new, |name| name.to_rust_string_lossy(scope));
        return Some(if function.is_empty() {
            place
        } else {
            format!("{function} ({place})")
        });
    }
    None
}

/// The innermost native frame outside of this executable and the C library: the addon.
fn native_creator() -> Option<String> {
    let mut addresses = [std::ptr::null_mut::<c_void>(); FRAMES];
    #[expect(clippy::cast_possible_truncation, reason = "FRAMES is small")]
    #[expect(clippy::cast_possible_wrap, reason = "FRAMES is small")]
    let room = FRAMES as c_int;
    // SAFETY: the array has that many places.
    let count = unsafe { libc::backtrace(addresses.as_mut_ptr(), room) };
    let own = describe(native_creator as *const c_void)?.file;
    let count = usize::try_from(count).unwrap_or(0);
    addresses[..count]
        .iter()
        .filter_map(|address| describe(*address))
        .find(|place| place.file != own && place.file.extension().is_some_and(|e| e == "node"))
        .map(|place| match place.symbol {
            Some(symbol) => format!("{} ({symbol})", place.file.display()),
            None => place.file.display().to_string(),
        })
}

/// Where an address of code is.
pub(crate) struct Place {
    /// The file that is mapped there.
    pub(crate) file: std::path::PathBuf,
    /// The exported function around it.
    pub(crate) symbol: Option<String>,
}

/// Finds where an address of code is.
pub(crate) fn describe(address: *const c_void) -> Option<Place> {
    let mut info = MaybeUninit::<libc::Dl_info>::zeroed();
    // SAFETY: any address may be asked for; the structure is the call's to fill.
    if unsafe { libc::dladdr(address, info.as_mut_ptr()) } == 0 {
        return None;
    }
    // SAFETY: zeroed is valid, and the call has filled it.
    let info = unsafe { info.assume_init() };
    let text = |name: *const std::ffi::c_char| {
        if name.is_null() {
            return None;
        }
        // SAFETY: the names that the dynamic linker answers end with NUL and stay, as no
        // library is ever unloaded.
        let name = unsafe { CStr::from_ptr(name) };
        Some(name.to_string_lossy().into_owned())
    };
    Some(Place {
        file: text(info.dli_fname)?.into(),
        symbol: text(info.dli_sname),
    })
}
