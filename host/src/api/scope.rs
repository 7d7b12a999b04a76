//! Handle scopes. They are real: closing one ends the handles made in it.

use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::{napi_escapable_handle_scope, napi_handle_scope, napi_value};

use crate::boundary::{Answer, Status, entry_points, out};
use crate::env::Env;

entry_points! {
    /// Opens a handle scope.
    gc fn napi_open_handle_scope(env, result: *mut napi_handle_scope) {
        out(result)?.set(env.open_scope(None) as napi_handle_scope)
    }

    /// Closes the innermost handle scope.
    gc fn napi_close_handle_scope(env, scope: napi_handle_scope) {
        close(env, scope.is_null())
    }

    /// Opens a handle scope that one value can leave.
    gc fn napi_open_escapable_handle_scope(env, result: *mut napi_escapable_handle_scope) {
        out(result)?.set(env.open_escapable_scope() as napi_escapable_handle_scope)
    }

    /// Closes the innermost handle scope.
    gc fn napi_close_escapable_handle_scope(env, scope: napi_escapable_handle_scope) {
        close(env, scope.is_null())
    }

    /// Moves a value to the scope around `scope`, once.
    gc fn napi_escape_handle(
        env,
        scope: napi_escapable_handle_scope,
        escapee: napi_value,
        result: *mut napi_value,
    ) {
        if scope.is_null() {
            return Err(Status::INVALID_ARG);
        }
        let escapee = NonNull::new(escapee).ok_or(Status::INVALID_ARG)?;
        let result = out(result)?;
        match env.escape(scope.addr(), escapee.cast()) {
            Some(Some(slot)) => result.slot(slot),
            Some(None) => Err(Status::ESCAPE_CALLED_TWICE),
            None => Err(Status::INVALID_ARG),
        }
    }
}

#[inline(always)]
fn close(env: &Env, missing: bool) -> Answer {
    if missing {
        return Err(Status::INVALID_ARG);
    }
    if env.close_scope() {
        Ok(())
    } else {
        Err(Status::HANDLE_SCOPE_MISMATCH)
    }
}
