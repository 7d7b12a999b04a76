//! The types and constants of the ABI.
//!
//! C enumerations are integer aliases with constants, never Rust enums: an addon may pass any
//! number. Handles are pointers to types that have no content here; the host decides what they
//! point at. Two C names for one thing (`node_api_nogc_env`, `node_api_basic_env`) are aliases:
//! the difference exists only for the C compiler.

use core::ffi::{c_char, c_int, c_uint, c_void};

/// Declares the target of a handle, and the handle.
macro_rules! handles {
    ($($(#[$doc:meta])* $handle:ident -> $target:ident;)*) => {$(
        #[doc = concat!("What a [`", stringify!($handle), "`] points at; never built from Rust.")]
        #[repr(C)]
        #[derive(Debug)]
        pub struct $target {
            _opaque: [u8; 0],
        }

        $(#[$doc])*
        pub type $handle = *mut $target;
    )*};
}

handles! {
    /// An addon's environment: one per load of an addon in a JavaScript context.
    napi_env -> napi_env__;
    /// A JavaScript value, alive until its handle scope closes.
    napi_value -> napi_value__;
    /// A counted reference to a value.
    napi_ref -> napi_ref__;
    /// An open handle scope.
    napi_handle_scope -> napi_handle_scope__;
    /// An open handle scope that one value can leave.
    napi_escapable_handle_scope -> napi_escapable_handle_scope__;
    /// The arguments of a running callback.
    napi_callback_info -> napi_callback_info__;
    /// The handle that settles a promise.
    napi_deferred -> napi_deferred__;
    /// An open callback scope.
    napi_callback_scope -> napi_callback_scope__;
    /// An async context.
    napi_async_context -> napi_async_context__;
    /// Work for the worker pool.
    napi_async_work -> napi_async_work__;
    /// A thread-safe function.
    napi_threadsafe_function -> napi_threadsafe_function__;
    /// An asynchronous cleanup hook that is registered or running.
    napi_async_cleanup_hook_handle -> napi_async_cleanup_hook_handle__;
}

/// libuv's loop; its content is libuv's business.
#[repr(C)]
#[derive(Debug)]
pub struct uv_loop_s {
    _opaque: [u8; 0],
}

/// An environment as functions take it that may be called inside a garbage collection.
pub type node_api_basic_env = napi_env;
/// The older name of [`node_api_basic_env`].
pub type node_api_nogc_env = node_api_basic_env;

/// Declares an integer type with its constants, counting from the value given.
macro_rules! constants {
    ($(#[$doc:meta])* $ty:ident { $($(#[$cdoc:meta])* $name:ident = $value:expr,)* }) => {
        $(#[$doc])*
        pub type $ty = c_uint;
        $(
            $(#[$cdoc])*
            pub const $name: $ty = $value;
        )*
    };
}

constants! {
    /// What a function answers.
    napi_status {
        /// All right.
        napi_ok = 0,
        /// An argument is NULL or not acceptable.
        napi_invalid_arg = 1,
        /// The value is not an object.
        napi_object_expected = 2,
        /// The value is not a string.
        napi_string_expected = 3,
        /// The value is neither a string nor a symbol.
        napi_name_expected = 4,
        /// The value is not a function.
        napi_function_expected = 5,
        /// The value is not a number.
        napi_number_expected = 6,
        /// The value is not a boolean.
        napi_boolean_expected = 7,
        /// The value is not an array.
        napi_array_expected = 8,
        /// Anything else that went wrong.
        napi_generic_failure = 9,
        /// An exception is pending.
        napi_pending_exception = 10,
        /// The work was cancelled.
        napi_cancelled = 11,
        /// The scope was left by a value already.
        napi_escape_called_twice = 12,
        /// No such handle scope is open.
        napi_handle_scope_mismatch = 13,
        /// No callback scope is open.
        napi_callback_scope_mismatch = 14,
        /// The queue of the thread-safe function is full.
        napi_queue_full = 15,
        /// The thread-safe function is closing.
        napi_closing = 16,
        /// The value is not a BigInt.
        napi_bigint_expected = 17,
        /// The value is not a Date.
        napi_date_expected = 18,
        /// The value is not an ArrayBuffer.
        napi_arraybuffer_expected = 19,
        /// The ArrayBuffer cannot be detached.
        napi_detachable_arraybuffer_expected = 20,
        /// Not in use.
        napi_would_deadlock = 21,
        /// The host cannot make buffers over foreign memory.
        napi_no_external_buffers_allowed = 22,
        /// JavaScript cannot run now: the environment is ending.
        napi_cannot_run_js = 23,
    }
}

constants! {
    /// The kind of a value, as `napi_typeof` tells it.
    napi_valuetype {
        /// `undefined`.
        napi_undefined = 0,
        /// `null`.
        napi_null = 1,
        /// A boolean.
        napi_boolean = 2,
        /// A number.
        napi_number = 3,
        /// A string.
        napi_string = 4,
        /// A symbol.
        napi_symbol = 5,
        /// An object that is neither a function nor an external.
        napi_object = 6,
        /// A function.
        napi_function = 7,
        /// A value that carries a native pointer.
        napi_external = 8,
        /// A BigInt.
        napi_bigint = 9,
    }
}

constants! {
    /// The element type of a typed array.
    napi_typedarray_type {
        /// `Int8Array`.
        napi_int8_array = 0,
        /// `Uint8Array`.
        napi_uint8_array = 1,
        /// `Uint8ClampedArray`.
        napi_uint8_clamped_array = 2,
        /// `Int16Array`.
        napi_int16_array = 3,
        /// `Uint16Array`.
        napi_uint16_array = 4,
        /// `Int32Array`.
        napi_int32_array = 5,
        /// `Uint32Array`.
        napi_uint32_array = 6,
        /// `Float32Array`.
        napi_float32_array = 7,
        /// `Float64Array`.
        napi_float64_array = 8,
        /// `BigInt64Array`.
        napi_bigint64_array = 9,
        /// `BigUint64Array`.
        napi_biguint64_array = 10,
        /// `Float16Array`.
        napi_float16_array = 11,
    }
}

constants! {
    /// Attributes of a property, as a set of bits.
    napi_property_attributes {
        /// No attribute.
        napi_default = 0,
        /// Can be assigned.
        napi_writable = 1 << 0,
        /// Shows up in loops over keys.
        napi_enumerable = 1 << 1,
        /// Can be redefined and deleted.
        napi_configurable = 1 << 2,
        /// Belongs to the class itself, not to its prototype; for `napi_define_class` only.
        napi_static = 1 << 10,
        /// What methods of a class have.
        napi_default_method = napi_writable | napi_configurable,
        /// What a property has that is made by assignment.
        napi_default_jsproperty = napi_writable | napi_enumerable | napi_configurable,
    }
}

constants! {
    /// Whose keys `napi_get_all_property_names` lists.
    napi_key_collection_mode {
        /// The object's and those of its prototypes.
        napi_key_include_prototypes = 0,
        /// The object's only.
        napi_key_own_only = 1,
    }
}

constants! {
    /// Which keys `napi_get_all_property_names` lists, as a set of bits.
    napi_key_filter {
        /// All.
        napi_key_all_properties = 0,
        /// Writable ones only.
        napi_key_writable = 1 << 0,
        /// Enumerable ones only.
        napi_key_enumerable = 1 << 1,
        /// Configurable ones only.
        napi_key_configurable = 1 << 2,
        /// No strings.
        napi_key_skip_strings = 1 << 3,
        /// No symbols.
        napi_key_skip_symbols = 1 << 4,
    }
}

constants! {
    /// How `napi_get_all_property_names` gives indices.
    napi_key_conversion {
        /// As numbers.
        napi_key_keep_numbers = 0,
        /// As strings.
        napi_key_numbers_to_strings = 1,
    }
}

constants! {
    /// How a thread gives up a thread-safe function.
    napi_threadsafe_function_release_mode {
        /// For itself.
        napi_tsfn_release = 0,
        /// For all: the function closes.
        napi_tsfn_abort = 1,
    }
}

constants! {
    /// What a call on a full thread-safe function does.
    napi_threadsafe_function_call_mode {
        /// Answers `napi_queue_full`.
        napi_tsfn_nonblocking = 0,
        /// Waits for room.
        napi_tsfn_blocking = 1,
    }
}

/// The length that stands for "up to the terminating NUL".
pub const NAPI_AUTO_LENGTH: usize = usize::MAX;
/// The version that stands for everything, experimental functions included.
pub const NODE_API_EXPERIMENTAL: i32 = 2_147_483_647;
/// The same, under the name that the C headers use.
pub const NAPI_VERSION_EXPERIMENTAL: i32 = NODE_API_EXPERIMENTAL;
/// The highest version that is not experimental.
pub const NAPI_VERSION_MAX: i32 = 10;
/// The layout version of [`napi_module`].
pub const NAPI_MODULE_VERSION: c_int = 1;

/// A function of the addon that JavaScript calls.
pub type napi_callback =
    Option<unsafe extern "C" fn(env: napi_env, info: napi_callback_info) -> napi_value>;
/// A function of the addon that is told that its data is no longer needed.
pub type napi_finalize = Option<
    unsafe extern "C" fn(env: napi_env, finalize_data: *mut c_void, finalize_hint: *mut c_void),
>;
/// A finalizer that runs inside the garbage collection, for experimental modules.
pub type node_api_basic_finalize = napi_finalize;
/// The older name of [`node_api_basic_finalize`].
pub type node_api_nogc_finalize = node_api_basic_finalize;
/// A finalizer that may run on any thread, at any time.
pub type node_api_noenv_finalize =
    Option<unsafe extern "C" fn(finalize_data: *mut c_void, finalize_hint: *mut c_void)>;
/// The init function of an addon; its result replaces `exports`.
pub type napi_addon_register_func =
    Option<unsafe extern "C" fn(env: napi_env, exports: napi_value) -> napi_value>;
/// The function by which an addon tells its API version.
pub type node_api_addon_get_api_version_func = Option<unsafe extern "C" fn() -> i32>;
/// A cleanup hook.
pub type napi_cleanup_hook = Option<unsafe extern "C" fn(arg: *mut c_void)>;
/// A cleanup hook that may take its time.
pub type napi_async_cleanup_hook =
    Option<unsafe extern "C" fn(handle: napi_async_cleanup_hook_handle, data: *mut c_void)>;
/// The part of async work that runs on the worker pool; it must not use `env`.
pub type napi_async_execute_callback =
    Option<unsafe extern "C" fn(env: napi_env, data: *mut c_void)>;
/// The part of async work that runs on the loop's thread.
pub type napi_async_complete_callback =
    Option<unsafe extern "C" fn(env: napi_env, status: napi_status, data: *mut c_void)>;
/// What a thread-safe function runs for each item; `env` and `js_callback` are NULL at the end.
pub type napi_threadsafe_function_call_js = Option<
    unsafe extern "C" fn(
        env: napi_env,
        js_callback: napi_value,
        context: *mut c_void,
        data: *mut c_void,
    ),
>;

/// One property to define: a method, an accessor or a value.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct napi_property_descriptor {
    /// The name as UTF-8, or NULL when `name` has it.
    pub utf8name: *const c_char,
    /// The name as a string or symbol, or NULL when `utf8name` has it.
    pub name: napi_value,
    /// The method.
    pub method: napi_callback,
    /// The getter.
    pub getter: napi_callback,
    /// The setter.
    pub setter: napi_callback,
    /// The value, when it is neither a method nor an accessor.
    pub value: napi_value,
    /// Attributes, as a set of bits.
    pub attributes: napi_property_attributes,
    /// What the callbacks find as their data.
    pub data: *mut c_void,
}

/// The last status in detail.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct napi_extended_error_info {
    /// The status in words, or NULL after `napi_ok`.
    pub error_message: *const c_char,
    /// Not in use.
    pub engine_reserved: *mut c_void,
    /// The number of an error below, such as one of libuv.
    pub engine_error_code: u32,
    /// The status.
    pub error_code: napi_status,
}

/// A mark of 128 bits for objects.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct napi_type_tag {
    /// The low half.
    pub lower: u64,
    /// The high half.
    pub upper: u64,
}

/// The version of Node.js that the host stands for.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct napi_node_version {
    /// First number.
    pub major: u32,
    /// Second number.
    pub minor: u32,
    /// Third number.
    pub patch: u32,
    /// The name of the release.
    pub release: *const c_char,
}

/// What an addon registers from a static constructor.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct napi_module {
    /// [`NAPI_MODULE_VERSION`].
    pub nm_version: c_int,
    /// Not in use.
    pub nm_flags: c_uint,
    /// The source file.
    pub nm_filename: *const c_char,
    /// The init function.
    pub nm_register_func: napi_addon_register_func,
    /// The name of the module.
    pub nm_modname: *const c_char,
    /// For the addon.
    pub nm_priv: *mut c_void,
    /// For later.
    pub reserved: [*mut c_void; 4],
}
