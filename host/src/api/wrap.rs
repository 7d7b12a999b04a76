//! Native pointers tied to objects, finalizers, type tags.
//!
//! An instance of a class made here keeps the pointer in its internal field, read and
//! written in place; any other object keeps it under a private symbol. The key is per
//! isolate: one addon may unwrap what another has wrapped.

use std::ffi::c_void;
use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::{napi_ref, napi_type_tag, napi_value, node_api_basic_finalize};

use crate::boundary::{Answer, Status, entry_points, optional, out};
use crate::engine::frame::word;
use crate::engine::layout::{self, Root, Tagged};
use crate::engine::raw;
use crate::env::callback::{external_pointer, is_external};
use crate::env::finalizer::Finalizer;
use crate::env::reference::{Owner, Reference};
use crate::env::{Env, hidden, local};

entry_points! {
    /// Ties a native pointer to an object. A result reference requires a finalizer.
    js fn napi_wrap(
        env,
        js_object: napi_value,
        native_object: *mut c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_ref,
    ) {
        let object = wrappable(env, js_object)?;
        if wrapped(env, object).is_some() {
            return Err(Status::INVALID_ARG);
        }
        if !result.is_null() && finalize_cb.is_none() {
            return Err(Status::INVALID_ARG);
        }
        let owner = owner(result);
        let finalizer = Finalizer { callback: finalize_cb, data: native_object, hint: finalize_hint };
        let reference = env.new_reference(object.into(), 0, owner, finalizer);
        set_wrapped(env, object, reference)?;
        optional(result, reference.as_ptr().cast());
        Ok(())
    }

    /// The pointer tied to an object.
    js fn napi_unwrap(env, js_object: napi_value, result: *mut *mut c_void) {
        if js_object.is_null() {
            return Err(Status::INVALID_ARG);
        }
        let result = out(result)?;
        let object = wrappable(env, js_object)?;
        let reference = wrapped(env, object).ok_or(Status::INVALID_ARG)?;
        // SAFETY: what an object carries lives as long as the object.
        result.set(unsafe { reference.as_ref() }.data())
    }

    /// Unties the pointer; its finalizer will not run. The result is optional.
    js fn napi_remove_wrap(env, js_object: napi_value, result: *mut *mut c_void) {
        let object = wrappable(env, js_object)?;
        let reference = wrapped(env, object).ok_or(Status::INVALID_ARG)?;
        // SAFETY: what an object carries lives as long as the object.
        let wrap = unsafe { reference.as_ref() };
        optional(result, wrap.data());
        clear_wrapped(env, object);
        if wrap.owner() == Owner::Addon {
            wrap.forget_finalizer();
        } else {
            // SAFETY: it was tied to the object until now, and is used no more.
            unsafe { Reference::delete(reference) };
        }
        Ok(())
    }

    /// Calls back after an object was collected.
    gc fn napi_add_finalizer(
        env,
        js_object: napi_value,
        finalize_data: *mut c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_ref,
    ) {
        let value = env.value(js_object)?;
        if finalize_cb.is_none() || !value.is_object() {
            return Err(Status::INVALID_ARG);
        }
        let finalizer = Finalizer { callback: finalize_cb, data: finalize_data, hint: finalize_hint };
        let reference = env.new_reference(value, 0, owner(result), finalizer);
        optional(result, reference.as_ptr().cast());
        Ok(())
    }

    /// Marks an object with a 128-bit tag, once.
    js fn napi_type_tag_object(env, value: napi_value, type_tag: *const napi_type_tag) {
        if value.is_null() {
            return Err(Status::INVALID_ARG);
        }
        let object = taggable(env, value)?;
        let tag = tag_words(type_tag)?;
        let done = env.catching(|| env.with_scope(|scope| {
            let key = v8::Local::new(scope, &env.engine.type_tag_key);
            if !hidden::get(scope, object, key)?.is_undefined() {
                return Some(false);
            }
            let tag = v8::BigInt::new_from_words(scope, false, &tag)?;
            hidden::set(scope, object, key, tag.into())
        }));
        match done {
            Some(true) => Ok(()),
            Some(false) => Err(Status::INVALID_ARG),
            None => Err(env.thrown_or(sys::napi_generic_failure)),
        }
    }

    /// Whether an object carries a tag.
    js fn napi_check_object_type_tag(
        env, value: napi_value, type_tag: *const napi_type_tag, result: *mut bool,
    ) {
        if value.is_null() {
            return Err(Status::INVALID_ARG);
        }
        let object = taggable(env, value)?;
        let tag = tag_words(type_tag)?;
        let result = out(result)?;
        let same = env.catching(|| env.with_scope(|scope| {
            let key = v8::Local::new(scope, &env.engine.type_tag_key);
            let held = hidden::get(scope, object, key)?;
            let Ok(held) = v8::Local::<v8::BigInt>::try_from(held) else {
                return Some(false);
            };
            let mut words = [0; 2];
            let (negative, used) = held.to_words_array(&mut words);
            let used: [u64; 2] = [
                used.first().copied().unwrap_or(0),
                used.get(1).copied().unwrap_or(0),
            ];
            Some(!negative && used == tag)
        }));
        result.set(same.ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?)
    }
}

