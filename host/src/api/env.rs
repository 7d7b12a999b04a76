//! State of the environment: instance data, external memory, the loop, finalizers
//! that wait.

use std::ffi::c_void;
use std::ptr;

use napi_host_sys as sys;
use sys::{napi_finalize, uv_loop_s};

use crate::boundary::{entry_points, out};
use crate::engine::raw_objects;
use crate::env::finalizer::Finalizer;
use crate::env::reference::Reference;

entry_points! {
    /// Tells the collector that values keep so many more bytes of native memory alive;
    /// answers the total of the isolate.
    basic fn napi_adjust_external_memory(
        env,
        change_in_bytes: i64,
        adjusted_value: *mut i64,
    ) {
        let total = out(adjusted_value)?;
        let isolate = env.isolate().as_ptr();
        let reported = &env.runtime().reported_memory;
        reported.set(reported.get().saturating_add(change_in_bytes));
        // SAFETY: the isolate is alive and this is its thread.
        total.set(unsafe {
            raw_objects::v8__Isolate__AdjustAmountOfExternalAllocatedMemory(
                isolate,
                change_in_bytes,
            )
        })
    }

    /// Sets the data pointer of this env. An older pointer is not finalized.
    basic fn napi_set_instance_data(
        env,
        data: *mut c_void,
        finalize_cb: napi_finalize,
        finalize_hint: *mut c_void,
    ) {
        let finalizer = Finalizer { callback: finalize_cb, data, hint: finalize_hint };
        let new = env.new_tracked_data(finalizer);
        if let Some(old) = env.instance_data.replace(Some(new)) {
            // SAFETY: made above or by an earlier call, and no longer held.
            unsafe { Reference::delete(old) };
        }
        Ok(())
    }

    /// The data pointer of this env; NULL when none was set.
    basic fn napi_get_instance_data(env, data: *mut *mut c_void) {
        let held = env.instance_data.get();
        // SAFETY: replaced before it is freed; at the env's end it is only emptied.
        let held = held.map(|held| unsafe { held.as_ref() }.data());
        out(data)?.set(held.unwrap_or(ptr::null_mut()))
    }

    /// The `uv_loop_t*` of the thread's loop: one address for all addons of an isolate.
    basic fn napi_get_uv_event_loop(env, loop_: *mut *mut uv_loop_s) {
        let runtime = env.runtime();
        out(loop_)?.set(runtime.uv_loop.get(&runtime).as_ptr().cast())
    }

    /// Runs a finalizer later, outside of the collection.
    basic fn node_api_post_finalizer(
        env,
        finalize_cb: napi_finalize,
        finalize_data: *mut c_void,
        finalize_hint: *mut c_void,
    ) {
        let finalizer = Finalizer {
            callback: finalize_cb,
            data: finalize_data,
            hint: finalize_hint,
        };
        if finalizer.is_some() {
            env.enqueue_finalizer(finalizer);
        }
        Ok(())
    }
}
