//! The types and constants of the ABI.
//!
//! Made from the C headers by bindgen; do not edit.
//!
//! C enumerations are integer aliases with constants, never Rust enums: an addon may pass any
//! number. Handles are pointers to types without content; the host decides what is behind them.
//! Two names for one thing (`node_api_nogc_env`, `node_api_basic_env`) are aliases: the
//! difference exists for the C compiler only.

/// A UTF-16 code unit.
pub type char16_t = u16;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_env`] points at; never built from Rust.
pub struct napi_env__ {
    _unused: [u8; 0],
}
/// An addon's environment: one per load of an addon in a JavaScript context.
pub type napi_env = *mut napi_env__;
/// The older name of `node_api_basic_env`.
pub type node_api_nogc_env = *mut napi_env__;
/// An environment as functions take it that may be called inside a garbage collection.
pub type node_api_basic_env = node_api_nogc_env;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_value`] points at; never built from Rust.
pub struct napi_value__ {
    _unused: [u8; 0],
}
/// A JavaScript value, alive until its handle scope closes.
pub type napi_value = *mut napi_value__;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_ref`] points at; never built from Rust.
pub struct napi_ref__ {
    _unused: [u8; 0],
}
/// A counted reference to a value.
pub type napi_ref = *mut napi_ref__;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_handle_scope`] points at; never built from Rust.
pub struct napi_handle_scope__ {
    _unused: [u8; 0],
}
/// An open handle scope.
pub type napi_handle_scope = *mut napi_handle_scope__;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_escapable_handle_scope`] points at; never built from Rust.
pub struct napi_escapable_handle_scope__ {
    _unused: [u8; 0],
}
/// An open handle scope that one value can leave.
pub type napi_escapable_handle_scope = *mut napi_escapable_handle_scope__;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_callback_info`] points at; never built from Rust.
pub struct napi_callback_info__ {
    _unused: [u8; 0],
}
/// The arguments of a running callback.
pub type napi_callback_info = *mut napi_callback_info__;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_deferred`] points at; never built from Rust.
pub struct napi_deferred__ {
    _unused: [u8; 0],
}
/// The handle that settles a promise.
pub type napi_deferred = *mut napi_deferred__;
/// All right.
pub const napi_ok: napi_status = 0;
/// An argument is NULL or not acceptable.
pub const napi_invalid_arg: napi_status = 1;
/// The value is not an object.
pub const napi_object_expected: napi_status = 2;
/// The value is not a string.
pub const napi_string_expected: napi_status = 3;
/// The value is neither a string nor a symbol.
pub const napi_name_expected: napi_status = 4;
/// The value is not a function.
pub const napi_function_expected: napi_status = 5;
/// The value is not a number.
pub const napi_number_expected: napi_status = 6;
/// The value is not a boolean.
pub const napi_boolean_expected: napi_status = 7;
/// The value is not an array.
pub const napi_array_expected: napi_status = 8;
/// Anything else that went wrong.
pub const napi_generic_failure: napi_status = 9;
/// An exception is pending.
pub const napi_pending_exception: napi_status = 10;
/// The work was cancelled.
pub const napi_cancelled: napi_status = 11;
/// The scope was left by a value already.
pub const napi_escape_called_twice: napi_status = 12;
/// No such handle scope is open.
pub const napi_handle_scope_mismatch: napi_status = 13;
/// No callback scope is open.
pub const napi_callback_scope_mismatch: napi_status = 14;
/// The queue of the thread-safe function is full.
pub const napi_queue_full: napi_status = 15;
/// The thread-safe function is closing.
pub const napi_closing: napi_status = 16;
/// The value is not a BigInt.
pub const napi_bigint_expected: napi_status = 17;
/// The value is not a Date.
pub const napi_date_expected: napi_status = 18;
/// The value is not an ArrayBuffer.
pub const napi_arraybuffer_expected: napi_status = 19;
/// The ArrayBuffer cannot be detached.
pub const napi_detachable_arraybuffer_expected: napi_status = 20;
/// Not in use.
pub const napi_would_deadlock: napi_status = 21;
/// The host cannot make buffers over foreign memory.
pub const napi_no_external_buffers_allowed: napi_status = 22;
/// JavaScript cannot run now: the environment is ending.
pub const napi_cannot_run_js: napi_status = 23;
/// What a function answers.
pub type napi_status = core::ffi::c_uint;
/// `undefined`.
pub const napi_undefined: napi_valuetype = 0;
/// `null`.
pub const napi_null: napi_valuetype = 1;
/// A boolean.
pub const napi_boolean: napi_valuetype = 2;
/// A number.
pub const napi_number: napi_valuetype = 3;
/// A string.
pub const napi_string: napi_valuetype = 4;
/// A symbol.
pub const napi_symbol: napi_valuetype = 5;
/// An object that is neither a function nor an external.
pub const napi_object: napi_valuetype = 6;
/// A function.
pub const napi_function: napi_valuetype = 7;
/// A value that carries a native pointer.
pub const napi_external: napi_valuetype = 8;
/// A BigInt.
pub const napi_bigint: napi_valuetype = 9;
/// The kind of a value, as `napi_typeof` tells it.
pub type napi_valuetype = core::ffi::c_uint;
/// `Int8Array`.
pub const napi_int8_array: napi_typedarray_type = 0;
/// `Uint8Array`.
pub const napi_uint8_array: napi_typedarray_type = 1;
/// `Uint8ClampedArray`.
pub const napi_uint8_clamped_array: napi_typedarray_type = 2;
/// `Int16Array`.
pub const napi_int16_array: napi_typedarray_type = 3;
/// `Uint16Array`.
pub const napi_uint16_array: napi_typedarray_type = 4;
/// `Int32Array`.
pub const napi_int32_array: napi_typedarray_type = 5;
/// `Uint32Array`.
pub const napi_uint32_array: napi_typedarray_type = 6;
/// `Float32Array`.
pub const napi_float32_array: napi_typedarray_type = 7;
/// `Float64Array`.
pub const napi_float64_array: napi_typedarray_type = 8;
/// `BigInt64Array`.
pub const napi_bigint64_array: napi_typedarray_type = 9;
/// `BigUint64Array`.
pub const napi_biguint64_array: napi_typedarray_type = 10;
/// `Float16Array`.
pub const napi_float16_array: napi_typedarray_type = 11;
/// The element type of a typed array.
pub type napi_typedarray_type = core::ffi::c_uint;
/// No attribute.
pub const napi_default: napi_property_attributes = 0;
/// Can be assigned.
pub const napi_writable: napi_property_attributes = 1;
/// Shows up in loops over keys.
pub const napi_enumerable: napi_property_attributes = 2;
/// Can be redefined and deleted.
pub const napi_configurable: napi_property_attributes = 4;
/// Belongs to the class itself, not to its prototype; for `napi_define_class` only.
pub const napi_static: napi_property_attributes = 1024;
/// What methods of a class have: writable and configurable.
pub const napi_default_method: napi_property_attributes = 5;
/// What a property has that is made by assignment: all three.
pub const napi_default_jsproperty: napi_property_attributes = 7;
/// Attributes of a property, as a set of bits.
pub type napi_property_attributes = core::ffi::c_uint;
/// The object's and those of its prototypes.
pub const napi_key_include_prototypes: napi_key_collection_mode = 0;
/// The object's only.
pub const napi_key_own_only: napi_key_collection_mode = 1;
/// Whose keys `napi_get_all_property_names` lists.
pub type napi_key_collection_mode = core::ffi::c_uint;
/// All.
pub const napi_key_all_properties: napi_key_filter = 0;
/// Writable ones only.
pub const napi_key_writable: napi_key_filter = 1;
/// Enumerable ones only.
pub const napi_key_enumerable: napi_key_filter = 2;
/// Configurable ones only.
pub const napi_key_configurable: napi_key_filter = 4;
/// No strings.
pub const napi_key_skip_strings: napi_key_filter = 8;
/// No symbols.
pub const napi_key_skip_symbols: napi_key_filter = 16;
/// Which keys `napi_get_all_property_names` lists, as a set of bits.
pub type napi_key_filter = core::ffi::c_uint;
/// As numbers.
pub const napi_key_keep_numbers: napi_key_conversion = 0;
/// As strings.
pub const napi_key_numbers_to_strings: napi_key_conversion = 1;
/// How `napi_get_all_property_names` gives indices.
pub type napi_key_conversion = core::ffi::c_uint;
/// A function of the addon that JavaScript calls.
pub type napi_callback = ::core::option::Option<
    unsafe extern "C" fn(env: napi_env, info: napi_callback_info) -> napi_value,
>;
/// A function of the addon that is told that its data is no longer needed.
pub type napi_finalize = ::core::option::Option<
    unsafe extern "C" fn(
        env: napi_env,
        finalize_data: *mut core::ffi::c_void,
        finalize_hint: *mut core::ffi::c_void,
    ),
>;
/// The older name of `node_api_basic_finalize`.
pub type node_api_nogc_finalize = napi_finalize;
/// A finalizer that runs inside the garbage collection, for experimental addons.
pub type node_api_basic_finalize = node_api_nogc_finalize;
/// A finalizer that may run on any thread, at any time.
pub type node_api_noenv_finalize = ::core::option::Option<
    unsafe extern "C" fn(
        finalize_data: *mut core::ffi::c_void,
        finalize_hint: *mut core::ffi::c_void,
    ),
>;
/// One property to define: a method, an accessor or a value.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct napi_property_descriptor {
    /// The name as UTF-8, or NULL when `name` has it.
    pub utf8name: *const core::ffi::c_char,
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
    pub data: *mut core::ffi::c_void,
}
/// The last status in detail.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct napi_extended_error_info {
    /// The status in words, or NULL after `napi_ok`.
    pub error_message: *const core::ffi::c_char,
    /// Not in use.
    pub engine_reserved: *mut core::ffi::c_void,
    /// The number of an error below, such as one of libuv.
    pub engine_error_code: u32,
    /// The status.
    pub error_code: napi_status,
}
/// A mark of 128 bits for objects.
#[repr(C)]
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct napi_type_tag {
    /// The low half.
    pub lower: u64,
    /// The high half.
    pub upper: u64,
}
/// The init function of an addon; its result replaces `exports`.
pub type napi_addon_register_func =
    ::core::option::Option<unsafe extern "C" fn(env: napi_env, exports: napi_value) -> napi_value>;
/// The function by which an addon tells its API version.
pub type node_api_addon_get_api_version_func =
    ::core::option::Option<unsafe extern "C" fn() -> i32>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_callback_scope`] points at; never built from Rust.
