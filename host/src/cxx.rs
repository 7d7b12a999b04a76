//! The C++ library of the system, which this executable does without and addons may not.
//!
//! V8 brings its own C++ library. The one other part in C++, the URL parser, asks the system's for five
//! functions, all for cases that cannot occur; they are defined here, so that libstdc++ is not mapped and
//! relocated at every start (a tenth of what an empty script takes). Node has that library loaded for all to
//! see, and an addon may count on it without naming it: [`make_visible`].

use std::path::Path;
use std::sync::Once;

use libloading::os::unix::Library;

use crate::module::image::Image;

/// Libraries that need no C++: what a C addon names.
const PLAIN: [&str; 7] = [
    "libc.so",
    "libm.so",
    "libdl.so",
    "libpthread.so",
    "librt.so",
    "libutil.so",
    "ld-linux",
];

/// Whether an addon may use C++'s library, or the unwinder that comes with it. `None` is a library of which
/// only the name is known.
pub(crate) fn may_use(image: Option<&Image>) -> bool {
    let Some(image) = image else {
        return true;
    };
    let is_plain = |library: &String| PLAIN.iter().any(|name| library.starts_with(name));
    let is_of_cxx = |symbol: &str| {
        let names = ["_Z", "__gxx_", "_Unwind_"];
        names.iter().any(|name| symbol.starts_with(name))
    };
    !image.needed.iter().all(is_plain) || image.imports.iter().any(|import| is_of_cxx(&import.name))
}

/// Loads the system's C++ library for all to see, as it is in a process of node. Without one nothing happens:
/// an addon that needs it says so itself.
pub(crate) fn make_visible() {
    static LOADED: Once = Once::new();
    LOADED.call_once(|| {
        let flags = libc::RTLD_NOW | libc::RTLD_GLOBAL;
        // SAFETY: its constructors make nothing but its own streams and locales.
        if let Ok(library) = unsafe { Library::open(Some(Path::new("libstdc++.so.6")), flags) } {
            // Never unloaded.
            let _ = library.into_raw();
        }
    });
}

// What the URL parser's object asks for: `std::__throw_length_error`, `…_logic_error` and `…_out_of_range_fmt`,
// and making and ending `std::ios_base::Init`, since it includes <iostream> and uses none of it. Weak, so that a
// program which links the whole library keeps that one's.
#[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
std::arch::global_asm!(
    ".pushsection .text.napi_host_cxx,\"ax\",@progbits",
    ".weak _ZSt20__throw_length_errorPKc",
    ".weak _ZSt19__throw_logic_errorPKc",
    ".weak _ZSt24__throw_out_of_range_fmtPKcz",
    ".weak _ZNSt8ios_base4InitC1Ev",
    ".weak _ZNSt8ios_base4InitD1Ev",
    "_ZSt20__throw_length_errorPKc:",
    "_ZSt19__throw_logic_errorPKc:",
    "_ZSt24__throw_out_of_range_fmtPKcz:",
    "  jmp abort@PLT",
    "_ZNSt8ios_base4InitC1Ev:",
    "_ZNSt8ios_base4InitD1Ev:",
    "  ret",
    ".popsection",
);
