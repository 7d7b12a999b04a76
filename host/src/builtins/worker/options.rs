//! The command line options of a worker: its parent's, or those of `execArgv` and `env.NODE_OPTIONS`.

use super::{Args, Return, Scope};
use crate::arguments::{self, WorkerMistake};
use crate::builtins::support;
use crate::options::{EvalMode, Options, Source};

fn strings(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Vec<String> {
    let Ok(array) = v8::Local::<v8::Array>::try_from(value) else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    for at in 0..array.length() {
        if let Some(item) = array.get_index(scope, at) {
            texts.push(support::text(scope, item));
        }
    }
    texts
}

fn optional_text(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
) -> Option<String> {
    value.is_string().then(|| support::text(scope, value))
}

/// `mistakeIn(execArgv, NODE_OPTIONS)`: [whether it is in the second, what it is]; undefined if there is none.
pub(super) fn mistake_in(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let exec_argv = strings(scope, args.get(0));
    let node_options = optional_text(scope, args.get(1));
    let (is_environment, text) = match arguments::of_worker(exec_argv, node_options) {
        Ok(_) => return,
        Err(WorkerMistake::Environment(text)) => (true, text),
        Err(WorkerMistake::ExecArgv(text)) => (false, text),
    };
    let is_environment = v8::Boolean::new(scope, is_environment).into();
    let text = support::string(scope, &text).into();
    rv.set(v8::Array::new_with_elements(scope, &[is_environment, text]).into());
}

/// The options of a worker that is spawned with these arguments: the parent's, or its own, with another program. They
/// were checked before.
pub(super) fn of_worker(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> Options {
    let runtime = support::runtime(scope);
    let parent = runtime.options();
    let code = support::text(scope, args.get(0));
    let source = if args.get(1).boolean_value(scope) {
        Source::Eval {
            code,
            mode: EvalMode::Run,
        }
    } else {
        Source::File(code)
    };
    let own = args.get(3);
    let base = if own.is_array() {
        let exec_argv = strings(scope, own);
        let node_options = optional_text(scope, args.get(9));
        arguments::of_worker(exec_argv, node_options).unwrap_or_default()
    } else {
        Options::clone(parent)
    };
    Options {
        source,
        argv0: parent.argv0.clone(),
        args: strings(scope, args.get(2)),
        // V8's flags hold for the whole process and are set already.
        v8_flags: Vec::new(),
        env: Vec::new(),
        ..base
    }
}
