//! What tells people how a program runs: `--explain-exit`, `--trace-napi`, profiles
//! and snapshots.

use std::os::unix::process::ExitStatusExt;

use crate::host::{Folder, Run, addons, host_in};

/// Signal numbers of Linux.
const SIGABRT: i32 = 6;
const SIGINT: i32 = 2;
const SIGUSR2: i32 = 12;

/// Runs `program` as `main.js` of a new folder.
fn observed(name: &str, options: &[&str], program: &str) -> (Folder, Run) {
    let folder = Folder::new(name, &[("main.js", program)]);
    let fixtures = addons().to_string_lossy().into_owned();
    let words = options.iter().copied().chain(["main.js"]);
    let run = host_in(folder.path(), &[("NAPI_FIXTURES", &fixtures)], "", words);
    (folder, run)
}

#[track_caller]
fn has(text: &str, part: &str) {
    assert!(text.contains(part), "no {part:?} in\n{text}");
}

/// The lines of a trace without what differs from run to run: durations and addresses.
fn stable(trace: &str) -> Vec<String> {
    let durations = trace.lines().map(|line| {
        let end = line.rfind(" (").filter(|_| line.ends_with(" µs)"));
        line[..end.unwrap_or(line.len())].to_owned()
    });
    let without_address = durations.map(|line| {
        let words = line.split_inclusive([' ', ',', ')']);
        let stable = words.map(|word| match word.find("0x") {
            Some(at) => {
                let rest = word[at + 2..].trim_start_matches(|c: char| c.is_ascii_hexdigit());
                format!("{}0x{rest}", &word[..at])
            }
            None => word.to_owned(),
        });
        stable.collect()
    });
    without_address.collect()
}

/// Calls an addon that calls back, so that calls are inside a call.
const NESTED: &str = "
const { call } = require(`${process.env.NAPI_FIXTURES}/${process.argv[2]}.node`);
call(function outer(text) { return call(String, 7, [text]); }, undefined, 'text');
try { call(5) } catch {}
";

#[test]
fn trace_has_every_call_however_the_addon_is_bound() {
    for name in ["function_lazy", "function_now"] {
        let folder = Folder::new(name, &[("main.js", NESTED)]);
        let fixtures = addons().to_string_lossy().into_owned();
        let variables = [("NAPI_FIXTURES", fixtures.as_str())];
        let run = host_in(
            folder.path(),
            &variables,
            "",
            ["--trace-napi", "main.js", name],
        );
        assert!(run.status.success(), "{}", run.describe());
        let trace = stable(&run.stderr);
        let calls = trace
            .iter()
            .position(|line| line.contains("napi_get_cb_info"))
            .expect("the addon reads its arguments");
        let addon = format!("{name}.node: ");
        let lines: Vec<&str> = trace[calls..]
            .iter()
            .map(|line| {
                line.strip_prefix(&addon)
                    .expect("each line names the addon")
            })
            .collect();
        assert_eq!(lines, CALLS, "{}", run.describe());
        has(
            &trace[..calls].join("\n"),
            "napi_define_properties(object: [Object], property_count: 9, ",
        );
    }
}

/// What the addon does in [`NESTED`], as the trace has it.
const CALLS: [&str; 10] = [
    "napi_get_cb_info(cbinfo: 0x) = napi_ok, argc: 3, argv: [[function outer], undefined, \"text\"], \
     this_arg: [global], data: NULL",
    "napi_call_function(recv: undefined, func: [function outer], argc: 1, argv: [\"text\"]) {",
    "  napi_get_cb_info(cbinfo: 0x) = napi_ok, argc: 3, argv: [[function String], 7, [array of 1]], \
     this_arg: [global], data: NULL",
    "  napi_call_function(recv: 7, func: [function String], argc: 1, argv: [[array of 1]]) = napi_ok, \
     result: \"text\"",
    "napi_call_function } = napi_ok, result: \"text\"",
    "napi_get_cb_info(cbinfo: 0x) = napi_ok, argc: 1, argv: [5], this_arg: [global], data: NULL",
    "napi_call_function(recv: undefined, func: 5, argc: 0, argv: []) = napi_invalid_arg",
    "napi_get_last_error_info() = napi_ok",
    "napi_is_exception_pending() = napi_ok, result: false",
    "napi_throw_error(code: NULL, msg: \"napi_call_function(env, argv[1], argv[0], argc > 2 ? argc - \"…) \
     = napi_ok",
];

