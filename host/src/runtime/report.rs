//! What an uncaught error looks like on standard error: where it was thrown, the
//! source line with carets, the error as `util.inspect` shows it.
//!
//! Deliberately absent: whether an error is uncaught (`errors`), and how values
//! are shown (`internal/util/inspect`).

use std::io::Write as _;
use std::path::Path;
use std::rc::Rc;

use super::Runtime;
use crate::builtins::support::{self, string};

/// How many calls V8 keeps with an error for `--trace-uncaught`.
pub(crate) const TRACED_CALLS: i32 = 10;

/// Where an error was thrown.
pub(crate) struct Place {
    /// What [`location`] says.
    pub(crate) location: String,
    /// With `--trace-uncaught`, the calls that led there.
    calls: Option<String>,
}

impl Place {
    /// What the message about an error knows of it.
    pub(crate) fn of(
        runtime: &Runtime,
        scope: &mut v8::PinScope<'_, '_>,
        message: Option<v8::Local<'_, v8::Message>>,
    ) -> Self {
        let traces = runtime.options().is_on("trace-uncaught", false);
        Self {
            location: message.map_or_else(String::new, |message| location(scope, message)),
            calls: message
                .filter(|_| traces)
                .and_then(|message| calls(scope, message)),
        }
    }
}

/// One line for each call.
fn calls(scope: &mut v8::PinScope<'_, '_>, message: v8::Local<'_, v8::Message>) -> Option<String> {
    let trace = message.get_stack_trace(scope)?;
    let mut lines = String::new();
    for index in 0..trace.get_frame_count() {
        let frame = trace.get_frame(scope, index)?;
        let text = |name: Option<v8::Local<'_, v8::String>>| {
            name.map_or_else(String::new, |name| name.to_rust_string_lossy(scope))
        };
        let script = text(frame.get_script_name(scope));
        let (line, column) = (frame.get_line_number(), frame.get_column());
        let function = text(frame.get_function_name(scope));
        lines.push_str(&if function.is_empty() {
            format!("    at {script}:{line}:{column}\n")
        } else {
            format!("    at {function} ({script}:{line}:{column})\n")
        });
    }
    Some(lines)
}

/// Prints an error that nobody handled.
pub(crate) fn print(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'_, '_>,
    place: &Place,
    error: v8::Local<'_, v8::Value>,
) {
    let remembered = remembered_location(scope, error);
    let location = remembered.as_deref().unwrap_or(&place.location);
    let text = describe(runtime, scope, error);
    let is_error = error.is_native_error();
    let mut out = String::new();
    if is_error {
        // An error whose stack shows the place already needs no second one.
        if !location.is_empty() && !shows_place(&text) && !text.starts_with(location) {
            out.push_str(location);
            out.push('\n');
        }
        out.push_str(&text);
        out.push('\n');
    } else {
        if !location.is_empty() {
            out.push('\n');
            out.push_str(location);
        }
        out.push_str(&text);
        out.push('\n');
        if !error.is_object() && place.calls.is_none() {
            out.push_str(&format!(
                "(Use `{} --trace-uncaught ...` to show where the exception was thrown)\n",
                program_name(&runtime.options().argv0),
            ));
        }
    }
    if let Some(calls) = &place.calls {
        out.push_str(&format!("Thrown at:\n{calls}\n"));
    }
    out.push_str(&format!("\nnapi-host v{}\n", env!("CARGO_PKG_VERSION")));
    // A closed standard error leaves nobody to tell.
    let _ = std::io::stderr().lock().write_all(out.as_bytes());
}

/// The program's own name, as a user calls it.
fn program_name(argv0: &str) -> &str {
    let name = Path::new(argv0).file_stem().and_then(|name| name.to_str());
    name.unwrap_or("node")
}

/// Puts the place where an error was thrown above its stack, once.
pub(crate) fn put_place_above(
    scope: &mut v8::PinScope<'_, '_>,
    error: v8::Local<'_, v8::Value>,
    message: v8::Local<'_, v8::Message>,
    beginning: Beginning,
) {
    let Some(object) = error.to_object(scope).filter(|_| error.is_native_error()) else {
        return;
    };
    let place = location_after(scope, message, beginning);
    let stack = support::get(scope, object, "stack");
    if place.is_empty() || !stack.is_string() {
        return;
    }
    let stack = support::text(scope, stack);
    if shows_place(&stack) || stack.starts_with(&place) {
        return;
    }
    let stack = string(scope, &format!("{place}\n{stack}"));
    support::constant(scope, object, "stack", stack.into());
}

/// Whether a text begins with a place in a file, `/path:line`.
fn shows_place(text: &str) -> bool {
    let first = text.lines().next().and_then(|line| line.rsplit_once(':'));
    first.is_some_and(|(file, line)| {
        file.contains('/') && !file.contains(' ') && line.parse::<u32>().is_ok()
    })
}

