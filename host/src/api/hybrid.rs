//! The few C++ functions of V8 and of node that addons may use besides Node-API.
//!
//! Some addons are Node-API but for a look at the garbage collector, at the loop, or at where the time
//! goes (profilers). What is here has kept its name and the layout of everything that it passes for as
//! long as Node-API exists, so that an addon built with the headers of any version of node gets what it
//! expects. The loader publishes the names when an addon imports one of them; whatever else of V8 or node
//! it imports, it is refused. `HeapStatistics` grows at its end: only what it always had is written.
//!
//! Absent on purpose: handles, templates and values (Node-API has these) but for the string that names a
//! profile, options of a profile that are passed as an object (its layout changed), `node::EmitAsyncInit`
//! and `MakeCallback` (they take handles), `node_module_register` (such an addon is for one version of
//! node).

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::OnceLock;
use std::{io, ptr};

use crate::module::shim::{self, Symbol};
use crate::runtime::Runtime;
use crate::uv::Loop;

/// One name that addons may import.
struct Function {
    name: &'static str,
    address: fn() -> usize,
}

/// Functions of V8, by the names that V8's own library has for them: a signature that changes there
/// breaks the build here.
macro_rules! of_v8 {
    ($($function:ident = $name:literal;)*) => {
        // The types stay out of it: nothing here calls them.
        unsafe extern "C" {
            $(#[link_name = $name] fn $function();)*
        }
        const OF_V8: &[Function] = &[
            $(Function { name: $name, address: || $function as *const () as usize },)*
        ];
    };
}

of_v8! {
    get_current = "_ZN2v87Isolate10GetCurrentEv";
    try_get_current = "_ZN2v87Isolate13TryGetCurrentEv";
    add_prologue =
        "_ZN2v87Isolate21AddGCPrologueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEES2_";
    add_prologue_with_data =
        "_ZN2v87Isolate21AddGCPrologueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEPvES4_S2_";
    remove_prologue =
        "_ZN2v87Isolate24RemoveGCPrologueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEE";
    remove_prologue_with_data =
        "_ZN2v87Isolate24RemoveGCPrologueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEPvES4_";
    add_epilogue =
        "_ZN2v87Isolate21AddGCEpilogueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEES2_";
    add_epilogue_with_data =
        "_ZN2v87Isolate21AddGCEpilogueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEPvES4_S2_";
    remove_epilogue =
        "_ZN2v87Isolate24RemoveGCEpilogueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEE";
    remove_epilogue_with_data =
        "_ZN2v87Isolate24RemoveGCEpilogueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEPvES4_";
    heap_spaces = "_ZN2v87Isolate18NumberOfHeapSpacesEv";
    heap_space_statistics =
        "_ZN2v87Isolate22GetHeapSpaceStatisticsEPNS_19HeapSpaceStatisticsEm";
    make_heap_space_statistics = "_ZN2v819HeapSpaceStatisticsC1Ev";
    make_heap_space_statistics_base = "_ZN2v819HeapSpaceStatisticsC2Ev";
    adjust_external_memory = "_ZN2v87Isolate37AdjustAmountOfExternalAllocatedMemoryEl";
    low_memory = "_ZN2v87Isolate21LowMemoryNotificationEv";
    microtask_checkpoint = "_ZN2v87Isolate26PerformMicrotaskCheckpointEv";
    perform_checkpoint = "_ZN2v815MicrotasksScope17PerformCheckpointEPNS_7IsolateE";
    get_version = "_ZN2v82V810GetVersionEv";
    new_string = "_ZN2v86String11NewFromUtf8EPNS_7IsolateEPKcNS_13NewStringTypeEi";
    to_local_empty = "_ZN2v812api_internal12ToLocalEmptyEv";
    new_profiler =
        "_ZN2v811CpuProfiler3NewEPNS_7IsolateENS_22CpuProfilingNamingModeENS_23CpuProfilingLoggingModeE";
    dispose_profiler = "_ZN2v811CpuProfiler7DisposeEv";
    set_sampling_interval = "_ZN2v811CpuProfiler19SetSamplingIntervalEi";
    start_profiling =
        "_ZN2v811CpuProfiler14StartProfilingENS_5LocalINS_6StringEEENS_16CpuProfilingModeEbj";
    start_profiling_plain = "_ZN2v811CpuProfiler14StartProfilingENS_5LocalINS_6StringEEEb";
    stop_profiling = "_ZN2v811CpuProfiler13StopProfilingENS_5LocalINS_6StringEEE";
    delete_profile = "_ZN2v810CpuProfile6DeleteEv";
    profile_start = "_ZNK2v810CpuProfile12GetStartTimeEv";
    profile_end = "_ZNK2v810CpuProfile10GetEndTimeEv";
    profile_root = "_ZNK2v810CpuProfile14GetTopDownRootEv";
    profile_samples = "_ZNK2v810CpuProfile15GetSamplesCountEv";
    profile_sample = "_ZNK2v810CpuProfile9GetSampleEi";
    profile_sample_time = "_ZNK2v810CpuProfile18GetSampleTimestampEi";
    node_hits = "_ZNK2v814CpuProfileNode11GetHitCountEv";
    node_line = "_ZNK2v814CpuProfileNode13GetLineNumberEv";
    node_column = "_ZNK2v814CpuProfileNode15GetColumnNumberEv";
    node_source_type = "_ZNK2v814CpuProfileNode13GetSourceTypeEv";
    node_function = "_ZNK2v814CpuProfileNode18GetFunctionNameStrEv";
    node_script = "_ZNK2v814CpuProfileNode24GetScriptResourceNameStrEv";
    node_script_id = "_ZNK2v814CpuProfileNode11GetScriptIdEv";
    node_id = "_ZNK2v814CpuProfileNode9GetNodeIdEv";
    node_parent = "_ZNK2v814CpuProfileNode9GetParentEv";
    node_children = "_ZNK2v814CpuProfileNode16GetChildrenCountEv";
    node_child = "_ZNK2v814CpuProfileNode8GetChildEi";
}

const OF_HEAP: &[Function] = &[
    Function {
        name: "_ZN2v814HeapStatisticsC1Ev",
        address: || make_heap_statistics as *const () as usize,
    },
    Function {
        name: "_ZN2v814HeapStatisticsC2Ev",
        address: || make_heap_statistics as *const () as usize,
    },
    Function {
        name: "_ZN2v87Isolate17GetHeapStatisticsEPNS_14HeapStatisticsE",
        address: || get_heap_statistics as *const () as usize,
    },
];

/// The words that `v8::HeapStatistics` has had since Node 16.
type HeapWords = [usize; 14];

/// The constructor.
///
/// # Safety
/// There is room for the words at `target`.
unsafe extern "C" fn make_heap_statistics(target: *mut HeapWords) {
    // SAFETY: the caller's promise.
    unsafe { target.write([0; 14]) };
}

unsafe extern "C" {
    #[link_name = "_ZN2v87Isolate17GetHeapStatisticsEPNS_14HeapStatisticsE"]
    fn all_heap_statistics(isolate: *mut c_void, target: *mut c_void);
}

/// # Safety
/// The isolate is current, and there is room for the words at `target`.
unsafe extern "C" fn get_heap_statistics(isolate: *mut c_void, target: *mut HeapWords) {
    const { assert!(size_of::<v8::HeapStatistics>() >= size_of::<HeapWords>()) };
    let mut all = MaybeUninit::<v8::HeapStatistics>::zeroed();
    // SAFETY: the isolate is the caller's; the place has the size that V8's own class has here.
    unsafe { all_heap_statistics(isolate, all.as_mut_ptr().cast()) };
    // SAFETY: the place begins with these words, and all of them are written.
    let words = unsafe { all.as_ptr().cast::<HeapWords>().read() };
    // SAFETY: the caller's promise.
    unsafe { target.write(words) };
}

/// A hook of the environment.
type CleanupHook = unsafe extern "C" fn(argument: *mut c_void);

const OF_NODE: &[Function] = &[
    Function {
        name: "_ZN4node19GetCurrentEventLoopEPN2v87IsolateE",
        address: || get_current_event_loop as *const () as usize,
    },
    Function {
        name: "_ZN4node25AddEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_",
        address: || add_environment_cleanup_hook as *const () as usize,
    },
    Function {
        name: "_ZN4node28RemoveEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_",
        address: || remove_environment_cleanup_hook as *const () as usize,
    },
];

/// The loop of the isolate; NULL on a thread that has none.
extern "C" fn get_current_event_loop(isolate: *mut c_void) -> *mut Loop {
    Runtime::of_isolate(isolate.addr()).map_or(ptr::null_mut(), |runtime| {
        runtime.uv_loop.get(&runtime).as_ptr()
    })
}

/// As `napi_add_env_cleanup_hook`, for an isolate.
///
/// # Safety
/// `hook` may be called with `argument` until the isolate has ended.
unsafe extern "C" fn add_environment_cleanup_hook(
    isolate: *mut c_void,
    hook: CleanupHook,
    argument: *mut c_void,
) {
    if let Some(runtime) = Runtime::of_isolate(isolate.addr()) {
        let name = (hook as usize, argument.addr());
        // SAFETY: the caller's promise.
        let run = move || unsafe { hook(argument) };
        runtime.cleanup.add_named(name, Box::new(move |_| run()));
    }
}

/// Removes the newest hook with this function and argument, if there is one.
extern "C" fn remove_environment_cleanup_hook(
    isolate: *mut c_void,
    hook: CleanupHook,
    argument: *mut c_void,
) {
    if let Some(runtime) = Runtime::of_isolate(isolate.addr()) {
        let name = (hook as usize, argument.addr());
        runtime.cleanup.remove_named(name);
    }
}

fn all() -> impl Iterator<Item = &'static Function> {
    OF_V8.iter().chain(OF_HEAP).chain(OF_NODE)
}