#[test]
fn trace_sees_functions_that_an_addon_looks_up_itself() {
    let program = "const addon = require(`${process.env.NAPI_FIXTURES}/napi_rs.node`);
        addon.add(1, 2);";
    let (_, run) = observed("looked-up", &["--trace-napi"], program);
    has(
        &run.stderr,
        "napi_rs.node: napi_get_value_int32(value: 2) = napi_ok, result: 2 (",
    );
}

#[test]
fn trace_events_are_json_with_threads() {
    let program = "const tsfn = require(`${process.env.NAPI_FIXTURES}/tsfn.node`);
        tsfn.start(() => {}, 2, 3, 0);";
    let (folder, run) = observed("events", &["--trace-napi=trace.json"], program);
    assert!(run.status.success(), "{}", run.describe());
    let show = "const events = JSON.parse(require('fs').readFileSync('trace.json'));
        const spans = events.filter((event) => event.ph === 'X');
        const calls = spans.filter((event) => event.name === 'napi_call_threadsafe_function');
        const made = spans.find((event) => event.name === 'napi_create_threadsafe_function');
        const names = events.filter((event) => event.name === 'thread_name');
        console.log(calls.length, new Set(calls.map((call) => call.tid)).size, calls[0].args.addon,
          calls[0].args.status, made.args.async_resource_name, made.tid === made.pid, names.length,
          spans.every((event) => event.ts >= 0 && event.dur >= 0 && event.cat === 'napi'));";
    let shown = folder.run("", &["-e", show]);
    assert_eq!(
        shown.stdout,
        "6 2 tsfn.node napi_ok \"run\" true 3 true\n",
        "{}",
        shown.describe()
    );
}

#[test]
fn trace_file_that_cannot_be_made_is_named() {
    let (_, run) = observed("no-file", &["--trace-napi=gone/trace.txt"], "");
    assert_eq!(run.status.code(), Some(1));
    has(
        &run.stderr,
        "napi-host: cannot write the trace gone/trace.txt: ",
    );
}

const ALIVE: &str = "
const fixture = (name) => require(`${process.env.NAPI_FIXTURES}/${name}.node`);
const work = fixture('async_work');
const tsfn = fixture('tsfn');
const uv = fixture('uv');
function queueIt() { work.queue(1, () => {}); }
function openIt() { tsfn.open(() => {}, 2, 1); }
function startIt() { uv.start_everything(() => {}); }
function tick() { setTimeout(function unrefed() {}, 9999).unref(); }
queueIt(); openIt(); startIt();
tick();
const timer = setInterval(() => {}, 1000);
require('net').createServer().listen(0, '127.0.0.1', function () {
  setImmediate(() => { clearInterval(timer); tsfn.release(); this.close(); });
  process.kill(process.pid, 'SIGUSR2');
});
";

#[test]
fn explain_exit_names_what_is_alive_and_who_made_it() {
    let (folder, run) = observed("alive", &["--explain-exit"], ALIVE);
    assert!(run.status.success(), "{}", run.describe());
    let text = folder.clean(&run.stderr.replace(&*addons().to_string_lossy(), "<addons>"));
    has(&text, "napi-host: SIGUSR2 after ");
    has(&text, " keep this process alive\n");
    for (kind, creator) in [
        (
            "thread-safe function",
            "'shared' of <addons>/tsfn.node, called by openIt (<folder>/main.js:7:",
        ),
        (
            "uv_poll_t",
            "<addons>/uv.node, called by startIt (<folder>/main.js:8:",
        ),
        ("Interval (1000 ms)", "<folder>/main.js:12:"),
        ("TCPServerWrap (127.0.0.1:", "<folder>/main.js:13:"),
        ("Timeout (9999 ms)", "tick (<folder>/main.js:9:"),
    ] {
        let found = text
            .lines()
            .any(|line| line.contains(kind) && line.contains(&format!("made by {creator}")));
        assert!(found, "no {kind} made by {creator} in\n{text}");
    }
    has(&text, "without a say in it (unref):");
    has(&text, "what has kept it alive, the last to end first:");
    has(&text, "    async work: ");
    has(
        &text,
        "'job' of <addons>/async_work.node, called by queueIt (<folder>/main.js:6:",
    );
}

