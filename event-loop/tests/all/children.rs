//! The end of child processes.

use std::cell::Cell;
use std::process::{Command, Stdio};
use std::rc::Rc;

use napi_host_event_loop::{ExitStatus, RunMode};

use crate::support::new_loop;

#[expect(clippy::zombie_processes, reason = "the loop waits for it")]
fn shell(script: &str) -> i32 {
    let child = Command::new("/bin/sh")
        .args(["-c", script])
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    i32::try_from(child.id()).unwrap()
}

#[test]
fn status_of_a_child_is_told_once() {
    let cases = [
        ("exit 0", Some(0), None),
        ("exit 7", Some(7), None),
        ("kill -TERM $$", None, Some(libc::SIGTERM)),
    ];
    for (script, code, signal) in cases {
        let event_loop = new_loop();
        let seen = Rc::new(Cell::new(None));
        let told = Rc::clone(&seen);
        event_loop
            .watch_child(shell(script), move |_, status| told.set(Some(status)))
            .unwrap();
        assert!(!event_loop.run(RunMode::Default));
        assert_eq!(seen.get(), Some(ExitStatus { code, signal }), "{script}");
    }
}

#[test]
fn child_that_someone_else_waited_for_has_no_status() {
    let event_loop = new_loop();
    let mut child = Command::new("/bin/sh")
        .args(["-c", "exit 3"])
        .spawn()
        .unwrap();
    let seen = Rc::new(Cell::new(None));
    let told = Rc::clone(&seen);
    event_loop
        .watch_child(i32::try_from(child.id()).unwrap(), move |_, status| {
            told.set(Some(status))
        })
        .unwrap();
    child.wait().unwrap();
    event_loop.run(RunMode::Default);
    assert_eq!(
        seen.get(),
        Some(ExitStatus {
            code: None,
            signal: None
        })
    );
}

#[test]
fn child_that_is_forgotten_or_unreferenced_keeps_nothing_alive() {
    let event_loop = new_loop();
    let mut child = Command::new("/bin/sleep").arg("100").spawn().unwrap();
    let pid = i32::try_from(child.id()).unwrap();
    let id = event_loop.watch_child(pid, |_, _| unreachable!()).unwrap();
    assert_eq!(event_loop.active()[0].kind, "child");
    event_loop.child_ref(id, false);
    assert!(!event_loop.alive());
    event_loop.child_ref(id, true);
    assert!(event_loop.alive());
    assert!(event_loop.unwatch_child(id));
    assert!(!event_loop.unwatch_child(id));
    assert!(!event_loop.alive());
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn process_that_does_not_exist_is_refused() {
    let event_loop = new_loop();
    let error = event_loop.watch_child(i32::MAX, |_, _| ()).unwrap_err();
    assert_eq!(error.raw_os_error(), Some(libc::ESRCH));
}
