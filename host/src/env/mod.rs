//! Node-API environments: one [`Env`] per load of an addon in a context.
//!
//! An env is shared, never `&mut`: the API re-enters. Its state sits in cells, and no
//! borrow is held across a call into JavaScript or into the addon. Deliberately
//! absent: the entry points (`api`) and how they are entered (`boundary`).

pub(crate) mod async_context;
pub(crate) mod callback;
pub(crate) mod error_info;
pub(crate) mod exception;
pub(crate) mod external_memory;
pub(crate) mod external_string;
pub(crate) mod finalizer;
pub(crate) mod from_loop;
pub(crate) mod hidden;
pub(crate) mod reference;
pub(crate) mod scopes;
pub(crate) mod teardown;
pub(crate) mod text;
pub(crate) mod tsfn;
pub(crate) mod tsfn_slot;
pub(crate) mod works;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ffi::CString;
use std::ptr::NonNull;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use napi_host_event_loop::{Remote, RemoteCallback};
use napi_host_sys as sys;

use crate::api::async_work::AsyncWork;
use crate::engine::layout::{self, RawIsolate, Root, Tagged};
use crate::engine::{Engine, push_handle};
use crate::runtime::Runtime;

/// Bits of [`Env::state`]; zero means that an entry has nothing special to check.
pub(crate) mod state {
    /// A JavaScript exception is pending.
    pub(crate) const PENDING: u32 = 1;
    /// JavaScript can no longer run.
    pub(crate) const NO_JS: u32 = 1 << 1;
    /// A basic finalizer of an experimental module runs inside a collection.
    pub(crate) const IN_GC: u32 = 1 << 2;
    /// The addon has opened handle scopes since a call last ended.
    pub(crate) const SCOPES: u32 = 1 << 3;
    /// The addon was given details of the last error, which the next call takes back.
    pub(crate) const DESCRIBED: u32 = 1 << 4;
    /// What a function that touches the heap has to look at.
    pub(crate) const BEFORE_HEAP: u32 = IN_GC | DESCRIBED;
    /// What a function that may run JavaScript has to look at.
    pub(crate) const BEFORE_JS: u32 = PENDING | NO_JS | BEFORE_HEAP;
}

thread_local! {
    /// The runtime of this thread, for callbacks of V8 that carry no data.
    pub(crate) static CURRENT: RefCell<Weak<Runtime>> = const { RefCell::new(Weak::new()) };
}

/// A number that no other living thread has.
#[inline(always)]
fn thread_mark() -> usize {
    thread_local!(static MARK: u8 = const { 0 });
    MARK.with(|mark| std::ptr::from_ref(mark).addr())
}

/// The version number of experimental modules.
pub(crate) const EXPERIMENTAL: i32 = i32::MAX;

/// An addon's environment. `napi_env` is its address.
///
/// # Invariants
/// Lives on the isolate's thread, in an `Rc` that the runtime holds until the env is
/// torn down. `context` is the slot of a persistent handle that lives as long.
#[repr(C)] // What every call touches comes first, in one cache line.
pub(crate) struct Env {
    pub(crate) state: Cell<u32>,
    pub(crate) last_error: Cell<sys::napi_status>,
    /// The engine's isolate, here to save a step on every call.
    isolate: NonNull<RawIsolate>,
    pub(crate) engine: Rc<Engine>,
    pub(crate) scopes: scopes::Scopes,
    context: v8::Global<v8::Context>,
    pub(crate) runtime: Weak<Runtime>,
    /// The version that the module declared: 8, 9, 10 or [`EXPERIMENTAL`].
    pub(crate) version: i32,
    /// `file:` URL of the module, for `node_api_get_module_file_name`.
    pub(crate) file_name: CString,
    pub(crate) error_info: error_info::ErrorInfo,
    pub(crate) pending: RefCell<Option<v8::Global<v8::Value>>>,
    pub(crate) references: reference::Table,
    pub(crate) finalizers: finalizer::Queue,
    /// What `napi_set_instance_data` was given: a reference to nothing, finalized in
    /// the order of the others.
    pub(crate) instance_data: Cell<Option<NonNull<reference::Reference>>>,
    /// What keeps the env from its end; see `teardown`.
    holds: Cell<u32>,
    /// External memory that V8 has let go; made with the first piece.
    pub(crate) released: OnceCell<Arc<external_memory::Released>>,
    /// Open callback scopes of `napi_open_callback_scope`.
    pub(crate) open_callback_scopes: RefCell<Vec<Option<async_context::Entered>>>,
    /// Thread-safe functions that are not finalized, by their number in the teardown.
    pub(crate) threadsafe_functions: RefCell<HashMap<u64, Rc<tsfn::Local>>>,
    pub(crate) recent_callbacks: Box<callback::RecentCallbacks>,
    thread: usize,
    remote: Remote,
    pub(crate) works: works::Places<AsyncWork>,
    /// Its teardown is over.
    pub(crate) ended: Cell<bool>,
}

