//! `internalBinding('typescript')`: TypeScript's types are replaced by spaces, so that
//! what is left is JavaScript with every line and column where it was.
//!
//! With `--experimental-transform-types` code is generated for what needs some (enums, parameter
//! properties); else that is an error. Deliberately absent: types are not checked.

use std::sync::{Arc, Mutex};

use swc_common::errors::{DiagnosticBuilder, Emitter, HANDLER, Handler};
use swc_common::sync::Lrc;
use swc_common::{GLOBALS, Globals, SourceMap};
use swc_ts_fast_strip::{ErrorCode, Mode, Options, TransformOutput, operate};

use super::compile_cache::{self, Compiled, Kind};
use super::support::{Args, Return, method, string, text};

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "strip", strip);
}

/// The first thing that is wrong with a text: bytes of it, and what to say.
#[derive(Clone)]
struct Complaint {
    message: String,
    start: usize,
    end: usize,
}

/// Keeps the first complaint; the others follow from it.
struct FirstComplaint(Arc<Mutex<Option<Complaint>>>);

impl Emitter for FirstComplaint {
    fn emit(&mut self, diagnostic: &mut DiagnosticBuilder<'_>) {
        let Ok(mut first) = self.0.lock() else { return };
        if first.is_some() {
            return;
        }
        // The text starts at position 1: 0 is the position of nothing.
        let at = |position: u32| usize::try_from(position.saturating_sub(1)).unwrap_or(0);
        let span = diagnostic.span.primary_span().unwrap_or_default();
        *first = Some(Complaint {
            message: diagnostic.message(),
            start: at(span.lo.0),
            end: at(span.hi.0),
        });
    }
}

/// `strip(code, name, transforms, file)`: the text without types, or `[isUnsupported, message, start, end]`
/// with the bytes that are not understood. What it `transforms` names its source map, which calls
/// the text `name`. `file`: what the compile cache knows it by, if it is a file.
fn strip<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let Ok(code) = v8::Local::<v8::String>::try_from(args.get(0)) else {
        return;
    };
    let transforms = args.get(2).is_true();
    let kind = if transforms {
        Kind::Transformed
    } else {
        Kind::Stripped
    };
    let lookup = args
        .get(3)
        .is_string()
        .then(|| compile_cache::look_up(scope, kind, args.get(3), code))
        .flatten();
    let found = lookup.as_ref().and_then(|lookup| lookup.found.clone());
    if let Some(found) = found.and_then(|found| String::from_utf8(found).ok()) {
        rv.set(string(scope, &found).into());
        if let Some(lookup) = lookup {
            lookup.settle(scope, true, Compiled::Text(&found));
        }
        return;
    }
    let code = text(scope, code.into());
    let mode = if transforms {
        Mode::Transform
    } else {
        Mode::StripOnly
    };
    match without_types(code, mode, text(scope, args.get(1))) {
        Ok(code) => {
            rv.set(string(scope, &code).into());
            if let Some(lookup) = lookup {
                lookup.settle(scope, false, Compiled::Text(&code));
            }
        }
        Err((is_unsupported, complaint)) => {
            let parts: [v8::Local<'_, v8::Value>; 4] = [
                v8::Boolean::new(scope, is_unsupported).into(),
                string(scope, &complaint.message).into(),
                number(scope, complaint.start),
                number(scope, complaint.end),
            ];
            rv.set(v8::Array::new_with_elements(scope, &parts).into());
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a position in a text that V8 can hold"
)]
fn number<'s>(scope: &v8::PinScope<'s, '_, ()>, value: usize) -> v8::Local<'s, v8::Value> {
    v8::Number::new(scope, value as f64).into()
}

fn without_types(code: String, mode: Mode, name: String) -> Result<String, (bool, Complaint)> {
    let first = Arc::new(Mutex::new(None));
    let handler = Handler::with_emitter(false, false, Box::new(FirstComplaint(first.clone())));
    let end = code.len();
    let mut options = Options {
        module: None,
        filename: (!name.is_empty()).then_some(name),
        parser: Default::default(),
        source_map: matches!(mode, Mode::Transform),
        mode,
        transform: None,
        deprecated_ts_module_as_error: Some(true),
    };
    options.parser.decorators = true;
    let map: Lrc<SourceMap> = Lrc::default();
    // The complaint about `module` goes to the handler of the thread.
    let output = GLOBALS.set(&Globals::new(), || {
        HANDLER.set(&handler, || operate(&map, &handler, code, options))
    });
    match output {
        Ok(output) => Ok(with_map(output)),
        Err(error) => {
            let complaint = first.lock().ok().and_then(|mut first| first.take());
            let is_unsupported = matches!(error.code, ErrorCode::UnsupportedSyntax);
            let whole = Complaint {
                message: error.message,
                start: 0,
                end,
            };
            Err((is_unsupported, complaint.unwrap_or(whole)))
        }
    }
}

/// The code with its source map as a comment at the end.
fn with_map(output: TransformOutput) -> String {
    match output.map {
        None => output.code,
        Some(map) => {
            let map = openssl::base64::encode_block(map.as_bytes());
            let link = "//# sourceMappingURL=data:application/json;base64,";
            format!("{}\n\n{link}{map}", output.code)
        }
    }
}
