//! Values that carry a native pointer.

use std::ffi::c_void;
use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::{napi_value, node_api_basic_finalize};

use crate::boundary::{Status, entry_points, out};
use crate::engine::raw;
use crate::env::callback::{external_pointer, is_external};
use crate::env::finalizer::Finalizer;
use crate::env::local;
use crate::env::reference::Owner;

entry_points! {
    /// A value that carries `data`; the finalizer is called once when it is collected
    /// or the env ends.
    js fn napi_create_external(
        env,
        data: *mut c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value,
    ) {
        let result = out(result)?;
        // SAFETY: the isolate is entered and a handle scope is open.
        let external = unsafe { raw::v8__External__New(env.isolate().as_ptr(), data) };
        let external = NonNull::new(external.cast_mut()).ok_or(Status::GENERIC_FAILURE)?;
        if finalize_cb.is_some() {
            let finalizer = Finalizer { callback: finalize_cb, data, hint: finalize_hint };
            env.new_reference(local(external), 0, Owner::Runtime, finalizer);
        }
        result.slot(external)
    }

    /// The pointer of an external.
    gc fn napi_get_value_external(env, value: napi_value, result: *mut *mut c_void) {
        let value = env.value(value)?;
        let result = out(result)?;
        if !is_external(value) {
            return Err(Status::INVALID_ARG);
        }
        // SAFETY: just checked.
        result.set(unsafe { external_pointer(&*value) })
    }
}