impl Env {
    /// Makes an env for a module of version `version` (already normalised).
    pub(crate) fn new(
        runtime: &Rc<Runtime>,
        scope: &mut v8::PinScope<'_, '_>,
        version: i32,
        file_name: CString,
    ) -> Rc<Self> {
        let context = runtime.context(scope);
        CURRENT.set(Rc::downgrade(runtime));
        let engine = runtime.engine(scope);
        Rc::new(Self {
            state: Cell::new(0),
            last_error: Cell::new(sys::napi_ok),
            isolate: engine.isolate,
            engine,
            context: v8::Global::new(scope, context),
            runtime: Rc::downgrade(runtime),
            version,
            file_name,
            error_info: error_info::ErrorInfo::new(),
            pending: RefCell::new(None),
            scopes: scopes::Scopes::new(),
            references: reference::Table::new(),
            finalizers: finalizer::Queue::new(),
            instance_data: Cell::new(None),
            holds: Cell::new(1),
            released: OnceCell::new(),
            open_callback_scopes: RefCell::default(),
            threadsafe_functions: RefCell::default(),
            recent_callbacks: Box::new(callback::RecentCallbacks::new()),
            thread: thread_mark(),
            remote: runtime.event_loop().remote(),
            works: works::Places::new(),
            ended: Cell::new(false),
        })
    }

    /// The address that addons know this env by.
    #[inline(always)]
    pub(crate) fn as_raw(&self) -> sys::napi_env {
        std::ptr::from_ref(self).cast_mut().cast()
    }

    /// The context, as V8's C functions take it.
    #[inline(always)]
    pub(crate) fn raw_context(&self) -> *const v8::Context {
        // SAFETY: a persistent handle is a slot's address, and so is a local one.
        let slot: &NonNull<v8::Context> =
            unsafe { &*std::ptr::from_ref(&self.context).cast::<NonNull<v8::Context>>() };
        slot.as_ptr()
    }

    /// The context as a handle of the crate. It stays valid as long as the env.
    pub(crate) fn context(&self) -> v8::Local<'_, v8::Context> {
        let slot = NonNull::new(self.raw_context().cast_mut()).expect("a slot's address");
        // SAFETY: see `raw_context`; a `Local` is a non-null slot address.
        unsafe { std::mem::transmute::<NonNull<v8::Context>, v8::Local<'_, v8::Context>>(slot) }
    }

    /// Runs `body` with a scope of the crate `v8` on top of the addon's current
    /// handle scope: handles made in it belong to the addon's scope. For cold paths.
    pub(crate) fn with_scope<R>(
        &self,
        body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> R,
    ) -> R {
        let context = self.context();
        // SAFETY: entry points are only called on the isolate's thread while a
        // handle scope is open; this adds no scope of its own.
        v8::callback_scope!(unsafe scope, context);
        body(scope)
    }