/// Whether addons may import `name`.
pub(crate) fn provides(name: &str) -> bool {
    all().any(|function| function.name == name)
}

/// Makes the names visible to the libraries that are loaded from now on. Once per process.
///
/// # Errors
/// What the system answers when it refuses to.
pub(crate) fn publish() -> io::Result<()> {
    static DONE: OnceLock<Result<(), String>> = OnceLock::new();
    DONE.get_or_init(|| {
        let symbols: Vec<Symbol> = all()
            .map(|function| (function.name, (function.address)()))
            .collect();
        shim::publish("napi-host-v8.so", &symbols).map_err(|error| error.to_string())
    })
    .clone()
    .map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::all;

    /// The innermost name in a mangled one: `_ZN2v82V810GetVersionEv` has `GetVersion`.
    fn innermost(mangled: &str) -> &str {
        let name = mangled.strip_prefix("_ZN").expect("all are in a namespace");
        let mut rest = name.strip_prefix('K').unwrap_or(name);
        let mut last = "";
        while rest.starts_with(|first: char| first.is_ascii_digit()) {
            let digits = rest.find(|next: char| !next.is_ascii_digit());
            let (length, name) = rest.split_at(digits.expect("a name follows its length"));
            (last, rest) = name.split_at(length.parse().expect("only digits were taken"));
        }
        last
    }

    #[test]
    fn compatibility_page_names_every_function() {
        let page = include_str!("../../../docs/compatibility.md");
        for function in all() {
            let name = innermost(function.name);
            assert!(page.contains(name), "{name} is missing");
        }
    }
}
