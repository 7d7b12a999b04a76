//! The native halves of the built-in modules: what `internalBinding(name)`
//! answers. One file per binding; this file only has their list.
//!
//! A binding is made at its first use, once per isolate. Bindings know V8 and the
//! runtime; they never touch a Node-API environment (that is `api`'s).

mod addon;
mod buffer;
mod bytes;
mod catalog;
mod compile_cache;
pub(crate) mod compiled;
mod constants;
mod crypto;
mod dns;
mod encoding;
pub(crate) mod errno;
mod errors;
pub(crate) mod esm;
mod fs;
pub(crate) mod heap;
mod histogram;
mod inspector;
pub(crate) mod memory;
mod messaging;
mod module;
mod os;
pub(crate) mod performance;
mod process;
pub(crate) mod process_spawn;
pub(crate) mod process_title;
mod report;
mod serdes;
mod sources;
mod state;
pub(crate) mod support;
mod task_queue;
mod tcp;
pub(crate) mod timers;
mod tty;
mod typescript;
mod udp;
mod url;
mod util;
mod uv;
mod vm;
pub(crate) mod worker;
mod zlib;

pub(crate) use sources::{compile, ids, read_from_disk, shared_texts};

/// The native functions of the bindings that start-up needs. Their order is part of a startup
/// snapshot.
pub(crate) fn snapshot_tables() -> [&'static [support::Method]; 11] {
    let [process, active, usage, identity, signals] = process::tables();
    [
        catalog::METHODS,
        errors::METHODS,
        module::METHODS,
        process,
        active,
        usage,
        identity,
        signals,
        task_queue::METHODS,
        util::PREDICATES,
        util::METHODS,
    ]
}

pub(crate) use util::lazy_getter;

/// Fills a binding object.
pub(crate) type Install =
    for<'s, 'i> fn(scope: &mut v8::PinScope<'s, 'i>, target: v8::Local<'s, v8::Object>);

/// Every binding, by name; sorted, one line each.
pub(crate) static BINDINGS: &[(&str, Install)] = &[
    ("addon", addon::install),
    ("buffer", buffer::install),
    ("builtins", catalog::install),
    ("compile_cache", compile_cache::install),
    ("constants", constants::install),
    ("crypto", crypto::install),
    ("dns", dns::install),
    ("encoding", encoding::install),
    ("errors", errors::install),
    ("esm", esm::install),
    ("fs", fs::install),
    ("heap", heap::install),
    ("histogram", histogram::install),
    ("inspector", inspector::install),
    ("messaging", messaging::install),
    ("module", module::install),
    ("os", os::install),
    ("performance", performance::install),
    ("process", process::install),
    ("process_spawn", process_spawn::install),
    ("report", report::install),
    ("serdes", serdes::install),
    ("task_queue", task_queue::install),
    ("tcp", tcp::install),
    ("timers", timers::install),
    ("tty", tty::install),
    ("typescript", typescript::install),
    ("udp", udp::install),
    ("url", url::install),
    ("util", util::install),
    ("uv", uv::install),
    ("vm", vm::install),
    ("worker", worker::install),
    ("zlib", zlib::install),
];