    /// Whether the calling thread is the env's. Any thread.
    pub(crate) fn is_own_thread(&self) -> bool {
        self.thread == thread_mark()
    }

    /// The way to the env's loop. Any thread.
    pub(crate) fn remote(&self) -> Remote {
        self.remote.clone()
    }

    /// Runs `callback` on the env's thread, if its loop still exists. Any thread.
    pub(crate) fn post(&self, callback: RemoteCallback) {
        // A loop that is gone has torn its envs down: nothing is left to do.
        let _ = self.remote.post(callback);
    }

    /// Whether the module is an experimental one.
    pub(crate) fn is_experimental(&self) -> bool {
        self.version == EXPERIMENTAL
    }

    /// Whether a basic finalizer runs inside a collection.
    pub(crate) fn is_in_collection(&self) -> bool {
        self.has(state::IN_GC)
    }

    /// Whether a bit of the state is set.
    #[inline(always)]
    pub(crate) fn has(&self, bit: u32) -> bool {
        self.state.get() & bit != 0
    }

    /// Sets or clears a bit of the state.
    #[inline(always)]
    pub(crate) fn set_state(&self, bit: u32, on: bool) {
        let state = self.state.get();
        self.state.set(if on { state | bit } else { state & !bit });
    }

    /// A new handle in the current scope.
    #[inline(always)]
    pub(crate) fn push(&self, word: Tagged) -> v8::Local<'_, v8::Value> {
        local(self.push_slot(word))
    }

    /// As [`Self::push`], as a slot.
    #[inline(always)]
    pub(crate) fn push_slot(&self, word: Tagged) -> NonNull<Tagged> {
        // SAFETY: entry points are only called on the isolate's thread while a handle
        // scope is open.
        unsafe { push_handle(self.isolate, word) }
    }

    /// The handle of a root: valid as long as the isolate.
    #[inline(always)]
    pub(crate) fn root(&self, root: Root) -> NonNull<Tagged> {
        // SAFETY: the isolate lives as long as its envs.
        unsafe { layout::root(self.isolate, root) }
    }

    /// The isolate, as V8's C functions take it.
    #[inline(always)]
    pub(crate) fn isolate(&self) -> NonNull<RawIsolate> {
        self.isolate
    }

    /// The env with this address among those of the current isolate's runtime; `None`
    /// after its teardown.
    pub(crate) fn find(raw: sys::napi_env) -> Option<Rc<Self>> {
        Self::current_runtime()?.env(raw)
    }

    /// The runtime of this thread, if it has made an env.
    pub(crate) fn current_runtime() -> Option<Rc<Runtime>> {
        CURRENT.with_borrow(Weak::upgrade)
    }

    /// Whether `--force-node-api-uncaught-exceptions-policy` is on.
    pub(crate) fn force_uncaught(&self) -> bool {
        self.runtime().options().force_uncaught_exceptions_policy
    }

    /// The runtime, which outlives every entry into the addon.
    pub(crate) fn runtime(&self) -> Rc<Runtime> {
        self.runtime
            .upgrade()
            .expect("the runtime tears its envs down before it goes")
    }
}

/// A slot as a handle of the crate.
#[inline(always)]
pub(crate) fn local<'e, T>(slot: NonNull<T>) -> v8::Local<'e, v8::Value> {
    // SAFETY: a `Local` is the non-null address of a slot. The lifetime is the
    // caller's: handles from an addon live until its scope closes.
    unsafe { std::mem::transmute::<NonNull<T>, v8::Local<'e, v8::Value>>(slot) }
}

/// A handle of the crate as the addon sees it.
#[inline(always)]
pub(crate) fn to_raw<T>(value: &v8::Local<'_, T>) -> sys::napi_value {
    let slot: &T = value;
    std::ptr::from_ref(slot).cast_mut().cast()
}
