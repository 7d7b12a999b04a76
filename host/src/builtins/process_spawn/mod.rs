//! Child processes: starting one, its end, and running one to its end.
//!
//! Descriptors are prepared by JavaScript (`socketPair`), which also keeps the
//! streams. Deliberately absent: shells, search rules and defaults of Node.

mod child;
mod run;

use std::rc::Rc;

use super::process::{number_array, strings_of};
use super::support::{Args, Return, constant, get, method, number_constant, runtime};
use crate::runtime::{JsCallback, call_into_js};
pub(crate) use child::{NOTHING, NULL_DEVICE, Order};

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "socketPair", socket_pair);
    method(scope, target, "closeFd", close_fd);
    method(scope, target, "spawn", spawn);
    method(scope, target, "onExit", on_exit);
    method(scope, target, "setRef", set_ref);
    method(scope, target, "run", run);
}

/// `socketPair()`: two connected descriptors, or a negative errno.
fn socket_pair(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let mut pair = [0; 2];
    let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC;
    // SAFETY: the array has the two places that the call fills.
    let result = unsafe { libc::socketpair(libc::AF_UNIX, kind, 0, pair.as_mut_ptr()) };
    if result != 0 {
        rv.set_int32(-super::process::last_errno());
        return;
    }
    let pair = number_array(scope, &pair.map(f64::from));
    rv.set(pair.into());
}

fn close_fd(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let fd = args.get(0).int32_value(scope).unwrap_or(-1);
    // SAFETY: JavaScript gives up its descriptor.
    unsafe { libc::close(fd) };
}

fn texts(list: Vec<String>) -> Vec<std::ffi::OsString> {
    list.into_iter().map(Into::into).collect()
}

/// Reads `{ file, args, env, cwd, stdio, detached, uid, gid }`.
fn order(scope: &mut v8::PinScope<'_, '_>, options: v8::Local<'_, v8::Object>) -> Order {
    let file = get(scope, options, "file").to_rust_string_lossy(scope);
    let args = get(scope, options, "args");
    let env = get(scope, options, "env");
    let cwd = get(scope, options, "cwd");
    let stdio = get(scope, options, "stdio");
    let id = |scope: &mut v8::PinScope<'_, '_>, name| {
        let value = get(scope, options, name);
        value
            .is_number()
            .then(|| value.uint32_value(scope))
            .flatten()
    };
    let mut fds = Vec::new();
    if let Ok(stdio) = v8::Local::<v8::Array>::try_from(stdio) {
        for index in 0..stdio.length() {
            let fd = stdio.get_index(scope, index);
            fds.push(fd.and_then(|fd| fd.int32_value(scope)).unwrap_or(-1));
        }
    }
    Order {
        file: file.into(),
        args: texts(strings_of(scope, args)),
        env: (!env.is_undefined()).then(|| texts(strings_of(scope, env))),
        cwd: cwd
            .is_string()
            .then(|| cwd.to_rust_string_lossy(scope).into()),
        stdio: fds,
        detached: get(scope, options, "detached").boolean_value(scope),
        uid: id(scope, "uid"),
        gid: id(scope, "gid"),
    }
}

/// `spawn(options)`: the process id, or a negative errno.
fn spawn(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(options) = args.get(0).to_object(scope) else {
        return;
    };
    let order = order(scope, options);
    match order.start() {
        Ok(pid) => rv.set_int32(pid),
        Err(error) => rv.set_int32(-error.raw_os_error().unwrap_or(libc::EINVAL)),
    }
}

/// `onExit(pid, callback(code, signal))`: a number for `setRef`, or a negative errno.
fn on_exit(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let pid = args.get(0).int32_value(scope).unwrap_or(0);
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(1)) else {
        return;
    };
    let callback = JsCallback::new(scope, callback);
    let runtime = runtime(scope);
    let weak = Rc::downgrade(&runtime);
    let watched = runtime.event_loop().watch_child(pid, move |_, status| {
        CHILDREN.with_borrow_mut(|children| children.remove(&pid));
        let Some(runtime) = weak.upgrade() else {
            return;
        };
        call_into_js(&runtime, |scope| {
            let code = v8::Integer::new(scope, status.code.unwrap_or(0)).into();
            let signal = v8::Integer::new(scope, status.signal.unwrap_or(0)).into();
            callback.call(scope, &[code, signal]);
        });
    });
    match watched {
        Ok(id) => {
            CHILDREN.with_borrow_mut(|children| children.insert(pid, id));
            rv.set_int32(0);
        }
        Err(error) => rv.set_int32(-error.raw_os_error().unwrap_or(libc::EINVAL)),
    }
}

std::thread_local! {
    /// The watched children of this thread's runtime, by process id.
    static CHILDREN: std::cell::RefCell<std::collections::HashMap<i32, napi_host_event_loop::ChildId>> =
        std::cell::RefCell::default();
}

/// `setRef(pid, keeps alive)`.
fn set_ref(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let pid = args.get(0).int32_value(scope).unwrap_or(0);
    let keeps_alive = args.get(1).boolean_value(scope);
    let id = CHILDREN.with_borrow(|children| children.get(&pid).copied());
    if let Some(id) = id {
        runtime(scope).event_loop().set_ref(id, keeps_alive);
    }
}

/// `run(options)` with `input` (bytes), `pipes` (which of stdio are pipes, by index),
/// `timeout` (ms), `maxBuffer`, `killSignal`: `{ pid, status, signal, output, error }`.
fn run(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(options) = args.get(0).to_object(scope) else {
        return;
    };
    let limits = run::Limits::of(scope, options);
    let order = order(scope, options);
    let outcome = run::to_end(order, limits);
    let result = v8::Object::new(scope);
    number_constant(scope, result, "pid", f64::from(outcome.pid));
    number_constant(scope, result, "error", f64::from(outcome.error));
    number_constant(scope, result, "code", f64::from(outcome.code));
    number_constant(scope, result, "signal", f64::from(outcome.signal));
    let mut output = Vec::new();
    for bytes in outcome.output {
        output.push(match bytes {
            Some(bytes) => {
                let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
                v8::ArrayBuffer::with_backing_store(scope, &store).into()
            }
            None => v8::null(scope).into(),
        });
    }
    let output = v8::Array::new_with_elements(scope, &output);
    constant(scope, result, "output", output.into());
    rv.set(result.into());
}
