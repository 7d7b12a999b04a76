//! What two threads can do to each structure at once, tried in every order by loom:
//! `RUSTFLAGS="--cfg loom" cargo test -p napi-host-event-loop --lib --release`.
//!
//! Each test is named after its race. A lost wake-up shows as a deadlock, a count that is never given
//! back as a leak.

mod bell;
mod gate;
mod idle;
mod letterbox;
mod mailbox;
mod pool;
mod signals;
mod stack;
mod tsqueue;
mod wake;
