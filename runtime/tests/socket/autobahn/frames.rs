//! Groups 1 to 5: lengths, pings and pongs, reserved bits and opcodes, fragments.

use super::{Case, check};
use crate::support::{BINARY, CLOSE, PING, PONG, TEXT, frame};

/// A frame with reserved bits set.
fn reserved(bits: u8, opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = frame(true, opcode, payload);
    bytes[0] |= bits << 4;
    bytes
}

#[test]
fn group_1_frames_of_all_lengths() {
    let mut cases = Vec::new();
    for (group, opcode, byte) in [("1.1", TEXT, b'*'), ("1.2", BINARY, 0xFE)] {
        for (index, length) in [0, 125, 126, 127, 128, 65_535, 65_536].into_iter().enumerate() {
            let payload = vec![byte; length];
            let id = format!("{group}.{}", index + 1);
            cases.push(Case::ok(id, frame(true, opcode, &payload), &[(opcode, &payload)]));
        }
        let payload = vec![byte; 65_536];
        cases.push(Case::ok(format!("{group}.8"), frame(true, opcode, &payload), &[(opcode, &payload)]).chopped(997));
    }
    check(cases);
}

#[test]
fn group_2_pings_and_pongs() {
    let long = [0xFE; 125];
    let ten: Vec<Vec<u8>> = (0..10).map(|number| format!("payload-{number}").into_bytes()).collect();
    let pings: Vec<u8> = ten.iter().flat_map(|payload| frame(true, PING, payload)).collect();
    let pongs: Vec<(u8, &[u8])> = ten.iter().map(|payload| (PONG, payload.as_slice())).collect();
    let odd = [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF];
    check(vec![
        Case::ok("2.1", frame(true, PING, b""), &[(PONG, b"")]),
        Case::ok("2.2", frame(true, PING, b"Hello, world!"), &[(PONG, b"Hello, world!")]),
        Case::ok("2.3", frame(true, PING, &odd), &[(PONG, &odd)]),
        Case::ok("2.4", frame(true, PING, &long), &[(PONG, &long)]),
        Case::fails("2.5", frame(true, PING, &[0xFE; 126]), &[], 1002),
        Case::ok("2.6", frame(true, PING, &long), &[(PONG, &long)]).chopped(1),
        Case::ok("2.7", frame(true, PONG, b""), &[]),
        Case::ok("2.8", frame(true, PONG, b"unsolicited pong payload"), &[]),
        Case::ok(
            "2.9",
            [frame(true, PONG, b"unsolicited"), frame(true, PING, b"ping payload")].concat(),
            &[(PONG, b"ping payload")],
        ),
        Case::ok("2.10", pings.clone(), &pongs),
        Case::ok("2.11", pings, &pongs).chopped(1),
    ]);
}

#[test]
fn group_3_reserved_bits() {
    let hello = b"Hello, world!".as_slice();
    let between = |bits: u8| [frame(true, TEXT, hello), reserved(bits, TEXT, hello), frame(true, PING, b"")].concat();
    check(vec![
        Case::fails("3.1", reserved(1, TEXT, hello), &[], 1002),
        Case::fails("3.2", between(2), &[(TEXT, hello)], 1002),
        Case::fails("3.3", between(3), &[(TEXT, hello)], 1002).chopped(20),
        Case::fails("3.4", between(4), &[(TEXT, hello)], 1002).chopped(1),
        Case::fails("3.5", reserved(5, BINARY, &[0xFF; 8]), &[], 1002),
        Case::fails("3.6", reserved(6, PING, hello), &[], 1002),
        Case::fails("3.7", reserved(7, CLOSE, b""), &[], 1002),
    ]);
}

#[test]
fn group_4_reserved_opcodes() {
    let hello = b"Hello, world!".as_slice();
    let mut cases = Vec::new();
    for (group, first) in [("4.1", 3), ("4.2", 11)] {
        for index in 0..5_u8 {
            let opcode = first + index;
            let payload: &[u8] = if index == 0 { b"" } else { b"reserved opcode payload" };
            let (bytes, gets): (_, &[(u8, &[u8])]) = match index {
                0 | 1 => (frame(true, opcode, payload), &[]),
                _ => {
                    let bytes =
                        [frame(true, TEXT, hello), frame(true, opcode, payload), frame(true, PING, b"")].concat();
                    (bytes, &[(TEXT, b"Hello, world!")])
                }
            };
            let chop = if index == 4 { 1 } else { usize::MAX };
            cases.push(Case::fails(format!("{group}.{}", index + 1), bytes, gets, 1002).chopped(chop));
        }
    }
    check(cases);
}

#[test]
fn group_5_fragments() {
    let start = || frame(false, TEXT, b"fragment1");
    let end = || frame(true, 0, b"fragment2");
    let ping = || frame(true, PING, b"ping payload");
    let whole: (u8, &[u8]) = (TEXT, b"fragment1fragment2");
    let pong: (u8, &[u8]) = (PONG, b"ping payload");
    let stray = |is_final: bool| {
        [frame(is_final, 0, b"non-continuation payload"), frame(true, TEXT, b"Hello, world!")].concat()
    };
    let five = || {
        [
            frame(false, TEXT, b"fragment1"),
            frame(false, 0, b"fragment2"),
            frame(true, PING, b"pongme 1!"),
            frame(false, 0, b"fragment3"),
            frame(true, PING, b"pongme 2!"),
            frame(false, 0, b"fragment4"),
            frame(true, 0, b"fragment5"),
        ]
        .concat()
    };
    let of_five: &[(u8, &[u8])] =
        &[(PONG, b"pongme 1!"), (PONG, b"pongme 2!"), (TEXT, b"fragment1fragment2fragment3fragment4fragment5")];
    check(vec![
        Case::fails("5.1", [frame(false, PING, b"fragment1"), frame(true, 0, b"fragment2")].concat(), &[], 1002),
        Case::fails("5.2", [frame(false, PONG, b"fragment1"), frame(true, 0, b"fragment2")].concat(), &[], 1002),
        Case::ok("5.3", [start(), end()].concat(), &[whole]),
        Case::ok("5.4", [start(), end()].concat(), &[whole]).chopped(9),
        Case::ok("5.5", [start(), end()].concat(), &[whole]).chopped(1),
        Case::ok("5.6", [start(), ping(), end()].concat(), &[pong, whole]),
        Case::ok("5.7", [start(), ping(), end()].concat(), &[pong, whole]).chopped(7),
        Case::ok("5.8", [start(), ping(), end()].concat(), &[pong, whole]).chopped(1),
        Case::fails("5.9", stray(true), &[], 1002),
        Case::fails("5.10", stray(true), &[], 1002).chopped(8),
        Case::fails("5.11", stray(true), &[], 1002).chopped(1),
        Case::fails("5.12", stray(false), &[], 1002),
        Case::fails("5.13", stray(false), &[], 1002).chopped(8),
        Case::fails("5.14", stray(false), &[], 1002).chopped(1),
        Case::fails(
            "5.15",
            [start(), end(), frame(false, 0, b"fragment3"), frame(true, TEXT, b"fragment4")].concat(),
            &[whole],
            1002,
        ),
        Case::fails("5.16", [frame(false, 0, b"fragment1"), start(), end()].concat(), &[], 1002),
        Case::fails("5.17", [frame(true, 0, b"fragment1"), start(), end()].concat(), &[], 1002),
        Case::fails("5.18", [start(), frame(true, TEXT, b"fragment2")].concat(), &[], 1002),
        Case::ok("5.19", five(), of_five),
        Case::ok("5.20", five(), of_five).chopped(13),
    ]);
}
