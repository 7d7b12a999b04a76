//! What the loop promises, seen from outside: one binary, a module per part. Also for Miri, but for what
//! it has no kernel for:
//! `MIRIFLAGS="-Zmiri-disable-isolation -Zmiri-ignore-leaks" cargo +nightly miri test -p napi-host-event-loop --test all`
//! (the threads of the pool are never joined, hence the leaks).
#![cfg_attr(
    not(any(loom, miri)),
    expect(clippy::unwrap_used, reason = "a test fails by panicking")
)]
#![cfg(not(loom))]

mod asyncs;
#[cfg(not(miri))]
mod children;
mod hooks;
mod liveness;
mod nested;
mod phases;
mod pool;
mod remote;
#[cfg(not(miri))]
mod signals;
mod support;
mod timers;
mod tsqueue;
#[cfg(not(miri))]
mod watches;
