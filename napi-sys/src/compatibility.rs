//! The compatibility page, made from the symbol table.
//!
//! The committed page is `docs/compatibility.md`; a test compares the two, and
//! `UPDATE=1 cargo test -p napi-host-sys --test compatibility` writes it again.

use std::fmt;

use crate::table::{CHAPTERS, EntryClass, Kind, Since, TABLE};
use crate::uv_names::UV_NAMES;

/// The page; print it.
#[derive(Clone, Copy, Debug)]
pub struct Page;

impl fmt::Display for Page {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(HEAD)?;
        writeln!(out, "{} {}", UV_NAMES.len(), LIBUV)?;
        out.write_str(VERSIONS)?;
        totals(out)?;
        out.write_str(CLASSES)?;
        for chapter in CHAPTERS {
            writeln!(out, "\n### {}\n\n{}\n", chapter.name, chapter.about)?;
            writeln!(
                out,
                "| function | since | part | entry |\n|---|---|---|---|"
            )?;
            for row in TABLE.iter().filter(|row| row.chapter == chapter.name) {
                let (since, part) = (since(row.since), part(row.kind));
                writeln!(
                    out,
                    "| `{}` | {since} | {part} | {} |",
                    row.name,
                    class(row.class)
                )?;
            }
        }
        Ok(())
    }
}

const HEAD: &str = "\
# Node-API functions

<!-- Made from napi-sys/src/table.rs. Do not edit: UPDATE=1 cargo test -p napi-host-sys --test compatibility -->

The executable exports every function below, the functions of libuv that `uv_names.rs` lists, and
nothing else of its own. An addon may be built for any version of Node-API up to the highest number
here, or as an experimental one.

## C++ functions of V8 and node
An addon that is Node-API but for these loads too. They have kept their names and the layout of what
they pass through all versions of node; with any other of V8's or node's C++ an addon is refused, and
told which. `host/src/api/hybrid.rs` has the list and says what is left out.

- `v8::Isolate`: `GetCurrent`, `TryGetCurrent`; `AddGCPrologueCallback`, `AddGCEpilogueCallback`,
  `RemoveGCPrologueCallback`, `RemoveGCEpilogueCallback` (with and without data); `NumberOfHeapSpaces`,
  `GetHeapSpaceStatistics`; `AdjustAmountOfExternalAllocatedMemory`, `LowMemoryNotification`,
  `PerformMicrotaskCheckpoint`
- `v8::HeapStatistics` (constructor) and `GetHeapStatistics`: what it has had since Node 16
- `v8::CpuProfiler`: `New`, `Dispose`, `SetSamplingInterval`, `StartProfiling` (with a mode, and without), `StopProfiling`;
  `v8::CpuProfile`: `Delete`, `GetStartTime`, `GetEndTime`, `GetTopDownRoot`, `GetSamplesCount`, `GetSample`,
  `GetSampleTimestamp`; `v8::CpuProfileNode`: `GetHitCount`, `GetLineNumber`, `GetColumnNumber`, `GetSourceType`,
  `GetFunctionNameStr`, `GetScriptResourceNameStr`, `GetScriptId`, `GetNodeId`, `GetParent`, `GetChildrenCount`, `GetChild`;
  for their titles `v8::String::NewFromUtf8` and `v8::api_internal::ToLocalEmpty`
- `v8::HeapSpaceStatistics` (constructor), `v8::MicrotasksScope::PerformCheckpoint`,
  `v8::V8::GetVersion`
- `node::GetCurrentEventLoop`, `node::AddEnvironmentCleanupHook`, `node::RemoveEnvironmentCleanupHook`

## Functions of libuv
";

/// Follows the number of functions.
const LIBUV: &str = "\
functions: all that libuv 1.52.1 (Node 26's) has on Unix. They work on the loop of
`napi_get_uv_event_loop` and on loops that an addon makes, with libuv's structure sizes, error numbers
and order of callbacks. What differs:

- `uv_loop_fork` serves a child that runs the addon's own code only: the engine does not survive a fork
  without `exec`.
- `uv_replace_allocator` and `uv_library_shutdown` change nothing: memory is the host's own affair.
- `uv_udp_using_recvmmsg` is 0: a UDP handle reads one datagram at a time.
- `uv_loop_configure` accepts what is known; blocking `SIGPROF` and the switches of io_uring have no
  effect.
- `uv_tcp_connect`, `uv_udp_recv_start` and their like answer `UV_EINVAL` for a handle that is closed.
  A handle that is closed twice ends the process, as in libuv, with a message that names it.
- Where descriptors are ready and async handles were sent to in the same pass, descriptors come first;
  libuv takes them in the order in which the system lists them.
- A run of the loop inside a timer's callback also runs the other timers that are due; libuv leaves
  them to the outer run.
- The handles that libuv has inside each loop do not exist, so `uv_print_all_handles` shows none.

## Built-in modules
What can be seen of them without calling them is compared with Node 22.14, name for name: keys, attributes, lengths of functions,
prototypes, values. `tests/js/surface.js` lists the differences that are meant.

- Absent: `node:sqlite`, `_stream_wrap`, `_tls_common`, `_tls_wrap`; the global `WebSocket`.
- Parts of a later step, of which names are there so that packages load, and say what is missing when they are used: `tls`, `https`,
  `http2`, `repl`, `wasi`; `cluster` runs as the primary only; an `inspector.Session` works in its own thread.
- Of Node 26 besides what Node 22 has: `zlib`'s Zstandard, `module.registerHooks`, `process.execve`, `fs.mkdtempDisposable` and their like.
  `process.version`, `versions` and `release` are those of Node 26.";

const VERSIONS: &str = "
## Functions per version

| version | engine | runtime | all so far |
|---|---|---|---|
";

const CLASSES: &str = "
## Functions by chapter

The column *entry* says what is checked before a function does anything:

- **runs JavaScript**: the environment is given, no garbage collection is running, no exception is
  pending, JavaScript can run. The last error is cleared, and what JavaScript throws is caught.
- **uses the heap**: the environment is given, no garbage collection is running. Works with an
  exception pending.
- **basic**: the environment is given. Finalizers that run inside a garbage collection may call it.
- **any thread**: may be called from every thread; never touches the last error.
- **own rules**: takes no environment.
";

fn totals(out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let count = |since: Since, kind: Kind| {
        TABLE
            .iter()
            .filter(|row| row.since == since && row.kind == kind)
            .count()
    };
    let highest = TABLE.iter().filter_map(|row| match row.since {
        Since::Version(version) => Some(version),
        Since::Experimental => None,
    });
    let mut versions: Vec<Since> = (1..=highest.max().unwrap_or(0))
        .map(Since::Version)
        .collect();
    versions.push(Since::Experimental);
    let mut sum = 0;
    for version in versions {
        let (engine, runtime) = (count(version, Kind::Engine), count(version, Kind::Runtime));
        sum += engine + runtime;
        writeln!(out, "| {} | {engine} | {runtime} | {sum} |", since(version))?;
    }
    Ok(())
}

fn since(since: Since) -> String {
    match since {
        Since::Version(version) => version.to_string(),
        Since::Experimental => "experimental".to_owned(),
    }
}

fn part(kind: Kind) -> &'static str {
    match kind {
        Kind::Engine => "engine",
        Kind::Runtime => "runtime",
    }
}

fn class(class: EntryClass) -> &'static str {
    match class {
        EntryClass::Js => "runs JavaScript",
        EntryClass::Gc => "uses the heap",
        EntryClass::Basic => "basic",
        EntryClass::AnyThread => "any thread",
        EntryClass::Bare => "own rules",
    }
}