#[test]
fn explain_exit_tells_what_process_exit_cuts_off() {
    let program = "setTimeout(() => {}, 1e6); process.exit(3)";
    let (folder, run) = observed("cut-off", &["--explain-exit"], program);
    assert_eq!(run.status.code(), Some(3));
    has(&run.stderr, "napi-host: process.exit() after ");
    has(&folder.clean(&run.stderr), "    Timeout (1000000 ms), for ");
    has(&folder.clean(&run.stderr), "made by <folder>/main.js:1:");
}

/// Two workers, one inside the other. Each is told to end after it was asked what keeps it alive.
const WORKERS: &str = "
const { Worker, isMainThread, parentPort } = require('worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('message', () => {
    process.kill(process.pid, 'SIGUSR2');
    setImmediate(setImmediate, () => worker.postMessage('end'));
  });
} else {
  const tsfn = require(`${process.env.NAPI_FIXTURES}/tsfn.node`);
  (function openIt() { tsfn.open(() => {}, 2, 1); })();
  const end = 'require(\"worker_threads\").parentPort.once(\"message\", () => process.exit())';
  const inner = new Worker(`setInterval(() => {}, 1e6); ${end}`, { eval: true });
  inner.on('online', () => parentPort.postMessage('online'));
  inner.on('exit', () => process.exit());
  parentPort.once('message', () => inner.postMessage('end'));
}
";

#[test]
fn explain_exit_lists_the_loops_of_workers() {
    let (folder, run) = observed("workers", &["--explain-exit"], WORKERS);
    assert!(run.status.success(), "{}", run.describe());
    let text = folder.clean(&run.stderr.replace(&*addons().to_string_lossy(), "<addons>"));
    let (_, lists) = text
        .split_once("    worker thread, for ")
        .expect("the main thread has its list");
    has(lists, " things keep worker 1 alive\n");
    has(
        lists,
        "made by 'shared' of <addons>/tsfn.node, called by openIt (<folder>/main.js:11:",
    );
    has(
        lists,
        " keep worker 2 alive\n    Interval (1000000 ms), for ",
    );
    has(lists, "made by [worker eval]:1:1\n");
    has(lists, "process.exit() after ");
}

#[test]
fn signals_end_the_process_as_without_explaining() {
    let kill = |signal: &str| {
        format!("setTimeout(() => {{}}, 1e6); process.kill(process.pid, '{signal}')")
    };
    let (_, run) = observed("usr2", &[], &kill("SIGUSR2"));
    assert_eq!(run.status.signal(), Some(SIGUSR2), "{}", run.describe());
    let (_, run) = observed("int", &["--explain-exit"], &kill("SIGINT"));
    assert_eq!(run.status.signal(), Some(SIGINT), "{}", run.describe());
    has(&run.stderr, "1 thing keeps this process alive");
    let own = "process.on('SIGUSR2', () => { console.log('own'); process.exit(); });";
    let program = format!("{own}{}", kill("SIGUSR2"));
    let (_, run) = observed("own", &["--explain-exit"], &program);
    assert_eq!(run.stdout, "own\n");
    assert!(
        !run.stderr.contains("napi-host: SIGUSR2"),
        "{}",
        run.describe()
    );
}

