//! The last error's details: one struct per env, as `napi_get_last_error_info`
//! hands it out.

use std::cell::{Cell, UnsafeCell};
use std::ffi::{CStr, c_void};
use std::ptr;

use napi_host_sys as sys;

/// See the module's note. The struct is only written when it is asked for.
pub(crate) struct ErrorInfo {
    info: UnsafeCell<sys::napi_extended_error_info>,
    pub(crate) engine_error_code: Cell<u32>,
    pub(crate) engine_reserved: Cell<*mut c_void>,
}

/// What each status says, by number.
static MESSAGES: [Option<&CStr>; 24] = [
    None,
    Some(c"Invalid argument"),
    Some(c"An object was expected"),
    Some(c"A string was expected"),
    Some(c"A string or symbol was expected"),
    Some(c"A function was expected"),
    Some(c"A number was expected"),
    Some(c"A boolean was expected"),
    Some(c"An array was expected"),
    Some(c"Unknown failure"),
    Some(c"An exception is pending"),
    Some(c"The async work item was cancelled"),
    Some(c"napi_escape_handle already called on scope"),
    Some(c"Invalid handle scope usage"),
    Some(c"Invalid callback scope usage"),
    Some(c"Thread-safe function queue is full"),
    Some(c"Thread-safe function handle is closing"),
    Some(c"A bigint was expected"),
    Some(c"A date was expected"),
    Some(c"An arraybuffer was expected"),
    Some(c"A detachable arraybuffer was expected"),
    Some(c"Main thread would deadlock"),
    Some(c"External buffers are not allowed"),
    Some(c"Cannot run JavaScript"),
];

impl ErrorInfo {
    pub(crate) fn new() -> Self {
        Self {
            info: UnsafeCell::new(sys::napi_extended_error_info {
                error_message: ptr::null(),
                engine_reserved: ptr::null_mut(),
                engine_error_code: 0,
                error_code: sys::napi_ok,
            }),
            engine_error_code: Cell::new(0),
            engine_reserved: Cell::new(ptr::null_mut()),
        }
    }

    /// Writes the details of `status` and answers where they are: valid until the
    /// next call on the env.
    pub(crate) fn describe(
        &self,
        status: sys::napi_status,
    ) -> *const sys::napi_extended_error_info {
        let message = usize::try_from(status)
            .ok()
            .and_then(|index| MESSAGES.get(index).copied().flatten())
            .map_or(ptr::null(), CStr::as_ptr);
        let info = sys::napi_extended_error_info {
            error_message: message,
            engine_reserved: self.engine_reserved.get(),
            engine_error_code: self.engine_error_code.get(),
            error_code: status,
        };
        // SAFETY: only this thread touches the struct, and no reference to it exists.
        unsafe { self.info.get().write(info) };
        self.info.get()
    }
}