/// `error` as `util.inspect` shows it; its stack, or the plain text, when that
/// fails. Primitives are shown as text.
fn describe(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'_, '_>,
    error: v8::Local<'_, v8::Value>,
) -> String {
    v8::tc_scope!(let scope, scope);
    if !error.is_object() {
        return if error.is_symbol() {
            String::new()
        } else {
            support::text(scope, error)
        };
    }
    let shown = (|| {
        let module = runtime.require_builtin(scope, "internal/process/uncaught")?;
        let module = module.to_object(scope)?;
        let show = support::get(scope, module, "show");
        let show = v8::Local::<v8::Function>::try_from(show).ok()?;
        show.call(scope, module.into(), &[error])
    })();
    if let Some(shown) = shown {
        return support::text(scope, shown);
    }
    scope.reset();
    let stack = error
        .to_object(scope)
        .map(|object| support::get(scope, object, "stack"))
        .filter(|stack| stack.is_string());
    support::text(scope, stack.unwrap_or(error))
}

/// `file:line`, the source line and a line of carets below it, as Node prints
/// above an uncaught error. Empty when V8 knows no source line.
pub(crate) fn location(
    scope: &mut v8::PinScope<'_, '_>,
    message: v8::Local<'_, v8::Message>,
) -> String {
    location_after(scope, message, NO_OFFSET)
}

/// Where a text begins in what it is a part of: the number of its first line, and the columns before it there.
pub(crate) type Beginning = (usize, usize);

/// A text that is no part of anything.
pub(crate) const NO_OFFSET: Beginning = (0, 0);

/// The same for a text with an offset, whose columns are not in the source line that V8 has.
fn location_after(
    scope: &mut v8::PinScope<'_, '_>,
    message: v8::Local<'_, v8::Message>,
    beginning: Beginning,
) -> String {
    let Some(source_line) = message.get_source_line(scope) else {
        return String::new();
    };
    let source_line = source_line.to_rust_string_lossy(scope);
    let file = message
        .get_script_resource_name(scope)
        .filter(|name| name.is_string())
        .map_or_else(
            || String::from("<anonymous_script>"),
            |name| name.to_rust_string_lossy(scope),
        );
    let line = message.get_line_number(scope).unwrap_or(0);
    let start = message.get_start_column();
    if let Some(mapped) = mapped_location(scope, &file, line, start) {
        return mapped;
    }
    let offset = if line == beginning.0 {
        beginning.1.min(start)
    } else {
        0
    };
    let end = message.get_end_column().max(start.saturating_add(1)) - offset;
    let start = start - offset;
    let mut carets = String::new();
    for (index, unit) in source_line.chars().enumerate().take(end) {
        carets.push(match (index < start, unit) {
            (true, '\t') => '\t',
            (true, _) => ' ',
            (false, _) => '^',
        });
    }
    if carets.is_empty() {
        // Nothing of JavaScript was running: V8 knows no column.
        return format!("{file}:{line}\n{source_line}\n");
    }
    format!("{file}:{line}\n{source_line}\n{carets}\n")
}

/// The same place in the source that a source map names, if the program wants that.
fn mapped_location(
    scope: &mut v8::PinScope<'_, '_>,
    file: &str,
    line: usize,
    column: usize,
) -> Option<String> {
    let runtime = scope.get_slot::<Rc<Runtime>>().map(Rc::clone)?;
    let function = runtime.hooks.map_place.get()?;
    let function = v8::Local::new(scope, function);
    let args = [
        string(scope, file).into(),
        v8::Integer::new_from_unsigned(scope, u32::try_from(line).ok()?).into(),
        v8::Integer::new_from_unsigned(scope, u32::try_from(column).ok()?).into(),
    ];
    let receiver = v8::undefined(scope).into();
    v8::tc_scope!(let scope, scope);
    let text = function.call(scope, receiver, &args)?;
    text.is_string().then(|| support::text(scope, text))
}

fn key<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let name = string(scope, "napi-host:location");
    v8::Private::for_api(scope, Some(name))
}

/// Keeps the place of an exception with its error, so that it survives when
/// JavaScript catches the error and throws it on.
pub(crate) fn remember_location(
    scope: &mut v8::PinScope<'_, '_>,
    error: v8::Local<'_, v8::Value>,
    message: v8::Local<'_, v8::Message>,
) {
    let Ok(object) = v8::Local::<v8::Object>::try_from(error) else {
        return;
    };
    let place = location(scope, message);
    let place = string(scope, &place);
    let key = key(scope);
    // Fails for a proxy only, which is then reported without the place.
    let _ = object.set_private(scope, key, place.into());
}

fn remembered_location(
    scope: &mut v8::PinScope<'_, '_>,
    error: v8::Local<'_, v8::Value>,
) -> Option<String> {
    let object = v8::Local::<v8::Object>::try_from(error).ok()?;
    let key = key(scope);
    let place = object.get_private(scope, key)?;
    place.is_string().then(|| support::text(scope, place))
}
