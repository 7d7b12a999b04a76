//! The startup snapshot: an isolate's heap after the built-in modules that every program
//! uses have run. It is made when the executable is built ([`create`]) and read at every
//! start, which then compiles and runs none of that JavaScript.
//!
//! A snapshot names native functions and source texts by their place in the list of
//! [`references`], which is the same in every program built from the same sources. What
//! depends on the process, the thread or the command line is added by
//! `internal/bootstrap/start`, with and without a snapshot.
//!
//! Without a snapshot, or with flags for V8, which may change what such a heap looks like,
//! an isolate starts the long way. Deliberately absent: a snapshot that is read from a
//! file, and one of a program.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use v8::ExternalReference;

use super::{Runtime, bootstrap, enter, flag};
use crate::builtins::performance::Milestones;
use crate::builtins::{self, support};
use crate::options::{Options, Source};

/// The snapshot of this executable.
static BLOB: OnceLock<&'static [u8]> = OnceLock::new();

/// V8 has got flags.
static HAS_FLAGS: AtomicBool = AtomicBool::new(false);

/// The only context that a snapshot holds besides V8's plain one.
const CONTEXT: usize = 0;

/// The only object that is kept with it: [`Runtime::state`].
const STATE: usize = 0;

/// Gives the snapshot that [`create`] has made for this very program. Has an effect before
/// the first isolate is made; an empty one is none.
pub fn use_snapshot(blob: &'static [u8]) {
    if !blob.is_empty() {
        let _ = BLOB.set(blob);
    }
}

thread_local! {
    /// The isolate of this thread becomes a snapshot.
    static IS_CREATING: Cell<bool> = const { Cell::new(false) };
}

/// A native function is made that is in no table.
///
/// # Panics
/// While a snapshot is made, which could not name the function.
pub(crate) fn refuse_unnamed(function: &str) {
    assert!(
        !IS_CREATING.get(),
        "the start loads the binding of `{function}`: it needs a `method_table!` (CONTRIBUTING.md)"
    );
}

/// V8 has got flags: every isolate starts the long way.
pub(super) fn forbid() {
    HAS_FLAGS.store(true, Ordering::Relaxed);
}

/// The parameters for an isolate that starts from the snapshot if that can be, and whether it does. All
/// isolates of a process do, or none: they share V8's read-only heap.
pub(super) fn from_snapshot(parameters: v8::CreateParams) -> (v8::CreateParams, bool) {
    static IS_USED: OnceLock<bool> = OnceLock::new();
    let is_used = *IS_USED.get_or_init(|| {
        let blob = BLOB.get().map(|blob| v8::StartupData::from(*blob));
        blob.is_some_and(|blob| blob.is_valid())
            && !HAS_FLAGS.load(Ordering::Relaxed)
            && !builtins::read_from_disk()
    });
    let Some(blob) = BLOB.get().filter(|_| is_used) else {
        return (parameters, false);
    };
    let parameters = parameters
        .external_references(Cow::Borrowed(references()))
        .snapshot_blob(v8::StartupData::from(*blob));
    (parameters, true)
}

/// Every address that a snapshot may name, closed by null.
fn references() -> &'static [ExternalReference] {
    static REFERENCES: OnceLock<Vec<Reference>> = OnceLock::new();
    let references = REFERENCES.get_or_init(|| {
        let functions = builtins::snapshot_tables()
            .into_iter()
            .flatten()
            .map(|method| (method.callback)())
            .chain([bootstrap::internal_binding_callback()])
            .map(|function| ExternalReference { function });
        let texts = builtins::shared_texts().map(|text| ExternalReference {
            pointer: std::ptr::from_ref(text).cast_mut().cast(),
        });
        let end = ExternalReference {
            pointer: std::ptr::null_mut(),
        };
        functions
            .chain([builtins::lazy_getter()])
            .chain(texts)
            .chain([end])
            .map(Reference)
            .collect()
    });
    // SAFETY: `Reference` is a transparent wrapper.
    unsafe { std::slice::from_raw_parts(references.as_ptr().cast(), references.len()) }
}

/// An address of code or of a constant.
#[repr(transparent)]
struct Reference(ExternalReference);

// SAFETY: the address of something that lives as long as the program and never changes.
unsafe impl Send for Reference {}
// SAFETY: see above.
unsafe impl Sync for Reference {}

