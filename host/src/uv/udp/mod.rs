//! UDP sockets: making, binding and connecting them.
//!
//! # Invariants
//! As of streams: [`Udp::state`] points to a [`State`] from the `init` function until the handle is
//! closed, and the handle is touched after a callback only if the state is not closed.
//!
//! Absent: `recvmmsg`. A handle that asks for it gets one datagram at a time, which libuv does where
//! the system has no such call; `uv_udp_using_recvmmsg` says so.

pub(crate) mod options;
mod receive;
mod send;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::{c_int, c_uint};
use std::mem::offset_of;
use std::rc::Rc;

use napi_host_event_loop::{EventLoop, Readiness};

use super::abi::{Handle, Live, Loop, Request, kind};
use super::descriptor::{self, set_nonblocking, set_option};
use super::io::{self, Io, Watched};
use super::socket::{self, Address, NameCall};
use super::stream::AllocCallback;
use super::{functions, last_error};

/// `UV_UDP_IPV6ONLY`.
pub(crate) const V6_ONLY: c_uint = 1;
/// `UV_UDP_REUSEADDR`.
pub(crate) const REUSE_ADDRESS: c_uint = 4;
/// `UV_UDP_LINUX_RECVERR`.
const RECEIVE_ERRORS: c_uint = 32;
/// `UV_UDP_REUSEPORT`.
pub(crate) const REUSE_PORT: c_uint = 64;
/// `UV_UDP_RECVMMSG`.
const RECEIVE_MANY: c_uint = 256;

/// `uv_udp_t`.
#[repr(C)]
pub(crate) struct Udp {
    base: Handle,
    send_queue_size: Cell<usize>,
    send_queue_count: Cell<usize>,
    alloc: Cell<Option<AllocCallback>>,
    receive: Cell<Option<receive::ReceiveCallback>>,
    /// From `Rc::into_raw`; null once closed.
    state: Cell<*const State>,
    reserved: [Cell<usize>; 5],
    /// As in the state: some addons read it here.
    fd: Cell<c_int>,
    reserved_too: [Cell<usize>; 4],
}

/// `uv_udp_send_t`.
#[repr(C)]
pub(crate) struct Send {
    base: Request,
    udp: Cell<*mut Udp>,
    callback: Cell<Option<send::SendCallback>>,
    reserved: [Cell<usize>; 30],
}

const _: () = {
    assert!(size_of::<Udp>() == 216 && offset_of!(Udp, fd) == 176);
    assert!(offset_of!(Udp, send_queue_size) == 96 && offset_of!(Udp, receive) == 120);
    assert!(size_of::<Send>() == 320 && offset_of!(Send, callback) == 72);
};

/// What this host knows of a UDP handle.
struct State {
    udp: Live<Udp>,
    io: Io,
    fd: Cell<c_int>,
    bound: Cell<bool>,
    connected: Cell<bool>,
    /// Errors of earlier datagrams are told.
    receives_errors: Cell<bool>,
    receiving: Cell<bool>,
    /// Callbacks of sends are running: what they send waits for the next turn.
    calling: Cell<bool>,
    sending: RefCell<VecDeque<send::Order>>,
    sent: RefCell<VecDeque<send::Order>>,
    closed: Cell<bool>,
}

impl Watched for State {
    fn io(&self) -> &Io {
        &self.io
    }

    fn fd(&self) -> c_int {
        self.fd.get()
    }

    fn event_loop(&self) -> Rc<EventLoop> {
        self.udp.base.owner.get().event_loop()
    }

    fn ready(self: &Rc<Self>, readiness: Readiness) {
        if readiness.readable {
            receive::receive(self);
        }
        if readiness.error && self.receives_errors.get() && !self.closed.get() {
            receive::errors(self);
        }
        if readiness.writable && !self.closed.get() {
            send::send(self);
            send::call_back(self);
        }
    }
}

impl State {
    /// Runs a callback of the addon.
    fn call(&self, callback: impl FnOnce()) {
        self.udp.base.owner.get().call(callback);
    }

    /// Takes a descriptor over.
    fn adopt(&self, fd: c_int) {
        self.fd.set(fd);
        self.udp.fd.set(fd);
    }

    /// Active while it receives or has something to send.
    fn update_activity(&self) {
        let wanted = self.receiving.get()
            || !self.sending.borrow().is_empty()
            || !self.sent.borrow().is_empty();
        match (wanted, self.udp.base.is_active()) {
            (true, false) => self.udp.base.activate("udp"),
            (false, true) => self.udp.base.deactivate(),
            _ => {}
        }
    }

