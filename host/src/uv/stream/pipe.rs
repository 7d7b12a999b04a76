//! Pipes: sockets with names in the file system or without, and pipes of the system.

use std::cell::Cell;
use std::ffi::{CString, c_char, c_int, c_uint};
use std::rc::Rc;

use super::super::abi::{Live, Loop, kind};
use super::super::descriptor::{self, guess, set_nonblocking};
use super::super::io;
use super::super::os::text;
use super::super::socket::{self, Address, NameCall};
use super::connect;
use super::{Connect, ConnectCallback, ConnectionCallback, Pipe, State, Stream};
use super::{functions, init, last_error};

/// `UV_PIPE_NO_TRUNCATE`.
const WHOLE_NAME: c_uint = 1;

/// Bytes of a name.
const NAME_SIZE: usize = 108;

/// The caller's name, checked.
fn read_name(name: *const c_char, size: usize, flags: c_uint) -> Result<Vec<u8>, c_int> {
    if flags & !WHOLE_NAME != 0 || name.is_null() {
        return Err(-libc::EINVAL);
    }
    if size == 0 {
        return Ok(Vec::new());
    }
    // SAFETY: by libuv's contract so many bytes.
    let name = unsafe { std::slice::from_raw_parts(name.cast::<u8>(), size) };
    // A name in the file system has an end, an abstract one (it begins with a zero) has none.
    let most = if name[0] == 0 {
        NAME_SIZE
    } else {
        NAME_SIZE - 1
    };
    if flags & WHOLE_NAME != 0 && size > most {
        return Err(-libc::EINVAL);
    }
    Ok(name[..size.min(most)].to_vec())
}

fn bind(state: &State, name: &[u8]) -> c_int {
    if state.fd.get() >= 0 || state.closed.get() {
        return -libc::EINVAL;
    }
    let fd = match socket::make(libc::AF_UNIX, libc::SOCK_STREAM) {
        Ok(fd) => fd,
        Err(status) => return status,
    };
    let address = Address::local(name);
    // SAFETY: an address with its size.
    if unsafe { libc::bind(fd, address.as_ptr(), address.size()) } != 0 {
        let status = last_error();
        descriptor::close(fd);
        // As on other systems: a missing folder is no permission.
        return if status == -libc::ENOENT {
            -libc::EACCES
        } else {
            status
        };
    }
    state.bound.set(true);
    if name.first().is_some_and(|first| *first != 0) {
        state.name.replace(CString::new(name).ok());
    }
    state.open(fd, false, false)
}

pub(super) fn listen(state: &Rc<State>, backlog: c_int, callback: ConnectionCallback) -> c_int {
    let passes = state.stream.cast::<Pipe>().ipc.get() != 0;
    if state.fd.get() < 0 || passes {
        return -libc::EINVAL;
    }
    connect::listen(state, backlog, callback)
}

/// Connects; an error is for the callback.
fn try_connect(state: &Rc<State>, name: &[u8]) -> c_int {
    let is_new = state.fd.get() < 0;
    let fd = if is_new {
        match socket::make(libc::AF_UNIX, libc::SOCK_STREAM) {
            Ok(fd) => fd,
            Err(status) => return status,
        }
    } else {
        state.fd.get()
    };
    let status = socket::connect(fd, &Address::local(name));
    if status != 0 && status != -libc::EINPROGRESS {
        if is_new {
            descriptor::close(fd);
        }
        return status;
    }
    match state.open(fd, is_new, is_new) {
        0 => io::want_write(state, true),
        status => status,
    }
}

fn connect(
    request: Live<Connect>,
    pipe: Live<Stream>,
    name: Result<Vec<u8>, c_int>,
    callback: Option<ConnectCallback>,
) {
    let Some(state) = pipe.state() else {
        return;
    };
    let status = name.map_or_else(|status| status, |name| try_connect(&state, &name));
    state.delayed_error.set(status);
    connect::begin(&state, request, callback);
}

/// The name of one side, into the caller's buffer.
fn name(pipe: Live<Stream>, target: *mut c_char, size: Live<Cell<usize>>, call: NameCall) -> c_int {
    let fd = pipe.fd();
    if fd < 0 {
        return -libc::EBADF;
    }
    // SAFETY: a descriptor, and room for an address.
    let found = match Address::filled(|place, size| unsafe { call(fd, place, size) }) {
        Ok(found) => found,
        Err(status) => {
            size.set(0);
            return status;
        }
    };
    let bytes = found.bytes().get(2..).unwrap_or_default();
    let is_abstract = bytes.first() == Some(&0);
    let end = bytes
        .iter()
        .position(|byte| *byte == 0)
        .filter(|_| !is_abstract);
    let bytes = &bytes[..end.unwrap_or(bytes.len())];
    if bytes.len() + usize::from(!is_abstract) > size.get() {
        size.set(bytes.len() + usize::from(!is_abstract));
        return -libc::ENOBUFS;
    }
    // SAFETY: by libuv's contract so much room.
    unsafe { target.copy_from_nonoverlapping(bytes.as_ptr().cast(), bytes.len()) };
    if !is_abstract {
        // SAFETY: as above.
        let end = unsafe { target.add(bytes.len()) };
        // SAFETY: as above.
        unsafe { end.write(0) };
    }
    size.set(bytes.len());
    0
}

