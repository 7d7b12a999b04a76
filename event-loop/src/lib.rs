//! A V8-free event loop with libuv's phase order.
