//! V8's process-wide state: flags and the platform with its helper threads.
//! Made once per process, before the first isolate; never torn down.

use std::sync::Once;

use super::foreground::Foreground;
use super::snapshot;

static START: Once = Once::new();

/// Starts V8 with `flags` if it does not run yet. Flags of later calls are
/// applied, as far as V8 lets them change then. Answers the flags that V8 does
/// not know.
pub fn start(flags: &[String]) -> Vec<String> {
    let mut args = vec![String::from("napi-host")];
    args.extend(flags.iter().cloned());
    let mut unknown = v8::V8::set_flags_from_command_line(args);
    START.call_once(|| {
        if !flags.is_empty() {
            snapshot::forbid();
        }
        // Without one V8 reads 4096 bytes of /dev/urandom for each 16 that it needs.
        v8::V8::set_entropy_source(entropy);
        // `v8.setFlagsFromString` works at any time, as in Node.
        v8::V8::set_flags_from_string("--no-freeze-flags-after-init");
        let platform = v8::new_custom_platform(1, false, true, Foreground).make_shared();
        v8::V8::initialize_platform(platform);
        v8::V8::initialize();
    });
    if !unknown.is_empty() {
        unknown.remove(0);
    }
    unknown
}

fn entropy(buffer: &mut [u8]) -> bool {
    getrandom::fill(buffer).is_ok()
}