/// Opens the pipe's descriptor as its own mode says.
fn open(pipe: Live<Stream>, fd: c_int) -> c_int {
    let Some(state) = pipe.state() else {
        return -libc::EINVAL;
    };
    if pipe.base.owner.get().event_loop().is_watched(fd) {
        return -libc::EEXIST;
    }
    // SAFETY: plain numbers.
    let mode = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    if mode < 0 {
        return last_error();
    }
    let status = set_nonblocking(fd, true);
    if status != 0 {
        return status;
    }
    let mode = mode & libc::O_ACCMODE;
    state.open(fd, mode != libc::O_WRONLY, mode != libc::O_RDONLY)
}

/// Lets others read from a bound pipe (1), write to it (2), or both.
fn change_mode(state: &State, flags: c_int) -> c_int {
    if state.fd.get() < 0 {
        return -libc::EBADF;
    }
    if !(1..=3).contains(&flags) {
        return -libc::EINVAL;
    }
    let name = state.name.borrow();
    let Some(name) = name.as_ref() else {
        return -libc::EINVAL;
    };
    let read = if flags & 1 != 0 { 0o444 } else { 0 };
    let write = if flags & 2 != 0 { 0o222 } else { 0 };
    // SAFETY: a text with an end.
    match unsafe { libc::chmod(name.as_ptr(), read | write) } {
        0 => 0,
        _ => last_error(),
    }
}

/// How many descriptors wait to be accepted on a pipe that passes handles.
fn waiting(pipe: Live<Pipe>) -> usize {
    let state = pipe
        .cast::<Stream>()
        .state()
        .filter(|_| pipe.ipc.get() != 0);
    state.map_or(0, |state| state.accepted.borrow().len())
}

functions! {
    /// Makes a pipe handle, which has no descriptor yet.
    fn uv_pipe_init(owner: Live<Loop>, pipe: Live<Pipe>, ipc: c_int) -> c_int {
        init(owner, pipe.cast(), kind::PIPE);
        pipe.ipc.set(ipc);
        pipe.reserved.set(0);
        0
    }

    /// Uses a descriptor that exists.
    fn uv_pipe_open(pipe: Live<Stream>, fd: c_int) -> c_int {
        open(pipe, fd)
    }

    /// Gives the pipe a name; too long a one is cut.
    fn uv_pipe_bind(pipe: Live<Stream>, name: *const c_char) -> c_int {
        let size = if name.is_null() { 0 } else { text(name).count_bytes() };
        // SAFETY: as of that function.
        unsafe { uv_pipe_bind2(pipe, name, size, 0) }
    }

    /// Gives the pipe a name of the file system or (it begins with a zero) an abstract one, which the
    /// system chooses when the name is empty.
    fn uv_pipe_bind2(pipe: Live<Stream>, name: *const c_char, size: usize, flags: c_uint) -> c_int {
        match (pipe.state(), read_name(name, size, flags)) {
            (Some(state), Ok(name)) => bind(&state, &name),
            _ => -libc::EINVAL,
        }
    }

    /// Connects to a name; any error comes to the callback.
    fn uv_pipe_connect(
        request: Live<Connect>,
        pipe: Live<Stream>,
        name: *const c_char,
        callback: Option<ConnectCallback>,
    ) {
        let size = if name.is_null() { 0 } else { text(name).count_bytes() };
        connect(request, pipe, read_name(name, size, 0), callback);
    }

    /// Connects to a name; an impossible name is an error at once.
    fn uv_pipe_connect2(
        request: Live<Connect>,
        pipe: Live<Stream>,
        name: *const c_char,
        size: usize,
        flags: c_uint,
        callback: Option<ConnectCallback>,
    ) -> c_int {
        match read_name(name, size, flags) {
            Ok(name) if name.is_empty() => -libc::EINVAL,
            Ok(name) => {
                connect(request, pipe, Ok(name), callback);
                0
            }
            Err(status) => status,
        }
    }

    /// The name of this side.
    fn uv_pipe_getsockname(
        pipe: Live<Stream>,
        target: *mut c_char,
        size: Live<Cell<usize>>,
    ) -> c_int {
        name(pipe, target, size, libc::getsockname)
    }

    /// The name of the other side.
    fn uv_pipe_getpeername(
        pipe: Live<Stream>,
        target: *mut c_char,
        size: Live<Cell<usize>>,
    ) -> c_int {
        name(pipe, target, size, libc::getpeername)
    }

    /// Nothing to set on this system.
    fn uv_pipe_pending_instances(_pipe: Live<Pipe>, _count: c_int) {}

    /// How many received handles wait for `uv_accept`.
    fn uv_pipe_pending_count(pipe: Live<Pipe>) -> c_int {
        c_int::try_from(waiting(pipe)).unwrap_or(c_int::MAX)
    }

    /// The `uv_handle_type` of the next one.
    fn uv_pipe_pending_type(pipe: Live<Pipe>) -> u32 {
        if waiting(pipe) == 0 {
            return kind::UNKNOWN;
        }
        let state = pipe.cast::<Stream>().state();
        let next = state.and_then(|state| state.accepted.borrow().front().copied());
        next.map_or(kind::UNKNOWN, guess)
    }

    /// Who may use a bound pipe.
    fn uv_pipe_chmod(pipe: Live<Stream>, flags: c_int) -> c_int {
        pipe.state().map_or(-libc::EBADF, |state| change_mode(&state, flags))
    }
}
