//! The examples that the README shows.

use crate::host::host;

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