/// An object to wrap: anything else is `napi_invalid_arg`, as Node answers.
#[inline(always)]
fn wrappable(env: &Env, value: napi_value) -> Result<v8::Local<'_, v8::Object>, Status> {
    env.object(value).map_err(|_| Status::INVALID_ARG)
}

/// An object to tag: converted with ToObject, whose TypeError for null and undefined
/// stays pending, as in Node.
fn taggable(env: &Env, value: napi_value) -> Result<v8::Local<'_, v8::Object>, Status> {
    let value = env.value(value)?;
    // SAFETY: live handles.
    let object = env.catching(|| unsafe { raw::v8__Value__ToObject(&*value, env.raw_context()) });
    let object = NonNull::new(object.cast_mut());
    let object = object.ok_or_else(|| env.thrown_or(sys::napi_object_expected))?;
    // SAFETY: ToObject answers an object.
    Ok(unsafe { v8::Local::cast_unchecked(local(object)) })
}

/// Who frees the reference of a finalizer: the addon if it asked for the handle.
fn owner(result: *mut napi_ref) -> Owner {
    if result.is_null() {
        Owner::Runtime
    } else {
        Owner::Addon
    }
}

fn tag_words(tag: *const napi_type_tag) -> Result<[u64; 2], Status> {
    // SAFETY: NULL or the addon's tag.
    let tag = unsafe { tag.as_ref() }.ok_or(Status::INVALID_ARG)?;
    Ok([tag.lower, tag.upper])
}

/// The word of an object made by a class of ours.
#[inline(always)]
fn class_instance(env: &Env, object: v8::Local<'_, v8::Object>) -> Option<Tagged> {
    let word = word(&object);
    // SAFETY: an object is a heap object.
    (unsafe { layout::instance_type(word) } == env.engine.api_object_type).then_some(word)
}

/// What is tied to an object.
#[inline(always)]
fn wrapped(env: &Env, object: v8::Local<'_, v8::Object>) -> Option<NonNull<Reference>> {
    let Some(word) = class_instance(env, object) else {
        return wrapped_by_key(env, object);
    };
    // SAFETY: instances of our classes have an internal field.
    let field = unsafe { layout::first_internal_field(word) };
    // An empty field holds `undefined`, a tagged pointer; ours are even.
    if layout::is_smi(field) {
        NonNull::new(field as *mut Reference)
    } else {
        None
    }
}

fn wrapped_by_key(env: &Env, object: v8::Local<'_, v8::Object>) -> Option<NonNull<Reference>> {
    let held = env.with_scope(|scope| {
        let key = v8::Local::new(scope, &env.engine.wrap_key);
        let held = hidden::get(scope, object, key)?;
        Some(local(NonNull::from(&*held)))
    })?;
    if !is_external(held) {
        return None;
    }
    // SAFETY: just checked; the key is ours alone.
    NonNull::new(unsafe { external_pointer(&*held) }.cast())
}

fn set_wrapped(
    env: &Env,
    object: v8::Local<'_, v8::Object>,
    reference: NonNull<Reference>,
) -> Answer {
    if let Some(word) = class_instance(env, object) {
        // SAFETY: instances of our classes have an internal field; an even word looks
        // like a small integer to the collector.
        unsafe { layout::set_first_internal_field(word, reference.as_ptr().addr()) };
        return Ok(());
    }
    // SAFETY: the isolate is entered and a handle scope is open.
    let external =
        unsafe { raw::v8__External__New(env.isolate().as_ptr(), reference.as_ptr().cast()) };
    let external = NonNull::new(external.cast_mut()).ok_or(Status::GENERIC_FAILURE)?;
    let done = env.with_scope(|scope| {
        let key = v8::Local::new(scope, &env.engine.wrap_key);
        hidden::set(scope, object, key, local(external))
    });
    done.filter(|done| *done)
        .map(|_| ())
        .ok_or(Status::GENERIC_FAILURE)
}

fn clear_wrapped(env: &Env, object: v8::Local<'_, v8::Object>) {
    if let Some(word) = class_instance(env, object) {
        // SAFETY: a root's slot is always readable.
        let undefined = unsafe { env.root(Root::Undefined).read() };
        // SAFETY: as in `set_wrapped`; `undefined` never moves and needs no barrier.
        unsafe { layout::set_first_internal_field(word, undefined) };
        return;
    }
    env.with_scope(|scope| {
        let key = v8::Local::new(scope, &env.engine.wrap_key);
        hidden::remove(scope, object, key);
    });
}