    /// A bound socket, on any address if there is none yet.
    fn ensure_bound(&self, family: c_int, flags: c_uint) -> c_int {
        if self.fd.get() != -1 {
            return 0;
        }
        bind(self, &Address::unspecified(family), flags)
    }
}

impl Live<Udp> {
    fn state(self) -> Option<Rc<State>> {
        let state = self.state.get();
        if state.is_null() {
            return None;
        }
        // SAFETY: by the module's invariant; the handle keeps its own count.
        unsafe { Rc::increment_strong_count(state) };
        // SAFETY: as above, with the count just made.
        Some(unsafe { Rc::from_raw(state) })
    }

    /// The same of a handle that is not closing.
    fn open_state(self) -> Option<Rc<State>> {
        self.state().filter(|state| !state.closed.get())
    }

    pub(super) fn fd(self) -> c_int {
        self.fd.get()
    }
}

fn init(owner: Live<Loop>, udp: Live<Udp>) -> Rc<State> {
    let state = Rc::new(State {
        udp,
        io: Io::default(),
        fd: Cell::new(-1),
        bound: Cell::new(false),
        connected: Cell::new(false),
        receives_errors: Cell::new(false),
        receiving: Cell::new(false),
        calling: Cell::new(false),
        sending: RefCell::default(),
        sent: RefCell::default(),
        closed: Cell::new(false),
    });
    udp.write(Udp {
        base: Handle::new(udp.cast(), owner, kind::UDP),
        send_queue_size: Cell::new(0),
        send_queue_count: Cell::new(0),
        alloc: Cell::new(None),
        receive: Cell::new(None),
        state: Cell::new(Rc::into_raw(Rc::clone(&state))),
        reserved: Default::default(),
        fd: Cell::new(-1),
        reserved_too: Default::default(),
    });
    state
}

/// `uv_close`, at once: nothing is reported any more.
pub(super) fn close(udp: Live<Udp>) {
    let Some(state) = udp.state() else {
        return;
    };
    io::end(&*state);
    state.closed.set(true);
    state.receiving.set(false);
    udp.base.deactivate();
    let fd = state.fd.get();
    state.adopt(-1);
    descriptor::close(fd);
}

/// In the closing phase: sends that did not end are cancelled.
pub(super) fn closed(udp: Live<Udp>) {
    let Some(state) = udp.state() else {
        return;
    };
    send::cancel(&state);
    send::call_back(&state);
    udp.alloc.set(None);
    udp.receive.set(None);
    let own = udp.state.replace(std::ptr::null());
    // SAFETY: by the module's invariant, and taken out just now.
    drop(unsafe { Rc::from_raw(own) });
}

/// Sets what `flags` of `uv_udp_bind` ask for on a socket of that family.
pub(crate) fn set_options(fd: c_int, family: c_int, flags: c_uint) -> c_int {
    let is_v6 = family == libc::AF_INET6;
    let mut options = Vec::new();
    if flags & RECEIVE_ERRORS != 0 {
        options.push(if is_v6 {
            (libc::IPPROTO_IPV6, libc::IPV6_RECVERR)
        } else {
            (libc::IPPROTO_IP, libc::IP_RECVERR)
        });
    }
    if flags & REUSE_ADDRESS != 0 {
        options.push((libc::SOL_SOCKET, libc::SO_REUSEADDR));
    }
    if flags & REUSE_PORT != 0 {
        options.push((libc::SOL_SOCKET, libc::SO_REUSEPORT));
    }
    if flags & V6_ONLY != 0 {
        options.push((libc::IPPROTO_IPV6, libc::IPV6_V6ONLY));
    }
    let set = |(level, option)| set_option(fd, level, option, 1);
    options
        .into_iter()
        .map(set)
        .find(|status| *status != 0)
        .unwrap_or(0)
}

fn bind(state: &State, address: &Address, flags: c_uint) -> c_int {
    let known = V6_ONLY | REUSE_ADDRESS | REUSE_PORT | RECEIVE_ERRORS | RECEIVE_MANY;
    let only_v6 = flags & V6_ONLY != 0 && address.family() != libc::AF_INET6;
    if flags & !known != 0 || only_v6 {
        return -libc::EINVAL;
    }
    if state.fd.get() == -1 {
        match socket::make(address.family(), libc::SOCK_DGRAM) {
            Ok(fd) => state.adopt(fd),
            Err(status) => return status,
        }
    }
    let fd = state.fd.get();
    let status = set_options(fd, address.family(), flags);
    if status != 0 {
        return status;
    }
    state.receives_errors.set(flags & RECEIVE_ERRORS != 0);
    // SAFETY: an address with its size.
    if unsafe { libc::bind(fd, address.as_ptr(), address.size()) } != 0 {
        let status = last_error();
        return if status == -libc::EAFNOSUPPORT {
            -libc::EINVAL
        } else {
            status
        };
    }
    state.bound.set(true);
    0
}

