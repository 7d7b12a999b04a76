//! The command line as Node has it: where a program comes from, options, exit
//! codes, and what an uncaught error looks like.

use std::os::unix::process::ExitStatusExt;

use crate::host::{Folder, Run, host, host_in};

#[track_caller]
fn prints(run: &Run, stdout: &str, code: i32) {
    assert_eq!(run.stdout, stdout, "{}", run.describe());
    assert_eq!(run.status.code(), Some(code), "{}", run.describe());
}

const SHOW: &str = "console.log(process.argv.slice(2).join(), process.execArgv.join())";

#[test]
fn programs_and_arguments() {
    let folder = Folder::new(
        "programs",
        &[("a.js", SHOW), ("index.js", "console.log('index')")],
    );
    let cases: [(&str, &[&str], &str); 16] = [
        ("", &["a.js", "x", "--y"], "x,--y \n"),
        ("", &["./a"], " \n"),
        ("", &["."], "index\n"),
        ("", &["--no-warnings", "a.js"], " --no-warnings\n"),
        ("", &["--", "a.js", "-e"], "-e \n"),
        (
            "",
            &[
                "-e",
                "console.log(process.argv.slice(1).join())",
                "--",
                "-x",
                "y",
            ],
            "-x,y\n",
        ),
        ("", &["-p", "1 + 1"], "2\n"),
        ("", &["-pe", "({ a: [1] })"], "{ a: [ 1 ] }\n"),
        (
            "",
            &[
                "-p",
                "__filename + path.sep + typeof require('fs').statSync",
            ],
            "[eval]/function\n",
        ),
        (
            "",
            &[
                "-e",
                "import { sep } from 'path'; console.log(sep, typeof require)",
            ],
            "/ undefined\n",
        ),
        (
            "",
            &["--input-type=module", "-e", "console.log(await 5)"],
            "5\n",
        ),
        ("", &["-e", "console.log(await 6)"], "6\n"),
        ("", &["--expose-gc", "-p", "typeof gc"], "function\n"),
        (
            "",
            &[
                "--stack-trace-limit=1",
                "-p",
                "new Error('x').stack.split('\\n').length",
            ],
            "2\n",
        ),
        (SHOW, &["-", "p", "q"], "p,q \n"),
        ("console.log(__filename)", &[], "[stdin]\n"),
    ];
    for (input, arguments, expected) in cases {
        let run = folder.run(input, arguments);
        assert_eq!(run.stdout, expected, "{arguments:?}\n{}", run.describe());
        assert!(run.status.success(), "{arguments:?}");
    }
}

#[test]
fn modules_before_the_program_and_conditions() {
    let folder = Folder::new(
        "preload",
        &[
            ("one.cjs", "globalThis.pre = 'one' + module.isPreloading"),
            ("two.mjs", "globalThis.pre += 'two'"),
            ("main.js", "console.log(globalThis.pre)"),
            (
                "node_modules/c/package.json",
                r#"{"exports":{"mine":"./a.js","default":"./b.js"}}"#,
            ),
            ("node_modules/c/a.js", "module.exports = 'mine'"),
            ("node_modules/c/b.js", "module.exports = 'default'"),
            ("elsewhere/found/index.js", "module.exports = 'found'"),
            ("vars.env", "A=from file\nB=\"two\nlines\""),
        ],
    );
    prints(
        &folder.run("", &["-r", "./one.cjs", "--import", "./two.mjs", "main.js"]),
        "onetruetwo\n",
        0,
    );
    prints(
        &folder.run("", &["-C", "mine", "-p", "require('c')"]),
        "mine\n",
        0,
    );
    prints(&folder.run("", &["-p", "require('c')"]), "default\n", 0);
    prints(
        &folder.run(
            "",
            &["--env-file=vars.env", "-p", "process.env.A + process.env.B"],
        ),
        "from filetwo\nlines\n",
        0,
    );
    let elsewhere = folder.path().join("elsewhere");
    let variables = [
        ("NODE_OPTIONS", "--require ./one.cjs"),
        ("NODE_PATH", &*elsewhere.to_string_lossy()),
    ];
    let arguments = [
        "-p",
        "globalThis.pre + require('found') + process.execArgv.length",
    ];
    prints(
        &host_in(folder.path(), &variables, "", arguments),
        "onetruefound2\n",
        0,
    );
}

