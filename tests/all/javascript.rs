//! Scripts of the built-in modules: each prints what Node.js printed when
//! `expected/<name>.txt` was recorded.

use std::fs;

use crate::host::{host, names_in, root};

/// One test per script.
macro_rules! scripts {
    ($($test:ident: $script:literal,)*) => {
        /// The scripts that have a test of their own.
        const SCRIPTS: &[&str] = &[$($script),*];
        $(
            #[test]
            fn $test() {
                prints_what_is_expected($script);
            }
        )*
    };
}

scripts! {
    assert_prints_what_node_prints: "assert",
    async_context_prints_what_node_prints: "async-context",
    async_errors_prints_what_node_prints: "async_errors",
    async_hooks_prints_what_node_prints: "async_hooks",
    async_hooks_host_prints_what_node_prints: "async_hooks_host",
    async_storage_prints_what_node_prints: "async_storage",
    buffer_prints_what_node_prints: "buffer",
    buffer_hot_prints_what_node_prints: "buffer_hot",
    child_process_prints_what_node_prints: "child_process",
    child_process_arguments_prints_what_node_prints: "child_process-arguments",
    child_process_handles_prints_what_node_prints: "child_process-handles",
    console_prints_what_node_prints: "console",
    crypto_prints_what_node_prints: "crypto",
    crypto_errors_prints_what_node_prints: "crypto-errors",
    crypto_generated_prints_what_node_prints: "crypto-generated",
    crypto_keys_prints_what_node_prints: "crypto-keys",
    deprecations_prints_what_node_prints: "deprecations",
    dgram_prints_what_node_prints: "dgram",
    disable_proto_prints_what_node_prints: "disable_proto",
    dns_prints_what_node_prints: "dns",
    encoding_prints_what_node_prints: "encoding",
    esm_errors_prints_what_node_prints: "esm-errors",
    event_target_prints_what_node_prints: "event-target",
    events_prints_what_node_prints: "events",
    fatal_exception_prints_what_node_prints: "fatal_exception",
    fetch_prints_what_node_prints: "fetch",
    fs_prints_what_node_prints: "fs",
    fs_arguments_prints_what_node_prints: "fs-arguments",
    fs_streams_prints_what_node_prints: "fs-streams",
    generated_arguments_prints_what_node_prints: "generated-arguments",
    generated_arguments_io_prints_what_node_prints: "generated-arguments-io",
    generated_arguments_rest_prints_what_node_prints: "generated-arguments-rest",
    generated_objects_prints_what_node_prints: "generated-objects",
    generated_programs_prints_what_node_prints: "generated-programs",
    http_prints_what_node_prints: "http",
    inherited_descriptors_prints_what_node_prints: "inherited_descriptors",
    modules_cjs_prints_what_node_prints: "modules-cjs",
    modules_esm_prints_what_node_prints: "modules-esm",
    modules_kept_prints_what_node_prints: "modules-kept",
    modules_packages_prints_what_node_prints: "modules-packages",
    modules_tools_prints_what_node_prints: "modules-tools",
    net_prints_what_node_prints: "net",
    node_api_matrix_prints_what_node_prints: "node-api-matrix",
    os_prints_what_node_prints: "os",
    parse_args_prints_what_node_prints: "parse-args",
    path_prints_what_node_prints: "path",
    perf_networking_prints_what_node_prints: "perf_networking",
    pipeline_memory_prints_what_node_prints: "pipeline_memory",
    poll_order_prints_what_node_prints: "poll_order",
    process_prints_what_node_prints: "process",
    process_details_prints_what_node_prints: "process-details",
    process_forms_prints_what_node_prints: "process-forms",
    process_objects_prints_what_node_prints: "process_objects",
    querystring_prints_what_node_prints: "querystring",
    readline_prints_what_node_prints: "readline",
    resource_timing_prints_what_node_prints: "resource_timing",
    streams_prints_what_node_prints: "streams",
    string_decoder_prints_what_node_prints: "string_decoder",
    structured_clone_prints_what_node_prints: "structured-clone",
    surface_prints_what_node_prints: "surface",
    test_coverage_prints_what_node_prints: "test-coverage",
    test_isolation_prints_what_node_prints: "test-isolation",
    test_runner_prints_what_node_prints: "test-runner",
    timers_prints_what_node_prints: "timers",
    url_prints_what_node_prints: "url",
    util_prints_what_node_prints: "util",
    util_inspect_prints_what_node_prints: "util-inspect",
    v8_prints_what_node_prints: "v8",
    vm_prints_what_node_prints: "vm",
    vm_contexts_prints_what_node_prints: "vm_contexts",
    vm_edges_prints_what_node_prints: "vm_edges",
    watch_mode_prints_what_node_prints: "watch-mode",
    webcrypto_prints_what_node_prints: "webcrypto",
    webstreams_prints_what_node_prints: "webstreams",
    webstreams_bytes_prints_what_node_prints: "webstreams_bytes",
    webstreams_moved_prints_what_node_prints: "webstreams_moved",
    worker_descriptors_prints_what_node_prints: "worker_descriptors",
    worker_edges_prints_what_node_prints: "worker_edges",
    worker_ends_prints_what_node_prints: "worker_ends",
    worker_events_prints_what_node_prints: "worker_events",
    worker_listeners_prints_what_node_prints: "worker_listeners",
    worker_messages_prints_what_node_prints: "worker_messages",
    worker_options_prints_what_node_prints: "worker_options",
    worker_process_prints_what_node_prints: "worker_process",
    worker_shared_prints_what_node_prints: "worker_shared",
    worker_snapshot_prints_what_node_prints: "worker_snapshot",
    worker_threads_prints_what_node_prints: "worker_threads",
    x509_prints_what_node_prints: "x509",
    zlib_prints_what_node_prints: "zlib",
    zlib_handle_prints_what_node_prints: "zlib-handle",
}

/// A new script is tested before it has a line above.
#[test]
fn scripts_without_a_line_print_what_node_prints() {
    for script in names_in(&root().join("tests/js"), "js") {
        if !SCRIPTS.contains(&script.as_str()) {
            prints_what_is_expected(&script);
        }
    }
}

fn prints_what_is_expected(script: &str) {
    let expected_path = root().join(format!("tests/js/expected/{script}.txt"));
    let expected = fs::read_to_string(&expected_path).expect("each script has its expected output");
    let run = host([format!("tests/js/{script}.js").as_str()]);
    if run.stdout == expected {
        return;
    }
    let difference = first_difference(&expected, &run.stdout);
    panic!(
        "{script}.js prints something else:\n{difference}\n{}",
        run.describe()
    );
}

fn first_difference(expected: &str, actual: &str) -> String {
    let mut actual_lines = actual.lines();
    for (number, wanted) in expected.lines().enumerate() {
        match actual_lines.next() {
            Some(got) if got == wanted => {}
            got => {
                let got = got.unwrap_or("(the end)");
                return format!("line {}\n  expected {wanted}\n  got      {got}", number + 1);
            }
        }
    }
    format!("after the expected output: {:?}", actual_lines.next())
}