#[test]
fn profiles_are_written_however_the_program_ends() {
    let show =
        "const [file] = require('fs').readdirSync('.').filter((name) => name.startsWith('CPU.'));
        const name = /^CPU\\.\\d{8}\\.\\d{6}\\.\\d+\\.0\\.001\\.cpuprofile$/;
        const { nodes, samples } = JSON.parse(require('fs').readFileSync(file));
        console.log(name.test(file), samples.length > 0,
          nodes.some((node) => node.callFrame.functionName === 'hot'));";
    let hot = "function hot() { const end = Date.now() + 300; while (Date.now() < end); } hot();";
    for (ending, code) in [
        ("", 0),
        ("process.exit(3)", 3),
        ("throw new Error('end')", 1),
    ] {
        let options = ["--cpu-prof", "--cpu-prof-interval=500"];
        let (folder, run) = observed(&format!("cpu-{code}"), &options, &format!("{hot}{ending}"));
        assert_eq!(run.status.code(), Some(code), "{}", run.describe());
        let shown = folder.run("", &["-e", show]);
        assert_eq!(shown.stdout, "true true true\n", "{}", shown.describe());
    }
    let worker = format!(
        "const {{ Worker, isMainThread }} = require('worker_threads');
        if (isMainThread) new Worker(__filename); else {{ {hot} }}"
    );
    let (folder, _) = observed("cpu-worker", &["--cpu-prof"], &worker);
    let show_all = "const files = fs.readdirSync('.').filter((name) => name.startsWith('CPU.'));
        for (const thread of [0, 1]) {
          const { nodes } = JSON.parse(fs.readFileSync(files.find((name) => name.split('.')[4] == thread)));
          console.log(thread, nodes.some((node) => node.callFrame.functionName === 'hot'));
        }";
    let shown = folder.run("", &["-e", show_all]);
    assert_eq!(shown.stdout, "0 false\n1 true\n", "{}", shown.describe());
    let options = ["--heap-prof", "--heap-prof-dir=sub", "--heap-prof-name=a"];
    let (folder, _) = observed("heap-prof", &options, "globalThis.kept = new Array(1e5)");
    let shown = folder.run(
        "",
        &[
            "-p",
            "Object.keys(JSON.parse(fs.readFileSync('sub/a'))).join()",
        ],
    );
    assert_eq!(shown.stdout, "head,samples\n", "{}", shown.describe());
}

#[test]
fn full_heap_is_snapshot_first_and_aborts() {
    let options = [
        "--max-old-space-size=30",
        "--heapsnapshot-near-heap-limit=1",
    ];
    let program = "const all = []; for (;;) all.push(new Array(1000).fill(0));";
    let (folder, run) = observed("full", &options, program);
    assert_eq!(run.status.signal(), Some(SIGABRT), "{}", run.describe());
    has(&run.stderr, "Wrote snapshot to Heap.");
    // V8 names the allocation that it gave up on, which differs from run to run.
    has(&run.stderr, "\nFATAL ERROR: ");
    has(&run.stderr, " failed - JavaScript heap out of memory\n");
    let show = "const [file, ...others] = fs.readdirSync('.').filter((name) => /heapsnapshot$/.test(name));
        console.log(others.length, JSON.parse(fs.readFileSync(file)).nodes.length > 0);";
    let shown = folder.run("", &["-e", show]);
    assert_eq!(shown.stdout, "0 true\n", "{}", shown.describe());
}

#[test]
fn heap_snapshot_on_a_signal_does_not_end_the_program() {
    let program = "process.kill(process.pid, 'SIGUSR2');
        const look = () => fs.readdirSync('.').find((name) => /^Heap.*heapsnapshot$/.test(name));
        const fs = require('fs');
        (function wait() { look() === undefined ? setTimeout(wait, 5) : console.log('written') })();";
    let (_, run) = observed("on-signal", &["--heapsnapshot-signal=SIGUSR2"], program);
    assert_eq!(run.stdout, "written\n", "{}", run.describe());
    assert!(run.status.success());
}

#[test]
fn report_is_written_at_a_signal_and_at_an_uncaught_error() {
    let program = "process.kill(process.pid, 'SIGUSR2');
        const written = () => require('fs').readdirSync('.').filter((name) => name.startsWith('report.'));
        (function wait() { if (written().length === 0) setTimeout(wait, 5); else throw new Error('the end') })();";
    let options = ["--report-on-signal", "--report-uncaught-exception"];
    let (folder, run) = observed("report", &options, program);
    assert_eq!(run.status.code(), Some(1), "{}", run.describe());
    let show = "for (const name of fs.readdirSync('.').filter((name) => name.startsWith('report.')).sort()) {
        const { header, javascriptStack } = JSON.parse(fs.readFileSync(name));
        console.log(header.event, header.trigger, header.filename === name, javascriptStack.message);
    }";
    let shown = folder.run("", &["-e", show]);
    assert_eq!(
        shown.stdout,
        "SIGUSR2 Signal true \nException Exception true Error: the end\n",
        "{}",
        shown.describe()
    );
}
