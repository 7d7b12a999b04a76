//! What the loop promises, seen from outside: one binary, a module per part.
#![cfg_attr(
    not(any(loom, miri)),
    expect(clippy::unwrap_used, reason = "a test fails by panicking")
)]
#![cfg(not(any(loom, miri)))]

mod asyncs;
mod children;
mod hooks;
mod liveness;
mod nested;
mod phases;
mod pool;
mod remote;
mod signals;
mod support;
mod timers;
mod tsqueue;
mod watches;