/// Makes the snapshot of this program. It has everything compiled that is called when
/// `program`, a path, runs.
///
/// # Errors
/// The built-in modules do not start, or V8 makes no snapshot: a bug of this crate.
pub fn create(program: &str) -> Result<Vec<u8>, String> {
    let options = Options {
        source: Source::File(program.to_owned()),
        ..Options::default()
    };
    // On a thread of its own, because an isolate stays entered on its thread.
    let caches = std::thread::spawn(|| rehearse(options))
        .join()
        .map_err(|_| "running a program has panicked")??;
    builtins::compiled::take_from(caches);
    IS_CREATING.set(true);
    let mut isolate = v8::Isolate::snapshot_creator(Some(Cow::Borrowed(references())), None);
    isolate.set_microtasks_policy(v8::MicrotasksPolicy::Explicit);
    let runtime = {
        v8::scope!(let scope, &mut isolate);
        let plain = v8::Context::new(scope, v8::ContextOptions::default());
        scope.set_default_context(plain);
        let context = v8::Context::new(scope, v8::ContextOptions::default());
        let scope = &mut v8::ContextScope::new(scope, context);
        let flags = v8::ArrayBuffer::new(scope, flag::COUNT).get_backing_store();
        bootstrap::make_runtime(scope, Rc::default(), flags, Milestones::default())?
    };
    isolate.set_slot(Rc::clone(&runtime));
    enter(&runtime, |scope| {
        bootstrap::run_loader(&runtime, scope)?;
        bootstrap::call_start(&runtime, scope, "prepare")?;
        let context = scope.get_current_context();
        let index = scope.add_context(context);
        let state = runtime.state(scope);
        let place = scope.add_context_data(context, state);
        assert_eq!((index, place), (CONTEXT, STATE), "nothing else is added");
        Ok::<(), String>(())
    })?;
    isolate.remove_slot::<Rc<Runtime>>();
    // No handle may be left.
    drop(runtime);
    let blob = isolate
        .create_blob(v8::FunctionCodeHandling::Keep)
        .ok_or("V8 has made no snapshot")?;
    if !blob.can_be_rehashed() {
        return Err(String::from("the snapshot would fix the seed of hashes"));
    }
    Ok(blob.to_vec())
}

/// Runs a program, and answers what the built-in modules have compiled to.
fn rehearse(options: Options) -> Result<builtins::compiled::Caches, String> {
    builtins::compiled::record();
    let (isolate, runtime) = Runtime::start(Rc::new(options))?;
    super::host::run_program(&runtime);
    let caches = enter(&runtime, builtins::compiled::recorded);
    drop(runtime);
    drop(isolate);
    Ok(caches)
}

/// The runtime in the snapshot that `scope`'s isolate was made from.
///
/// # Errors
/// The snapshot is another program's, or no event loop can be made.
pub(super) fn restore(
    scope: &mut v8::PinScope<'_, '_, ()>,
    options: Rc<Options>,
    milestones: Milestones,
) -> Result<Rc<Runtime>, String> {
    let foreign = || String::from("the startup snapshot is not this program's");
    let context = v8::Context::from_snapshot(scope, CONTEXT, v8::ContextOptions::default())
        .ok_or_else(foreign)?;
    let scope = &mut v8::ContextScope::new(scope, context);
    let state = scope
        .get_context_data_from_snapshot_once::<v8::Object>(STATE)
        .map_err(|_| foreign())?;
    let flags = support::get(scope, state, "flags");
    let flags = v8::Local::<v8::Uint8Array>::try_from(flags).map_err(|_| foreign())?;
    let flags = flags.buffer(scope).ok_or_else(foreign)?.get_backing_store();
    let runtime = bootstrap::make_runtime(scope, options, flags, milestones)?;
    runtime.take_over(scope, state).ok_or_else(foreign)?;
    Ok(runtime)
}

/// The runtime's hooks, as a snapshot names them.
const HOOKS: [&str; 4] = ["processTicks", "uncaught", "rejection", "require"];

impl Runtime {
    fn hook_slots(&self) -> [&std::cell::OnceCell<v8::Global<v8::Function>>; 4] {
        let hooks = &self.hooks;
        [
            &hooks.process_ticks,
            &hooks.uncaught,
            &hooks.rejection,
            &hooks.require,
        ]
    }

    /// The handles of this runtime, as one object.
    fn state<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Object> {
        let state = v8::Object::new(scope);
        for (name, slot) in HOOKS.into_iter().zip(self.hook_slots()) {
            if let Some(function) = slot.get() {
                let function = v8::Local::new(scope, function);
                support::constant(scope, state, name, function.into());
            }
        }
        let bindings = v8::Object::new(scope);
        for (name, binding) in &*self.bindings.borrow() {
            let binding = v8::Local::new(scope, binding);
            support::constant(scope, bindings, name, binding.into());
        }
        support::constant(scope, state, "bindings", bindings.into());
        if let Some(tasks) = self.binding(scope, "task_queue") {
            let flags = support::get(scope, tasks, "tickInfo");
            support::constant(scope, state, "flags", flags);
        }
        state
    }

    /// Takes over what [`Self::state`] has kept.
    fn take_over(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        state: v8::Local<'_, v8::Object>,
    ) -> Option<()> {
        for (name, slot) in HOOKS.into_iter().zip(self.hook_slots()) {
            let function = support::get(scope, state, name);
            let function = v8::Local::<v8::Function>::try_from(function).ok()?;
            let _ = slot.set(v8::Global::new(scope, function));
        }
        let kept = support::get(scope, state, "bindings").to_object(scope)?;
        let mut bindings = HashMap::new();
        for (name, _) in builtins::BINDINGS {
            let binding = support::get(scope, kept, name);
            if let Ok(binding) = v8::Local::<v8::Object>::try_from(binding) {
                bindings.insert(*name, v8::Global::new(scope, binding));
            }
        }
        *self.bindings.borrow_mut() = bindings;
        Some(())
    }
}
