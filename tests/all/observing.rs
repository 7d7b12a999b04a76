//! What tells people how a program runs: `--explain-exit`, `--trace-napi`, profiles
//! and snapshots.

use std::os::unix::process::ExitStatusExt;

use crate::host::{Folder, Run, addons, host_in};

/// Signal numbers of Linux.
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
