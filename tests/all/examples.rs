//! The examples that the README shows.

use crate::host::{host, rust_example};

#[test]
fn hello_calls_its_addon_sync_and_async() {
    let run = host(["examples/hello.js"]);
    assert_eq!(
        run.stdout,
        "Hello, Node-API!\n\
         Counting primes on a worker thread ...\n\
         There are 17984 primes below 200000.\n",
        "{}",
        run.describe()
    );
    assert!(run.status.success(), "{}", run.describe());
}

#[test]
fn embed_runs_two_hosts_with_one_addon_in_a_rust_program() {
    let run = rust_example("embed");
    assert!(run.status.success(), "{}", run.describe());
    let mut lines: Vec<&str> = run.stdout.lines().collect();
    lines.sort_unstable();
    let expected = [
        "168 primes below 1000",
        "9592 primes below 100000",
        "exit code 68",
        "exit code 92",
    ];
    assert_eq!(lines, expected, "{}", run.describe());
}
