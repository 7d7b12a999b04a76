//! Counted references to values.
//!
//! Addons are known to delete references and to count them from other threads, and
//! Node survives that. A deletion from another thread is handed to the loop's thread;
//! counting there changes the number only.

use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::{napi_ref, napi_value};

use crate::boundary::{Status, entry_points, optional, out};
use crate::env::Env;
use crate::env::finalizer::Finalizer;
use crate::env::reference::{Owner, Reference};

entry_points! {
    /// Makes a counted reference; count 0 is weak. Before version 10 only objects,
    /// functions and symbols can be referenced.
    gc fn napi_create_reference(
        env, value: napi_value, initial_refcount: u32, result: *mut napi_ref,
    ) {
        let value = env.value(value)?;
        let result = out(result)?;
        if env.version < 10 && !(value.is_object() || value.is_symbol()) {
            return Err(Status::INVALID_ARG);
        }
        let reference =
            env.new_reference(value, initial_refcount, Owner::Addon, Finalizer::NONE);
        result.set(reference.as_ptr().cast())
    }

    /// Deletes a reference and cancels its finalizer, also one that waits.
    basic fn napi_delete_reference(env, r#ref: napi_ref) {
        let reference = NonNull::new(r#ref).ok_or(Status::INVALID_ARG)?.cast::<Reference>();
        if env.is_own_thread() {
            // SAFETY: the addon's contract: made by this API, not used after.
            unsafe { Reference::delete(reference) };
        } else {
            env.delete_reference_later(reference);
        }
        Ok(())
    }

    /// Adds 1; the result is optional.
    gc fn napi_reference_ref(env, r#ref: napi_ref, result: *mut u32) {
        let reference = reference(r#ref)?;
        optional(result, reference.acquire(env));
        Ok(())
    }

    /// Takes 1 away; at 0 the reference becomes weak. The result is optional.
    gc fn napi_reference_unref(env, r#ref: napi_ref, result: *mut u32) {
        let reference = reference(r#ref)?;
        let count = reference.release(env).ok_or(Status::GENERIC_FAILURE)?;
        optional(result, count);
        Ok(())
    }

    /// The value, or NULL when it is gone.
    gc fn napi_get_reference_value(env, r#ref: napi_ref, result: *mut napi_value) {
        let reference = reference(r#ref)?;
        let result = out(result)?;
        match reference.value(env) {
            Some(value) => result.value(value),
            None => result.set(std::ptr::null_mut()),
        }
    }
}

/// What a `napi_ref` points at.
#[inline(always)]
fn reference<'a>(reference: napi_ref) -> Result<&'a Reference, Status> {
    // SAFETY: by the ABI a reference is not used after it was deleted.
    unsafe { reference.cast::<Reference>().as_ref() }.ok_or(Status::INVALID_ARG)
}

impl Env {
    /// Deletes a reference on the loop's thread, called from another one.
    fn delete_reference_later(&self, reference: NonNull<Reference>) {
        let (env, reference) = (self.as_raw().addr(), reference.addr());
        self.post(Box::new(move |_| {
            let env = std::ptr::without_provenance_mut(env);
            if Env::find(env).is_some() {
                let slot: *mut Reference = std::ptr::with_exposed_provenance_mut(reference.into());
                if let Some(slot) = NonNull::new(slot) {
                    // SAFETY: as on the env's own thread; the env is alive.
                    unsafe { Reference::delete(slot) };
                }
            }
        }));
    }
}
