//! The stress run at a small scale; CI runs it whole (`.ci/run`).

use crate::host::host;

#[test]
fn stress_accounts_for_every_item() {
    let run = host(["--expose-gc", "tests/stress/run.js", "0.02"]);
    assert!(
        run.status.success() && run.stdout.contains("all accounted for"),
        "{}",
        run.describe()
    );
}
