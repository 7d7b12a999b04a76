//! Functions, calls, callback arguments. Classes are in `class`.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};

use napi_host_sys as sys;
use sys::{napi_callback, napi_callback_info, napi_value};

use crate::boundary::{Answer, Status, entry_points, length, optional, out};
use crate::engine::layout::Root;
use crate::engine::raw;
use crate::env::callback::CallInfo;
use crate::env::text::{self, NewString};
use crate::env::{Env, local};

entry_points! {
    /// A function that calls back into the addon.
    js fn napi_create_function(
        env,
        utf8name: *const c_char,
        length: usize,
        cb: napi_callback,
        data: *mut c_void,
        result: *mut napi_value,
    ) {
        let result = out(result)?;
        let callback = cb.ok_or(Status::INVALID_ARG)?;
        let function = env.catching(|| env.new_function(callback, data));
        let function = function.ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?;
        if let Some(name) = name(env, utf8name, length)? {
            // SAFETY: live handles.
            unsafe { raw::v8__Function__SetName(&*function, &*name) };
        }
        result.value(function)
    }

    /// Calls a function. Opens no callback scope and drains nothing.
    js fn napi_call_function(
        env,
        recv: napi_value,
        func: napi_value,
        argc: usize,
        argv: *const napi_value,
        result: *mut napi_value,
    ) {
        let receiver: *const v8::Value = &*env.value(recv)?;
        let argc = arguments(argc, argv)?;
        let function = env.function(func, Status::INVALID_ARG)?;
        // SAFETY: live handles; an `napi_value` is the address of its slot.
        let value = env.catching(|| unsafe {
            raw::v8__Function__Call(
                &*function,
                env.raw_context(),
                receiver,
                argc,
                argv.cast(),
            )
        });
        let value = NonNull::new(value.cast_mut());
        let value = value.ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?;
        optional(result, value.as_ptr().cast());
        Ok(())
    }

    /// `new constructor(...argv)`.
    js fn napi_new_instance(
        env,
        constructor: napi_value,
        argc: usize,
        argv: *const napi_value,
        result: *mut napi_value,
    ) {
        if constructor.is_null() {
            return Err(Status::INVALID_ARG);
        }
        let argc = arguments(argc, argv)?;
        let result = out(result)?;
        let constructor = env.function(constructor, Status::INVALID_ARG)?;
        // SAFETY: live handles.
        let object = env.catching(|| unsafe {
            raw::v8__Function__NewInstance(&*constructor, env.raw_context(), argc, argv.cast())
        });
        let object = NonNull::new(object.cast_mut());
        result.slot(object.ok_or_else(|| env.thrown_or(sys::napi_pending_exception))?)
    }

    /// `object instanceof constructor`.
    js fn napi_instanceof(
        env, object: napi_value, constructor: napi_value, result: *mut bool,
    ) {
        let object = env.value(object)?;
        let result = out(result)?;
        result.write(false);
        let class = env.to_object(constructor)?;
        if !class.is_function() {
            env.throw_coded(
                v8::Exception::type_error,
                "ERR_NAPI_CONS_FUNCTION",
                "Constructor must be a function",
            );
            return Err(Status::FUNCTION_EXPECTED);
        }
        let answer = env.catching(|| {
            env.with_scope(|scope| object.instance_of(scope, class))
        });
        result.set(answer.ok_or_else(|| env.thrown_as(sys::napi_generic_failure))?)
    }

    /// Arguments, receiver and data of the running callback. Missing arguments are
    /// padded with undefined; `argc` becomes the number that was passed.
    basic fn napi_get_cb_info(
        env,
        cbinfo: napi_callback_info,
        argc: *mut usize,
        argv: *mut napi_value,
        this_arg: *mut napi_value,
        data: *mut *mut c_void,
    ) {
        let info = call_info(cbinfo)?;
        let frame = info.frame;
        if !argv.is_null() {
            let count = NonNull::new(argc).ok_or(Status::INVALID_ARG)?;
            // SAFETY: the addon's pointer to the capacity of `argv`.
            let capacity = unsafe { count.read() };
            let given = frame.length().min(capacity);
            // SAFETY: the addon's vector has room for that many, initialised or not.
            let argv = unsafe {
                std::slice::from_raw_parts_mut(argv.cast::<MaybeUninit<napi_value>>(), capacity)
            };
            let (arguments, missing) = argv.split_at_mut(given);
            for (index, argument) in arguments.iter_mut().enumerate() {
                argument.write(frame.argument(index).as_ptr().cast());
            }
            let undefined = env.root(Root::Undefined).as_ptr().cast();
            for argument in missing {
                argument.write(undefined);
            }
        }
        optional(argc, frame.length());
        optional(this_arg, frame.receiver().as_ptr().cast());
        optional(data, info.data);
        Ok(())
    }

    /// `new.target` of the running callback; NULL when it was not called with `new`.
    gc fn napi_get_new_target(env, cbinfo: napi_callback_info, result: *mut napi_value) {
        let _ = env;
        let info = call_info(cbinfo)?;
        let target = info.frame.new_target();
        out(result)?.set(target.map_or(ptr::null_mut(), |slot| slot.as_ptr().cast()))
    }
}

/// What a `napi_callback_info` points at.
#[inline(always)]
fn call_info<'a>(info: napi_callback_info) -> Result<&'a CallInfo, Status> {
    // SAFETY: by the ABI an info is only used during its callback, where it points at
    // the trampoline's `CallInfo`.
    unsafe { info.cast::<CallInfo>().as_ref() }.ok_or(Status::INVALID_ARG)
}

/// Checks an argument vector; answers its length as V8 takes it.
#[inline(always)]
fn arguments(argc: usize, argv: *const napi_value) -> Result<i32, Status> {
    if argc > 0 && argv.is_null() {
        return Err(Status::INVALID_ARG);
    }
    i32::try_from(argc).map_err(|_| Status::INVALID_ARG)
}

/// An optional name for a function or class; NULL means none.
pub(super) fn name<'e>(
    env: &'e Env,
    text: *const c_char,
    units: usize,
) -> Result<Option<v8::Local<'e, v8::String>>, Status> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: the addon's contract for strings.
    let units = unsafe { length(text, units) }?;
    // SAFETY: readable for its length.
    let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), units) };
    let string = text::slot(text::from_utf8(env, bytes, NewString::Internalized));
    let string = local(string.ok_or(Status::GENERIC_FAILURE)?);
    // SAFETY: V8 made a string.
    Ok(Some(unsafe { v8::Local::cast_unchecked(string) }))
}

impl Env {
    /// Makes an error with a code the pending exception.
    pub(crate) fn throw_coded(
        &self,
        make: for<'s> fn(
            &v8::PinScope<'s, '_>,
            v8::Local<'_, v8::String>,
        ) -> v8::Local<'s, v8::Value>,
        code: &str,
        message: &str,
    ) {
        let error = self.with_scope(|scope| {
            let message = crate::builtins::support::string(scope, message);
            let error = make(scope, message);
            if let Some(object) = error.to_object(scope) {
                let code = crate::builtins::support::string(scope, code);
                crate::builtins::support::constant(scope, object, "code", code.into());
            }
            local(NonNull::from(&*error))
        });
        self.set_pending(error);
    }
}

/// The answer of a function that sets something: false is a failure.
#[inline(always)]
pub(super) fn did(env: &Env, answer: Option<bool>) -> Answer {
    match answer {
        Some(true) => Ok(()),
        Some(false) => Err(Status::GENERIC_FAILURE),
        None => Err(env.thrown_or(sys::napi_generic_failure)),
    }
}
