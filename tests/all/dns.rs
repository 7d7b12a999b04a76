//! `dns.resolve*` and `dns.reverse`, against a server of this test.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, UdpSocket};
use std::thread;

use crate::host::{host, root};

const HEADER: usize = 12;

/// Labels behind their lengths.
fn name(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in text.split('.') {
        bytes.push(u8::try_from(label.len()).expect("a label is short"));
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

/// The data of the records of one type.
fn records(kind: u16) -> Vec<Vec<u8>> {
    let with = |numbers: &[u8], text: &str| [numbers, &name(text)].concat();
    match kind {
        1 => vec![vec![192, 0, 2, 1], vec![192, 0, 2, 2]],
        2 => vec![name("ns.test")],
        5 => vec![name("alias.test")],
        6 => {
            let numbers: Vec<u8> = (1..=5_u32).flat_map(u32::to_be_bytes).collect();
            vec![[name("ns.test"), name("host.test"), numbers].concat()]
        }
        12 => vec![name("pointer.test")],
        15 => vec![with(&[0, 10], "mail.test")],
        16 => vec![b"\x05hello\x05world".to_vec(), b"\x03one".to_vec()],
        28 => vec![[&[0x20, 1, 0x0d, 0xb8][..], &[0; 11], &[1]].concat()],
        33 => vec![with(&[0, 1, 0, 2, 0, 3], "service.test")],
        35 => vec![with(b"\x00\x05\x00\x06\x01s\x07SIP+D2U\x00", "next.test")],
        52 => vec![b"\x03\x01\x01data".to_vec()],
        257 => vec![b"\x00\x05issueca.test".to_vec()],
        _ => Vec::new(),
    }
}

/// What is answered, or nothing at all.
fn reply(query: &[u8], fits: bool) -> Option<Vec<u8>> {
    let length = query[HEADER..].iter().position(|byte| *byte == 0)? + 1;
    let question = query.get(HEADER..HEADER + length + 4)?;
    let kind = u16::from_be_bytes([question[length], question[length + 1]]);
    let first = &question[1..=usize::from(question[0])];
    let (code, answers): (u8, Vec<(u16, Vec<u8>)>) = match first {
        b"missing" => (3, Vec::new()),
        b"failing" => (2, Vec::new()),
        b"refused" => (5, Vec::new()),
        b"empty" => (0, Vec::new()),
        b"silent" => return None,
        b"any" => {
            let kinds = [1, 15, 16, 2];
            (
                0,
                kinds
                    .iter()
                    .flat_map(|kind| records(*kind).into_iter().map(|data| (*kind, data)))
                    .collect(),
            )
        }
        b"garbage" => (0, vec![(kind, Vec::new())]),
        _ => (
            0,
            records(kind).into_iter().map(|data| (kind, data)).collect(),
        ),
    };
    let truncated = first == b"large" && !fits;
    let count = if truncated { 0 } else { answers.len() };
    let mut bytes = query[..2].to_vec();
    bytes.extend_from_slice(&[if truncated { 0x83 } else { 0x81 }, 0x80 | code, 0, 1]);
    bytes.extend_from_slice(&[0, u8::try_from(count).ok()?, 0, 0, 0, 0]);
    bytes.extend_from_slice(question);
    for (kind, data) in answers.iter().take(count) {
        bytes.extend_from_slice(&[0xc0, 0x0c]);
        bytes.extend_from_slice(&kind.to_be_bytes());
        bytes.extend_from_slice(&[0, 1, 0, 0, 0, 60]);
        bytes.extend_from_slice(&u16::try_from(data.len()).ok()?.to_be_bytes());
        bytes.extend_from_slice(data);
    }
    Some(bytes)
}

/// A server on a port of its own, over UDP and TCP, for as long as the process runs.
fn start() -> u16 {
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        // Another program may have the datagrams of this port.
        let Ok(socket) = UdpSocket::bind(("127.0.0.1", port)) else {
            continue;
        };
        thread::spawn(move || {
            let mut query = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut query) {
                if let Some(answer) = reply(&query[..length], false) {
                    let _sent = socket.send_to(&answer, from);
                }
            }
        });
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut query = [0; 512];
                let length = stream.read(&mut query).unwrap_or(0);
                if let Some(answer) = query.get(2..length).and_then(|query| reply(query, true)) {
                    let size = u16::try_from(answer.len()).unwrap_or(0).to_be_bytes();
                    let _sent = stream.write_all(&[&size[..], &answer].concat());
                }
            }
        });
        return port;
    }
}

#[test]
fn dns_resolve_prints_what_node_prints() {
    let port = start().to_string();
    let expected = fs::read_to_string(root().join("tests/dns/resolve.txt"))
        .expect("it is part of the repository");
    let run = host(["tests/dns/resolve.js", &port]);
    assert_eq!(run.stdout, expected, "{}", run.describe());
}
