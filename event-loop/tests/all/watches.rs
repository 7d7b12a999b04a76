//! Watched descriptors, through pipes.

use std::cell::Cell;
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::AsRawFd;
use std::rc::Rc;

use napi_host_event_loop::{EventLoop, Interest, Readiness, RunMode, WatchCallback, WatchId};

use crate::support::{Log, new_loop};

fn pipe() -> (PipeReader, PipeWriter) {
    io::pipe().unwrap()
}

fn watcher(call: impl Fn(&EventLoop, Readiness) + 'static) -> WatchCallback {
    Rc::new(call)
}

#[test]
fn readable_pipe_is_reported_as_long_as_it_is() {
    let (event_loop, log) = (new_loop(), Log::default());
    let (mut reader, mut writer) = pipe();
    let words = log.clone();
    let fd = reader.as_raw_fd();
    let id = event_loop
        .watch(
            fd,
            Interest::READABLE,
            watcher(move |_, readiness| {
                assert!(readiness.readable && !readiness.writable && !readiness.error);
                words.add("readable");
            }),
        )
        .unwrap();
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "");
    writer.write_all(b"x").unwrap();
    event_loop.run(RunMode::Once);
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "readable readable");
    reader.read_exact(&mut [0]).unwrap();
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "readable readable");
    assert!(event_loop.unwatch(id));
    assert!(!event_loop.unwatch(id));
    assert!(!event_loop.alive());
}

#[test]
fn closed_peer_is_reported_as_readable_and_disconnected() {
    let event_loop = new_loop();
    let (reader, writer) = pipe();
    let seen = Rc::new(Cell::new(Readiness::default()));
    let told = Rc::clone(&seen);
    event_loop
        .watch(
            reader.as_raw_fd(),
            Interest::READABLE,
            watcher(move |_, readiness| told.set(readiness)),
        )
        .unwrap();
    drop(writer);
    event_loop.run(RunMode::Once);
    assert!(seen.get().readable && seen.get().disconnect);
}

#[test]
fn writable_pipe_and_change_of_interest() {
    let (event_loop, log) = (new_loop(), Log::default());
    let (_reader, writer) = pipe();
    let words = log.clone();
    let watch = watcher(move |_, readiness| {
        words.add(if readiness.writable {
            "writable"
        } else {
            "other"
        })
    });
    let id = event_loop
        .watch(writer.as_raw_fd(), Interest::default(), watch)
        .unwrap();
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "");
    event_loop.watch_modify(id, Interest::WRITABLE).unwrap();
    event_loop.run(RunMode::NoWait);
    event_loop.watch_modify(id, Interest::READABLE).unwrap();
    event_loop.run(RunMode::NoWait);
    event_loop.watch_modify(id, Interest::default()).unwrap();
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "writable");
    event_loop.unwatch(id);
    assert_eq!(
        event_loop
            .watch_modify(id, Interest::READABLE)
            .unwrap_err()
            .kind(),
        io::ErrorKind::NotFound
    );
}

#[test]
fn watch_ended_in_the_same_batch_is_not_reported() {
    let (event_loop, log) = (new_loop(), Log::default());
    let pipes = [pipe(), pipe()];
    let ids = Rc::new(Cell::new([None::<WatchId>; 2]));
    let mut made = [None; 2];
    for (index, (reader, writer)) in pipes.iter().enumerate() {
        let (ids, words) = (Rc::clone(&ids), log.clone());
        let end_other = watcher(move |event_loop, _| {
            words.add("one");
            event_loop.unwatch(ids.get()[1 - index].unwrap());
        });
        made[index] = Some(
            event_loop
                .watch(reader.as_raw_fd(), Interest::READABLE, end_other)
                .unwrap(),
        );
        let mut writer = writer;
        writer.write_all(b"x").unwrap();
    }
    ids.set(made);
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "one");
}

#[test]
fn watch_refuses_what_cannot_be_watched() {
    let event_loop = new_loop();
    let ignore = || watcher(|_, _| ());
    let file = std::fs::File::open("/proc/self/exe").unwrap();
    let (reader, _writer) = pipe();
    let fd = reader.as_raw_fd();
    event_loop.watch(fd, Interest::READABLE, ignore()).unwrap();
    let cases = [
        (fd, libc::EEXIST),
        (file.as_raw_fd(), libc::EPERM),
        (-1, libc::EBADF),
        (1 << 20, libc::EBADF),
    ];
    for (fd, code) in cases {
        let error = event_loop
            .watch(fd, Interest::READABLE, ignore())
            .unwrap_err();
        assert_eq!(error.raw_os_error(), Some(code), "{fd}");
    }
    assert_eq!(event_loop.active().len(), 1);
}

#[test]
fn unreferenced_watch_does_not_keep_the_loop_alive() {
    let event_loop = new_loop();
    let (reader, _writer) = pipe();
    let id = event_loop
        .watch(reader.as_raw_fd(), Interest::READABLE, watcher(|_, _| ()))
        .unwrap();
    event_loop.watch_ref(id, false);
    assert!(!event_loop.run(RunMode::Default));
}

#[test]
fn descriptor_closed_too_early_is_not_reported_for_ever() {
    let (event_loop, log) = (new_loop(), Log::default());
    let (reader, mut writer) = pipe();
    let duplicate = reader.try_clone().unwrap();
    let words = log.clone();
    let id = event_loop
        .watch(
            reader.as_raw_fd(),
            Interest::READABLE,
            watcher(move |_, _| words.add("old")),
        )
        .unwrap();
    drop(reader);
    event_loop.unwatch(id);
    writer.write_all(b"x").unwrap();
    let keep = event_loop.request_begin("test");
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "");
    drop((duplicate, keep));
}

/// As when its descriptor becomes readable after the system was asked.
#[test]
fn what_a_watch_sends_arrives_in_the_next_iteration() {
    let (event_loop, log) = (new_loop(), Log::default());
    let (reader, mut writer) = pipe();
    let id = event_loop.async_new(log.note("async"));
    let sender = event_loop.async_sender(id).unwrap();
    let words = log.clone();
    let told = watcher(move |_, _| {
        words.add("readable");
        sender.send();
    });
    let watch = event_loop
        .watch(reader.as_raw_fd(), Interest::READABLE, told)
        .unwrap();
    event_loop.hook_start(napi_host_event_loop::Phase::Check, log.note("check"));
    writer.write_all(b"x").unwrap();
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "readable check");
    event_loop.unwatch(watch);
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "readable check async check");
}
