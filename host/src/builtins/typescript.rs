//! `internalBinding('typescript')`: TypeScript's types are replaced by spaces, so that
//! what is left is JavaScript with every line and column where it was.
//!
//! Deliberately absent: types are not checked, and nothing is generated: syntax that
//! needs code (enums, parameter properties) is an error.

use std::sync::{Arc, Mutex};

use swc_common::SourceMap;
use swc_common::errors::{DiagnosticBuilder, Emitter, Handler};
use swc_common::sync::Lrc;
use swc_ts_fast_strip::{ErrorCode, Mode, Options, operate};

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

/// `strip(code)`: the text without types, or `[isUnsupported, message, start, end]` with
/// the bytes that are not understood.
fn strip<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let code = text(scope, args.get(0));
    match without_types(code) {
        Ok(code) => rv.set(string(scope, &code).into()),
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

fn without_types(code: String) -> Result<String, (bool, Complaint)> {
    let first = Arc::new(Mutex::new(None));
    let handler = Handler::with_emitter(false, false, Box::new(FirstComplaint(first.clone())));
    let end = code.len();
    let options = Options {
        module: None,
        filename: None,
        parser: Default::default(),
        mode: Mode::StripOnly,
        transform: None,
        deprecated_ts_module_as_error: Some(true),
        source_map: false,
    };
    let mut options = options;
    options.parser.decorators = true;
    let map: Lrc<SourceMap> = Lrc::default();
    operate(&map, &handler, code, options)
        .map(|output| output.code)
        .map_err(|error| {
            let complaint = first.lock().ok().and_then(|mut first| first.take());
            let is_unsupported = matches!(error.code, ErrorCode::UnsupportedSyntax);
            let whole = Complaint {
                message: error.message,
                start: 0,
                end,
            };
            (is_unsupported, complaint.unwrap_or(whole))
        })
}
