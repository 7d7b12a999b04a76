//! `--trace-napi`: every call of an addon into the ABI, with its arguments, its status and how
//! long it took, as text or as events that a browser's profiler shows.
//!
//! The time is that of the function alone, without describing its arguments; of a function that
//! calls the addon back it includes what the calls inside it took to be written down.
//! Deliberately absent: how calls are caught (`interpose`), libuv's functions.

mod describe;
mod output;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io;
use std::sync::Mutex;
use std::time::Instant;

use napi_host_sys as sys;

use crate::env::Env;
use crate::interpose::{self, Call, Layer, pointer};
use crate::sync::lock;
use output::{Event, Output};

/// An argument or a result, by name.
type Described = (&'static str, String);

/// Begins to trace what is loaded from here on. `file` is where to, standard error if it is
/// empty; a name that ends with `.json` gets trace events.
///
/// # Errors
/// The file cannot be made.
pub(crate) fn start(file: &str) -> io::Result<()> {
    interpose::install(Box::new(Trace {
        output: Mutex::new(Output::open(file)?),
        origin: Instant::now(),
        owners: Mutex::default(),
    }));
    // SAFETY: the function takes nothing and may run at any time of the exit.
    unsafe { libc::atexit(at_exit) };
    Ok(())
}

extern "C" fn at_exit() {
    interpose::flush();
}

thread_local! {
    /// The calls of this thread that have not answered, the innermost last.
    static OPEN: RefCell<Vec<Open>> = const { RefCell::new(Vec::new()) };
    /// Describing values must not be described.
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// A call that has not answered.
struct Open {
    begin: Instant,
    arguments: Vec<Described>,
    addon: String,
    /// How many values its `argv` has room for.
    room: usize,
    /// Its first line is written, because calls inside it are.
    announced: bool,
}

struct Trace {
    output: Mutex<Output>,
    origin: Instant,
    /// The addons of thread-safe functions and cleanup handles, which are used without an env.
    owners: Mutex<HashMap<u64, String>>,
}

/// The file name of an env's addon.
fn addon_of(env: &Env) -> String {
    let url = env.file_name.to_string_lossy();
    match url.rsplit('/').next() {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => String::from("addon"),
    }
}

impl Trace {
    fn with_output(&self, act: impl FnOnce(&mut Output)) {
        act(&mut lock(&self.output));
    }

    fn addon(&self, call: &Call<'_>) -> String {
        if let Some(env) = call.env() {
            return addon_of(env);
        }
        let owners = lock(&self.owners);
        let owner = call.words.first().and_then(|word| owners.get(word));
        owner.cloned().unwrap_or_else(|| String::from("addon"))
    }

    /// Remembers whose a handle is that is used without an env.
    fn learn_owner(&self, call: &Call<'_>, addon: &str) {
        let result = match call.function.name {
            "napi_create_threadsafe_function" => call.word("result"),
            "napi_add_async_cleanup_hook" => call.word("remove_handle"),
            _ => None,
        };
        let Some(place) = result.filter(|place| *place != 0) else {
            return;
        };
        // SAFETY: the function has written its result there.
        let handle = unsafe { pointer::<u64>(place).read() };
        let mut owners = lock(&self.owners);
        owners.insert(handle, addon.to_owned());
    }

    /// Writes the first line of the call around, if nobody has.
    fn announce(&self, open: &mut [Open], function: &'static str) {
        let depth = open.len().saturating_sub(1);
        if let Some(outer) = open.last_mut()
            && !outer.announced
        {
            outer.announced = true;
            self.with_output(|output| {
                output.begin(depth, &outer.addon, function, &outer.arguments);
            });
        }
    }
}

thread_local! {
    /// The names of the calls in [`OPEN`].
    static NAMES: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

impl Layer for Trace {
    fn before(&self, call: &Call<'_>) {
        if BUSY.get() {
            return;
        }
        BUSY.set(true);
        let addon = self.addon(call);
        let arguments = describe::arguments(call);
        OPEN.with_borrow_mut(|open| {
            let outer = NAMES.with_borrow(|names| names.last().copied());
            self.announce(open, outer.unwrap_or_default());
            NAMES.with_borrow_mut(|names| names.push(call.function.name));
            open.push(Open {
                begin: Instant::now(),
                arguments,
                addon,
                room: describe::room(call),
                announced: false,
            });
            if call.function.name == "napi_fatal_error" {
                self.announce(open, call.function.name);
            }
        });
        BUSY.set(false);
    }

    fn after(&self, call: &Call<'_>, status: sys::napi_status) {
        let end = Instant::now();
        if BUSY.get() {
            return;
        }
        let Some(open) = OPEN.with_borrow_mut(Vec::pop) else {
            return;
        };
        NAMES.with_borrow_mut(Vec::pop);
        BUSY.set(true);
        if status == sys::napi_ok {
            self.learn_owner(call, &open.addon);
        }
        let event = Event {
            depth: OPEN.with_borrow(Vec::len),
            function: call.function.name,
            addon: &open.addon,
            arguments: &open.arguments,
            results: &describe::results(call, status, open.room),
            announced: open.announced,
            status,
            start: open.begin.saturating_duration_since(self.origin),
            duration: end.saturating_duration_since(open.begin),
        };
        self.with_output(|output| output.end(&event));
        BUSY.set(false);
    }

    fn flush(&self) {
        // A thread that is being traced may hold the output for ever now.
        if let Ok(mut output) = self.output.try_lock() {
            output.flush();
        }
    }
}
