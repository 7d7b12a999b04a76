//! Command lines and what they mean, as Node answers them.

use super::{Command, WorkerMistake, of_worker, parse, table};
use crate::options::{EvalMode, Options, Source};

fn with_environment(node_options: &str, words: &[&str]) -> Command {
    let words = words.iter().map(|&word| word.to_owned()).collect();
    parse("napi-host", words, &|name| {
        (name == "NODE_OPTIONS").then(|| node_options.to_owned())
    })
}

fn options(words: &[&str]) -> Options {
    match with_environment("", words) {
        Command::Run(options) => *options,
        other => panic!("{words:?}: {other:?}"),
    }
}

fn message(command: Command) -> String {
    match command {
        Command::Bad(message) => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn options_end_at_the_program() {
    let options = options(&["--expose_gc", "--no-warnings", "a.js", "-e", "--x"]);
    assert!(matches!(options.source, Source::File(ref file) if file == "a.js"));
    assert_eq!(options.args, ["-e", "--x"]);
    assert_eq!(options.exec_argv, ["--expose_gc", "--no-warnings"]);
    assert_eq!(options.v8_flags, ["--expose_gc"]);
    assert!(options.no_warnings);
}

#[test]
fn code_and_arguments() {
    let cases: [(&[&str], &str, EvalMode, &[&str]); 7] = [
        (&["-e", "1", "a", "--b"], "1", EvalMode::Run, &["a", "--b"]),
        (&["--eval=x=1"], "x=1", EvalMode::Run, &[]),
        (&["-p", "1"], "1", EvalMode::Print, &[]),
        (&["-pe", "2"], "2", EvalMode::Print, &[]),
        (&["-p", "-e", "3"], "3", EvalMode::Print, &[]),
        (&["--print", "3", "--eval", "4"], "4", EvalMode::Print, &[]),
        (&["-e", "1", "--", "-x"], "1", EvalMode::Run, &["-x"]),
    ];
    for (words, expected, expected_mode, args) in cases {
        let options = options(words);
        match options.source {
            Source::Eval { code, mode } => {
                assert_eq!(
                    (code.as_str(), mode),
                    (expected, expected_mode),
                    "{words:?}"
                );
            }
            other => panic!("{words:?}: {other:?}"),
        }
        assert_eq!(options.args, args, "{words:?}");
    }
}

#[test]
fn standard_input() {
    assert!(matches!(options(&[]).source, Source::Stdin));
    let options = options(&["-", "a", "-b"]);
    assert!(matches!(options.source, Source::Stdin));
    assert_eq!(options.args, ["-", "a", "-b"]);
}

#[test]
fn values_and_lists() {
    let options = options(&[
        "-r",
        "./a",
        "--require=./b",
        "--import",
        "c",
        "-C",
        "dev",
        "--conditions=x",
        "--input-type=module",
        "--stack-trace-limit",
        "5",
        "--force-node-api-uncaught-exceptions-policy=true",
        "--preserve-symlinks",
        "f",
    ]);
    assert_eq!(options.require, ["./a", "./b"]);
    assert_eq!(options.import, ["c"]);
    assert_eq!(options.conditions, ["dev", "x"]);
    assert_eq!(options.settings["input-type"], "module");
    assert_eq!(options.v8_flags, ["--stack-trace-limit=5"]);
    assert!(options.force_uncaught_exceptions_policy);
    assert!(options.is_on("preserve-symlinks", false));
    assert!(!options.is_on("preserve-symlinks-main", false));
}

#[test]
fn mistakes() {
    let cases: [(&[&str], &str); 10] = [
        (
            &["--unhandled-rejections=loud", "a"],
            "invalid value for --unhandled-rejections",
        ),
        (
            &["--input-type", "text", "-e", "1"],
            "--input-type must be \"module\",\"commonjs\", \"module-typescript\" or \
             \"commonjs-typescript\"",
        ),
        (&["-e"], "-e requires an argument"),
        (&["-pe"], "--eval requires an argument"),
        (&["-r", "-p", "1"], "-r requires an argument"),
        (&["--require="], "--require= requires an argument"),
        (
            &["--stack-trace-limit"],
            "--stack-trace-limit requires an argument",
        ),
        (
            &["--no-require", "a"],
            "--no-require is an invalid negation because it is not a boolean option",
        ),
        (&["--env-file=/nowhere/x", "a"], "/nowhere/x: not found"),
        (
            &["-c", "-e", "1"],
            "either --check or --eval can be used, not both",
        ),
    ];
    for (words, expected) in cases {
        assert_eq!(message(with_environment("", words)), expected);
    }
}

#[test]
fn node_options() {
    match with_environment("--require \"./a b\" --no-warnings --expose-gc", &["f"]) {
        Command::Run(options) => {
            assert_eq!(options.require, ["./a b"]);
            assert!(options.no_warnings);
            assert_eq!(options.v8_flags, ["--expose-gc"]);
            assert!(options.exec_argv.is_empty());
        }
        other => panic!("{other:?}"),
    }
    // Words that are no option are nothing.
    assert!(matches!(with_environment("word", &["f"]), Command::Run(_)));
    let cases = [
        ("-e 1", "-e is not allowed in NODE_OPTIONS"),
        ("--eval=1", "--eval= is not allowed in NODE_OPTIONS"),
        ("--no-test", "--no-test is not allowed in NODE_OPTIONS"),
        ("--xx=1", "--xx= is not allowed in NODE_OPTIONS"),
        (
            "--require \"",
            "invalid value for NODE_OPTIONS (unterminated string)",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(message(with_environment(text, &["f"])), expected);
    }
}

#[test]
fn javascript_knows_what_the_environment_may_hold() {
    let script = include_str!("../../js/internal/process/environment_flags.js");
    // Its lists are the first two template strings.
    let lists = script.split('`').skip(1).step_by(2).take(2);
    let words: Vec<&str> = lists.flat_map(str::split_whitespace).collect();
    let all = [table::VALUED, table::FLAGS, table::V8_IN_ENVIRONMENT].concat();
    for name in all {
        let is_allowed = !table::NOT_IN_ENVIRONMENT.contains(&name);
        assert_eq!(words.contains(&name), is_allowed, "{name}");
    }
}

#[test]
fn version_and_help() {
    assert!(matches!(with_environment("", &["-v"]), Command::Version));
    assert!(matches!(
        with_environment("", &["--help", "x"]),
        Command::Help
    ));
}

#[test]
fn worker_has_the_options_of_its_own_environment_and_words() {
    let worker = |words: &[&str], node_options: Option<&str>| {
        let words = words.iter().map(|&word| word.to_owned()).collect();
        of_worker(words, node_options.map(str::to_owned))
    };
    let options = worker(
        &["-C", "one", "--", "-r", "no"],
        Some("-r ./pre --max-old-space-size=9"),
    );
    let options = options.expect("both are right");
    assert_eq!(options.require, ["./pre"]);
    assert_eq!(options.conditions, ["one"]);
    assert_eq!(options.exec_argv, ["-C", "one"]);
    assert!(options.v8_flags.is_empty());
    let options = worker(&["word", "-r", "no"], None).expect("nothing is wrong");
    assert!(options.require.is_empty() && options.exec_argv.is_empty());
    let mistake = |result: Result<Options, WorkerMistake>| result.expect_err("there is a mistake");
    assert_eq!(
        mistake(worker(&["-r"], None)),
        WorkerMistake::ExecArgv(String::from("-r requires an argument"))
    );
    assert_eq!(
        mistake(worker(&["-r"], Some("-r"))),
        WorkerMistake::Environment(String::from("-r requires an argument"))
    );
    for (text, named) in [
        ("--title=x", "--title="),
        ("--no-trace-sigint", "--no-trace-sigint"),
    ] {
        let said = format!("{named} is not allowed in NODE_OPTIONS");
        assert_eq!(
            mistake(worker(&[], Some(text))),
            WorkerMistake::Environment(said)
        );
    }
}
