//! Scripts of the built-in modules: each prints what Node.js 26 printed when
//! `expected/<name>.txt` was recorded.

use std::fs;

use crate::host::{host, root};

/// One test per script; `coverage` checks that none is missing here.
macro_rules! scripts {
    ($($test:ident: $script:literal,)*) => {
        /// The scripts that have a test.
        pub(crate) const SCRIPTS: &[&str] = &[$($script),*];
        $(
            #[test]
            fn $test() {
                prints_what_is_expected($script);
            }
        )*
    };
}

scripts! {
    async_context_prints_what_node_prints: "async-context",
    buffer_prints_what_node_prints: "buffer",
    console_prints_what_node_prints: "console",
    encoding_prints_what_node_prints: "encoding",
    event_target_prints_what_node_prints: "event-target",
    events_prints_what_node_prints: "events",
    modules_cjs_prints_what_node_prints: "modules-cjs",
    modules_esm_prints_what_node_prints: "modules-esm",
    path_prints_what_node_prints: "path",
    querystring_prints_what_node_prints: "querystring",
    string_decoder_prints_what_node_prints: "string_decoder",
    structured_clone_prints_what_node_prints: "structured-clone",
    url_prints_what_node_prints: "url",
    util_inspect_prints_what_node_prints: "util-inspect",
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