pub struct napi_callback_scope__ {
    _unused: [u8; 0],
}
/// An open callback scope.
pub type napi_callback_scope = *mut napi_callback_scope__;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_async_context`] points at; never built from Rust.
pub struct napi_async_context__ {
    _unused: [u8; 0],
}
/// An async context.
pub type napi_async_context = *mut napi_async_context__;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_async_work`] points at; never built from Rust.
pub struct napi_async_work__ {
    _unused: [u8; 0],
}
/// Work for the worker pool.
pub type napi_async_work = *mut napi_async_work__;
/// The part of async work that runs on the worker pool; it must not use `env`.
pub type napi_async_execute_callback =
    ::core::option::Option<unsafe extern "C" fn(env: napi_env, data: *mut core::ffi::c_void)>;
/// The part of async work that runs on the loop's thread.
pub type napi_async_complete_callback = ::core::option::Option<
    unsafe extern "C" fn(env: napi_env, status: napi_status, data: *mut core::ffi::c_void),
>;
/// A cleanup hook.
pub type napi_cleanup_hook =
    ::core::option::Option<unsafe extern "C" fn(arg: *mut core::ffi::c_void)>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_threadsafe_function`] points at; never built from Rust.
pub struct napi_threadsafe_function__ {
    _unused: [u8; 0],
}
/// A thread-safe function.
pub type napi_threadsafe_function = *mut napi_threadsafe_function__;
/// For itself.
pub const napi_tsfn_release: napi_threadsafe_function_release_mode = 0;
/// For all: the function closes.
pub const napi_tsfn_abort: napi_threadsafe_function_release_mode = 1;
/// How a thread gives up a thread-safe function.
pub type napi_threadsafe_function_release_mode = core::ffi::c_uint;
/// Answers `napi_queue_full`.
pub const napi_tsfn_nonblocking: napi_threadsafe_function_call_mode = 0;
/// Waits for room.
pub const napi_tsfn_blocking: napi_threadsafe_function_call_mode = 1;
/// What a call on a full thread-safe function does.
pub type napi_threadsafe_function_call_mode = core::ffi::c_uint;
/// What a thread-safe function runs for each item; `env` and `js_callback` are NULL at the end.
pub type napi_threadsafe_function_call_js = ::core::option::Option<
    unsafe extern "C" fn(
        env: napi_env,
        js_callback: napi_value,
        context: *mut core::ffi::c_void,
        data: *mut core::ffi::c_void,
    ),
>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
/// What a [`napi_async_cleanup_hook_handle`] points at; never built from Rust.
pub struct napi_async_cleanup_hook_handle__ {
    _unused: [u8; 0],
}
/// An asynchronous cleanup hook that is registered or running.
pub type napi_async_cleanup_hook_handle = *mut napi_async_cleanup_hook_handle__;
/// A cleanup hook that may take its time.
pub type napi_async_cleanup_hook = ::core::option::Option<
    unsafe extern "C" fn(handle: napi_async_cleanup_hook_handle, data: *mut core::ffi::c_void),
>;
/// The version of Node.js that the host stands for.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct napi_node_version {
    /// First number.
    pub major: u32,
    /// Second number.
    pub minor: u32,
    /// Third number.
    pub patch: u32,
    /// The name of the release.
    pub release: *const core::ffi::c_char,
}
/// The loop of libuv; what is in it is known to libuv's own header.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct uv_loop_s {
    _unused: [u8; 0],
}
/// What an addon registers from a static constructor.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct napi_module {
    /// The layout version, 1.
    pub nm_version: core::ffi::c_int,
    /// Not in use.
    pub nm_flags: core::ffi::c_uint,
    /// The source file.
    pub nm_filename: *const core::ffi::c_char,
    /// The init function.
    pub nm_register_func: napi_addon_register_func,
    /// The name of the module.
    pub nm_modname: *const core::ffi::c_char,
    /// For the addon.
    pub nm_priv: *mut core::ffi::c_void,
    /// For later.
    pub reserved: [*mut core::ffi::c_void; 4usize],
}
