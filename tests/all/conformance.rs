//! Each chapter's conformance script, under this host. The scripts pass under
//! Node.js too; see `tests/conformance/lib.js`.

use crate::host::host;

/// One test per script; `coverage` checks that none is missing here.
macro_rules! scripts {
    ($($test:ident: $script:literal,)*) => {
        /// The scripts that have a test.
        pub(crate) const SCRIPTS: &[&str] = &[$($script),*];
        $(
            #[test]
            fn $test() {
                passes($script);
            }
        )*
    };
}

scripts! {
    arraybuffer_conforms: "arraybuffer",
    async_work_conforms: "async_work",
    bigint_conforms: "bigint",
    buffer_conforms: "buffer",
    callback_scope_conforms: "callback_scope",
    cleanup_conforms: "cleanup",
    coerce_conforms: "coerce",
    cpp_style_conforms: "cpp_style",
    date_conforms: "date",
    env_conforms: "env",
    error_conforms: "error",
    experimental_conforms: "experimental",
    external_conforms: "external",
    fatal_conforms: "fatal",
    function_conforms: "function",
    gc_conforms: "gc",
    hybrid_conforms: "hybrid",
    libraries_conforms: "libraries",
    loop_orders_conforms: "loop_orders",
    module_conforms: "module",
    napi_rs_conforms: "napi_rs",
    number_conforms: "number",
    program_orders_conforms: "program_orders",
    promise_conforms: "promise",
    property_conforms: "property",
    reference_conforms: "reference",
    scope_conforms: "scope",
    script_conforms: "script",
    string_conforms: "string",
    teardown_conforms: "teardown",
    tsfn_conforms: "tsfn",
    tsfn_stress_conforms: "tsfn_stress",
    uv_conforms: "uv",
    uv_files_conforms: "uv_files",
    uv_fork_conforms: "uv_fork",
    uv_process_conforms: "uv_process",
    uv_stream_conforms: "uv_stream",
    uv_rest_conforms: "uv_rest",
    uv_system_conforms: "uv_system",
    uv_udp_conforms: "uv_udp",
    value_conforms: "value",
    version_conforms: "version",
    worker_conforms: "worker",
    wrap_conforms: "wrap",
}

fn passes(script: &str) {
    let path = format!("tests/conformance/{script}.js");
    let run = host(["--expose-gc", &path]);
    let last = run.stdout.lines().rfind(|line| line.contains(" passed, "));
    let passed = last.and_then(|line| line.split_once(" passed, 0 failed"));
    assert!(
        run.status.success() && passed.is_some_and(|(count, _)| count != "0"),
        "{script}.js does not pass:\n{}\n{}",
        failures(&run.stdout),
        run.describe()
    );
}

/// The `not ok` lines with their comments.
fn failures(output: &str) -> String {
    let interesting = |line: &&str| line.starts_with("not ok") || line.starts_with("  #");
    output
        .lines()
        .filter(interesting)
        .collect::<Vec<_>>()
        .join("\n")
}