/// Uses a socket that exists.
pub(super) fn open(udp: Live<Udp>, fd: c_int, flags: c_uint) -> c_int {
    let Some(state) = udp.state() else {
        return -libc::EINVAL;
    };
    if flags & !(REUSE_ADDRESS | REUSE_PORT) != 0 {
        return -libc::EINVAL;
    }
    if state.fd.get() != -1 {
        return -libc::EBUSY;
    }
    if udp.base.owner.get().event_loop().is_watched(fd) {
        return -libc::EEXIST;
    }
    let mut status = set_nonblocking(fd, true);
    if status == 0 {
        status = set_options(fd, libc::AF_INET, flags);
    }
    if status != 0 {
        return status;
    }
    state.adopt(fd);
    let peer = Address::filled(|place, size| {
        // SAFETY: a descriptor, and room for an address.
        unsafe { libc::getpeername(fd, place, size) }
    });
    state.connected.set(peer.is_ok());
    0
}

fn connect(state: &State, address: &Address) -> c_int {
    let status = state.ensure_bound(address.family(), 0);
    if status != 0 {
        return status;
    }
    let status = socket::connect(state.fd.get(), address);
    state.connected.set(status == 0);
    status
}

fn disconnect(state: &State) -> c_int {
    let nowhere = Address::unspecified(libc::AF_UNSPEC);
    let status = socket::connect(state.fd.get(), &nowhere);
    if status == 0 || status == -libc::EAFNOSUPPORT {
        state.connected.set(false);
        return 0;
    }
    status
}

fn name(udp: Live<Udp>, target: *mut u8, size: Live<Cell<c_int>>, call: NameCall) -> c_int {
    socket::put_name(udp.fd(), target, size, call)
}

functions! {
    /// Makes a UDP handle, which has no socket yet.
    fn uv_udp_init(owner: Live<Loop>, udp: Live<Udp>) -> c_int {
        init(owner, udp);
        0
    }

    /// Makes a UDP handle with a socket of the family that `flags` names, if any.
    fn uv_udp_init_ex(owner: Live<Loop>, udp: Live<Udp>, flags: c_uint) -> c_int {
        let family = c_int::try_from(flags & 0xff).unwrap_or(0);
        let known = [libc::AF_UNSPEC, libc::AF_INET, libc::AF_INET6];
        if !known.contains(&family) || flags & !0xff & !RECEIVE_MANY != 0 {
            return -libc::EINVAL;
        }
        let fd = match family {
            libc::AF_UNSPEC => -1,
            _ => match socket::make(family, libc::SOCK_DGRAM) {
                Ok(fd) => fd,
                Err(status) => return status,
            },
        };
        init(owner, udp).adopt(fd);
        0
    }

    /// Always 0: see the module's description.
    fn uv_udp_using_recvmmsg(_udp: Live<Udp>) -> c_int {
        0
    }

    /// Uses a socket that exists.
    fn uv_udp_open(udp: Live<Udp>, fd: c_int) -> c_int {
        open(udp, fd, 0)
    }

    /// The same, sharing its address or port with others as `flags` say.
    fn uv_udp_open_ex(udp: Live<Udp>, fd: c_int, flags: c_uint) -> c_int {
        open(udp, fd, flags)
    }

    /// Gives the socket an address of this machine.
    fn uv_udp_bind(udp: Live<Udp>, address: *const libc::sockaddr, flags: c_uint) -> c_int {
        match (udp.open_state(), Address::any(address)) {
            (Some(state), Some(address)) => bind(&state, &address, flags),
            _ => -libc::EINVAL,
        }
    }

    /// Sends to that address only and receives from it only; NULL ends that.
    fn uv_udp_connect(udp: Live<Udp>, address: *const libc::sockaddr) -> c_int {
        let Some(state) = udp.open_state() else {
            return -libc::EINVAL;
        };
        if address.is_null() {
            return if state.connected.get() { disconnect(&state) } else { -libc::ENOTCONN };
        }
        match Address::any(address) {
            _ if state.connected.get() => -libc::EISCONN,
            Some(address) => connect(&state, &address),
            None => -libc::EINVAL,
        }
    }

    /// This side's address.
    fn uv_udp_getsockname(udp: Live<Udp>, target: *mut u8, size: Live<Cell<c_int>>) -> c_int {
        name(udp, target, size, libc::getsockname)
    }

    /// The other side's address, of a connected socket.
    fn uv_udp_getpeername(udp: Live<Udp>, target: *mut u8, size: Live<Cell<c_int>>) -> c_int {
        name(udp, target, size, libc::getpeername)
    }
}