#[test]
fn exit_codes() {
    let folder = Folder::new(
        "codes",
        &[
            ("good.js", "console.log('not run')"),
            ("bad.js", "let a = ;"),
            ("never.mjs", "await new Promise(() => {})"),
        ],
    );
    let cases: [(&[&str], i32); 13] = [
        (&["-e", "process.exit(3)"], 3),
        (&["-e", "process.exitCode = 4"], 4),
        (
            &["-e", "process.on('exit', () => { process.exitCode = 5 })"],
            5,
        ),
        (&["-e", "throw 1"], 1),
        (&["-e", "process.exitCode = 3; throw 1"], 1),
        (&["-e", "Promise.reject(new Error('r'))"], 1),
        (
            &[
                "-e",
                "process.on('uncaughtException', () => { throw 2 }); throw 1",
            ],
            7,
        ),
        (
            &["-e", "process.on('uncaughtException', () => {}); throw 1"],
            0,
        ),
        (&["--no-such-option", "good.js"], 9),
        (&["-e"], 9),
        (&["never.mjs"], 13),
        (&["--check", "good.js"], 0),
        (&["--check", "bad.js"], 1),
    ];
    for (arguments, code) in cases {
        let run = folder.run("", arguments);
        assert_eq!(
            run.status.code(),
            Some(code),
            "{arguments:?}\n{}",
            run.describe()
        );
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
    let killed = folder.run("", &["-e", "process.kill(process.pid, 'SIGTERM')"]);
    assert_eq!(killed.status.signal(), Some(15), "{}", killed.describe());
}

#[test]
fn mistakes_are_named() {
    let folder = Folder::new("mistakes", &[]);
    for (arguments, expected) in [
        (
            &["--no-such-option"][..],
            ": bad option: --no-such-option\n",
        ),
        (&["-e"], ": -e requires an argument\n"),
        (&["--env-file=nowhere", "-p", "1"], ": nowhere: not found\n"),
    ] {
        let run = folder.run("", arguments);
        assert!(run.stderr.ends_with(expected), "{}", run.describe());
    }
}

#[test]
fn uncaught_errors_show_place_value_and_properties() {
    let folder = Folder::new(
        "uncaught",
        &[
            (
                "error.js",
                "function f() {\n\tconst e = new TypeError('bad', { cause: new Error('c') }); e.code = 'X'; throw e;\n}\nf()",
            ),
            ("number.js", "throw 5"),
            ("object.js", "throw { a: 1 }"),
            ("syntax.js", "let a = ;"),
            ("inner.js", "require('./syntax.js')"),
            ("later.js", "setTimeout(() => { null.x }, 1)"),
            ("import.mjs", "import { y } from './empty.mjs'"),
            ("empty.mjs", "export {}"),
        ],
    );
    let cases: [(&str, &[&str]); 7] = [
        (
            "error.js",
            &[
                "<folder>/error.js:2\n\tconst e = new TypeError(",
                "throw e;\n\t",
                " ^\n\nTypeError: bad\n    at f (<folder>/error.js:2:12)\n",
                "{\n  code: 'X',\n  [cause]: Error: c\n      at f (",
                "\n}\n\nnapi-host v",
            ],
        ),
        (
            "number.js",
            &["\n<folder>/number.js:1\nthrow 5\n^\n5\n(Use `"],
        ),
        (
            "object.js",
            &["\n<folder>/object.js:1\nthrow { a: 1 }\n^\n{ a: 1 }\n\nnapi-host v"],
        ),
        (
            "syntax.js",
            &[
                "<folder>/syntax.js:1\nlet a = ;\n        ^\n\nSyntaxError: Unexpected token ';'\n    at ",
            ],
        ),
        (
            "inner.js",
            &[
                "<folder>/syntax.js:1\nlet a = ;\n        ^\n\nSyntaxError: Unexpected token ';'\n    at ",
            ],
        ),
        (
            "later.js",
            &[
                "<folder>/later.js:1\nsetTimeout(() => { null.x }, 1)\n                        ^\n\nTypeError: Cannot read properties of null (reading 'x')\n",
            ],
        ),
        (
            "import.mjs",
            &[
                "file://<folder>/import.mjs:1\nimport { y } from './empty.mjs'\n         ^\nSyntaxError: The requested module './empty.mjs' does not provide an export named 'y'\n",
            ],
        ),
    ];
    for (file, expected) in cases {
        let run = folder.run("", &[file]);
        let stderr = folder.clean(&run.stderr);
        for part in expected {
            assert!(stderr.contains(part), "{file}: no {part:?} in\n{stderr}");
        }
        assert_eq!(run.status.code(), Some(1), "{file}");
    }
}

#[test]
fn a_signal_ignored_by_the_starting_process_is_not_ignored() {
    let code = r#"
        const program = "process.kill(process.pid, 'SIGINT'); setTimeout(() => {}, 60000)"
        const script = `trap '' INT; exec "$0" -e "${program}"`
        console.log(require('child_process').spawnSync('sh', ['-c', script, process.execPath]).signal)
    "#;
    let run = host(["-e", code]);
    assert_eq!(run.stdout, "SIGINT\n", "{}", run.describe());
}
