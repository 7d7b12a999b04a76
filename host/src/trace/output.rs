//! Where a trace goes: lines of text, or trace events (the JSON array format that
//! `chrome://tracing` and Perfetto read; a missing end bracket is allowed there).

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::time::Duration;

use napi_host_sys as sys;

use super::Described;

/// A finished call.
pub(super) struct Event<'call> {
    /// How many calls are around it.
    pub(super) depth: usize,
    pub(super) function: &'static str,
    pub(super) addon: &'call str,
    pub(super) arguments: &'call [Described],
    pub(super) results: &'call [Described],
    /// Its arguments are written already.
    pub(super) announced: bool,
    pub(super) status: sys::napi_status,
    /// Since the trace began.
    pub(super) start: Duration,
    pub(super) duration: Duration,
}

/// See the module's note.
pub(super) enum Output {
    Text(Box<dyn Write + Send>),
    Events {
        file: BufWriter<File>,
        /// Threads that have a name in the file.
        named: Vec<i32>,
        closed: bool,
    },
}

impl Output {
    pub(super) fn open(file: &str) -> io::Result<Self> {
        if file.is_empty() {
            return Ok(Self::Text(Box::new(io::stderr())));
        }
        let made = File::create(file)?;
        if !file.ends_with(".json") {
            return Ok(Self::Text(Box::new(made)));
        }
        let mut file = BufWriter::new(made);
        file.write_all(b"[\n")?;
        Ok(Self::Events {
            file,
            named: Vec::new(),
            closed: false,
        })
    }

    /// The first line of a call that has calls inside.
    pub(super) fn begin(
        &mut self,
        depth: usize,
        addon: &str,
        function: &str,
        arguments: &[Described],
    ) {
        if let Self::Text(out) = self {
            let line = format!(
                "{}({}) {{\n",
                head(depth, addon, function),
                texts(arguments)
            );
            // A trace that cannot be written is no reason to stop the program.
            let _ = out.write_all(line.as_bytes());
        }
    }

    /// A call has answered.
    pub(super) fn end(&mut self, event: &Event<'_>) {
        match self {
            Self::Text(out) => {
                // As above.
                let _ = out.write_all(line(event).as_bytes());
            }
            Self::Events {
                file,
                named,
                closed,
            } if !*closed => {
                let thread = thread();
                if !named.contains(&thread) {
                    named.push(thread);
                    // As above.
                    let _ = file.write_all(thread_name(thread).as_bytes());
                }
                // As above.
                let _ = file.write_all(object(event, thread).as_bytes());
            }
            Self::Events { .. } => {}
        }
    }

    /// The process ends: completes the file.
    pub(super) fn flush(&mut self) {
        match self {
            Self::Text(out) => drop(out.flush()),
            Self::Events { file, closed, .. } if !*closed => {
                *closed = true;
                let process = std::process::id();
                // As above.
                let _ = write!(
                    file,
                    "{{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":{process},\
                     \"args\":{{\"name\":\"napi-host\"}}}}\n]\n"
                );
                drop(file.flush());
            }
            Self::Events { .. } => {}
        }
    }
}

/// The number of this thread; the process's number is the main thread's.
fn thread() -> i32 {
    // SAFETY: the call takes nothing and cannot fail.
    unsafe { libc::gettid() }
}

fn is_main(thread: i32) -> bool {
    u32::try_from(thread) == Ok(std::process::id())
}

fn head(depth: usize, addon: &str, function: &str) -> String {
    let thread = thread();
    let indent = "  ".repeat(depth);
    if is_main(thread) {
        format!("{addon}: {indent}{function}")
    } else {
        format!("{addon} (thread {thread}): {indent}{function}")
    }
}

fn texts(described: &[Described]) -> String {
    let texts = described
        .iter()
        .map(|(name, text)| format!("{name}: {text}"));
    texts.collect::<Vec<_>>().join(", ")
}

fn line(event: &Event<'_>) -> String {
    let mut line = head(event.depth, event.addon, event.function);
    if event.announced {
        line.push_str(" }");
    } else {
        let _ = write!(line, "({})", texts(event.arguments));
    }
    let _ = write!(line, " = {}", status_name(event.status));
    if !event.results.is_empty() {
        let _ = write!(line, ", {}", texts(event.results));
    }
    let _ = writeln!(line, " ({:.1} µs)", micros(event.duration));
    line
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

fn object(event: &Event<'_>, thread: i32) -> String {
    let mut args = format!(
        "\"addon\":{},\"status\":{}",
        json(event.addon),
        json(&status_name(event.status))
    );
    for (name, text) in event.arguments.iter().chain(event.results) {
        let _ = write!(args, ",{}:{}", json(name), json(text));
    }
    format!(
        "{{\"name\":{},\"cat\":\"napi\",\"ph\":\"X\",\"ts\":{:.3},\"dur\":{:.3},\"pid\":{},\
         \"tid\":{thread},\"args\":{{{args}}}}},\n",
        json(event.function),
        micros(event.start),
        micros(event.duration),
        std::process::id(),
    )
}

fn thread_name(thread: i32) -> String {
    let name = if is_main(thread) {
        String::from("main")
    } else {
        format!("thread {thread}")
    };
    format!(
        "{{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":{},\"tid\":{thread},\
         \"args\":{{\"name\":{}}}}},\n",
        std::process::id(),
        json(&name)
    )
}

/// A text as JSON has it.
fn json(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control < ' ' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

/// Names of statuses by number, without the prefix.
const STATUSES: [&str; 24] = [
    "ok",
    "invalid_arg",
    "object_expected",
    "string_expected",
    "name_expected",
    "function_expected",
    "number_expected",
    "boolean_expected",
    "array_expected",
    "generic_failure",
    "pending_exception",
    "cancelled",
    "escape_called_twice",
    "handle_scope_mismatch",
    "callback_scope_mismatch",
    "queue_full",
    "closing",
    "bigint_expected",
    "date_expected",
    "arraybuffer_expected",
    "detachable_arraybuffer_expected",
    "would_deadlock",
    "no_external_buffers_allowed",
    "cannot_run_js",
];

fn status_name(status: sys::napi_status) -> String {
    match STATUSES.get(status as usize) {
        Some(name) => format!("napi_{name}"),
        None => format!("status {status}"),
    }
}
