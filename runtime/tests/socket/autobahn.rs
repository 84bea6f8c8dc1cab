//! The cases of the Autobahn test suite for clients, groups 1 to 7, 9 and 10, as raw bytes of a scripted server. The client sends back what it
//! receives, as the suite has it. Groups 12 and 13 are about compression, which is not offered.

use clientwright_runtime::SocketOptions;
use clientwright_runtime::testing::VirtualClock;
use futures_util::future::join;

use crate::support::{BINARY, CLOSE, Got, PING, PONG, Peer, Raw, TEXT, frame, pair};

/// What the server sends, and what it has to get.
struct Case {
    id: String,
    bytes: Vec<u8>,
    /// The bytes are written in pieces of this length.
    chop: usize,
    /// What the server gets, in order, before the close frame.
    gets: Vec<(u8, Vec<u8>)>,
    /// Of these, those behind the first so many may be missing: the end has overtaken them.
    at_least: usize,
    /// The code of the close frame that the server gets; `None`: a frame without one.
    code: Option<u16>,
}

impl Case {
    /// What the server gets, after which it closes with 1000.
    fn ok(id: impl Into<String>, bytes: Vec<u8>, gets: &[(u8, &[u8])]) -> Self {
        let bytes = [bytes, close(1000, b"")].concat();
        Self::ends(id, bytes, gets, Some(1000))
    }

    /// What the server gets before the client leaves it, for a fault.
    fn fails(id: impl Into<String>, bytes: Vec<u8>, gets: &[(u8, &[u8])], code: u16) -> Self {
        Self { at_least: 0, ..Self::ends(id, bytes, gets, Some(code)) }
    }

    fn ends(id: impl Into<String>, bytes: Vec<u8>, gets: &[(u8, &[u8])], code: Option<u16>) -> Self {
        let gets: Vec<_> = gets.iter().map(|(opcode, payload)| (*opcode, payload.to_vec())).collect();
        Self { id: id.into(), bytes, chop: usize::MAX, at_least: gets.len(), gets, code }
    }

    fn chopped(self, chop: usize) -> Self {
        Self { chop, ..self }
    }

    /// What is wrong, if something is.
    async fn run(&self, clock: &VirtualClock) -> Option<String> {
        let (mut socket, mut peer): (Raw, _) = pair(clock, SocketOptions::new()).await;
        let echoes = async {
            while let Some(Ok(message)) = socket.next().await {
                if socket.send(message).await.is_err() {
                    break;
                }
            }
            drop(socket);
        };
        let serves = async {
            for piece in self.bytes.chunks(self.chop.min(self.bytes.len())) {
                if !peer.write(piece).await {
                    break;
                }
            }
            receive(&mut peer).await
        };
        let ((), got) = join(echoes, serves).await;
        let Some((last, before)) = got.split_last() else { return Some(format!("{}: got nothing", self.id)) };
        let before: Vec<(u8, Vec<u8>)> = before.iter().map(|got| (got.opcode, got.payload.clone())).collect();
        let is_right = before.len() >= self.at_least
            && self.gets.starts_with(&before)
            && last.opcode == CLOSE
            && last.close_code() == self.code;
        (!is_right).then(|| {
            let seen: Vec<_> = before.iter().map(|(opcode, payload)| (*opcode, payload.len())).collect();
            format!("{}: got {seen:?}, then {:?} {:?}", self.id, last.opcode, last.close_code())
        })
    }
}

/// All messages, put together of their frames; pings of the client's own are left out.
async fn receive(peer: &mut Peer) -> Vec<Got> {
    let mut got: Vec<Got> = Vec::new();
    let mut is_open = false;
    while let Some(frame) = peer.message().await {
        match got.last_mut().filter(|_| is_open && frame.opcode == 0) {
            Some(message) => message.payload.extend(frame.payload),
            None => got.push(frame.clone()),
        }
        is_open = !frame.is_final;
    }
    got
}

fn close(code: u16, reason: &[u8]) -> Vec<u8> {
    frame(true, CLOSE, &[&code.to_be_bytes()[..], reason].concat())
}

/// A frame with reserved bits set.
fn reserved(bits: u8, opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = frame(true, opcode, payload);
    bytes[0] |= bits << 4;
    bytes
}

/// A message in frames of so many bytes.
fn fragments(opcode: u8, payload: &[u8], length: usize) -> Vec<u8> {
    let count = payload.len().div_ceil(length).max(1);
    let pieces = payload.chunks(length).enumerate();
    pieces.flat_map(|(index, piece)| frame(index + 1 == count, if index == 0 { opcode } else { 0 }, piece)).collect()
}

fn check(cases: Vec<Case>) {
    let count = cases.len();
    let wrong: Vec<String> = cases
        .into_iter()
        .filter_map(|case| {
            let clock = VirtualClock::new();
            clock.run(case.run(&clock))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
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

/// What is UTF-8 and comes back, and what is none and ends the connection with 1007.
#[test]
fn group_6_texts() {
    const KOSME: &[u8] = b"\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5";
    const MIXED: &[u8] = "Hello-µ@ßöäüàá-UTF-8!!".as_bytes();
    const BROKEN: &[u8] = b"\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5\xED\xA0\x80edited";
    let text = |payload: &[u8]| frame(true, TEXT, payload);
    let mut cases = vec![
        Case::ok("6.1.1", text(b""), &[(TEXT, b"")]),
        Case::ok(
            "6.1.2",
            [frame(false, TEXT, b""), frame(false, 0, b""), frame(true, 0, b"")].concat(),
            &[(TEXT, b"")],
        ),
        Case::ok(
            "6.1.3",
            [frame(false, TEXT, b""), frame(false, 0, b"middle frame payload"), frame(true, 0, b"")].concat(),
            &[(TEXT, b"middle frame payload")],
        ),
        Case::ok("6.2.1", text(MIXED), &[(TEXT, MIXED)]),
        Case::ok("6.2.2", fragments(TEXT, MIXED, 12), &[(TEXT, MIXED)]),
        Case::ok("6.2.3", fragments(TEXT, MIXED, 1), &[(TEXT, MIXED)]),
        Case::ok("6.2.4", fragments(TEXT, KOSME, 1), &[(TEXT, KOSME)]),
        Case::fails("6.3.1", text(BROKEN), &[], 1007),
        Case::fails("6.3.2", fragments(TEXT, BROKEN, 1), &[], 1007),
        // The fault is seen before the message, or the frame, is whole.
        Case::fails("6.4.1", [frame(false, TEXT, KOSME), frame(false, 0, b"\xF4\x90\x80\x80")].concat(), &[], 1007),
        Case::fails(
            "6.4.2",
            [frame(false, TEXT, KOSME), frame(false, 0, b"\xF4"), frame(false, 0, b"\x90")].concat(),
            &[],
            1007,
        ),
        Case::fails("6.4.3", [&[0x81, 60][..], KOSME, b"\xF4\x90\x80\x80"].concat(), &[], 1007),
        Case::fails("6.4.4", [&[0x81, 60][..], KOSME, b"\xF4\x90"].concat(), &[], 1007).chopped(1),
    ];
    for end in 1..=KOSME.len() {
        let id = format!("6.6.{end}");
        let payload = &KOSME[..end];
        cases.push(match std::str::from_utf8(payload) {
            Ok(_) => Case::ok(id, text(payload), &[(TEXT, payload)]),
            Err(_) => Case::fails(id, text(payload), &[], 1007),
        });
    }
    let valid: &[(&str, &[&[u8]])] = &[
        (
            "6.5",
            &[
                b"\xF0\x9F\x98\x80",
                "\u{7FF}\u{800}".as_bytes(),
                "\u{FFFF}".as_bytes(),
                "a\u{10FFFF}".as_bytes(),
                b"\x7F",
            ],
        ),
        ("6.7", &[b"\x00", b"\xC2\x80", b"\xE0\xA0\x80", b"\xF0\x90\x80\x80"]),
        ("6.9", &[b"\x7F", b"\xDF\xBF", b"\xEF\xBF\xBF", b"\xF4\x8F\xBF\xBF"]),
        ("6.11", &[b"\xED\x9F\xBF", b"\xEE\x80\x80", b"\xEF\xBF\xBD", b"\xF4\x8F\xBF\xBF"]),
        (
            "6.23",
            &[
                b"\xEF\xBF\xB9",
                b"\xEF\xBF\xBA",
                b"\xEF\xBF\xBB",
                b"\xEF\xBF\xBC",
                b"\xEF\xBF\xBD",
                b"\xEF\xBF\xBE",
                b"\xEF\xBF\xBF",
            ],
        ),
    ];
    let lonely = |range: std::ops::RangeInclusive<u8>| range.flat_map(|byte| [byte, b' ']).collect::<Vec<u8>>();
    let incomplete: &[&[u8]] = &[
        b"\xC0",
        b"\xE0\x80",
        b"\xF0\x80\x80",
        b"\xF8\x80\x80\x80",
        b"\xFC\x80\x80\x80\x80",
        b"\xDF",
        b"\xEF\xBF",
        b"\xF7\xBF\xBF",
        b"\xFB\xBF\xBF\xBF",
        b"\xFD\xBF\xBF\xBF\xBF",
    ];
    let all_incomplete = incomplete.concat();
    let continuation: Vec<u8> = (0x80..=0xBF).collect();
    let lonely =
        [lonely(0xC0..=0xDF), lonely(0xE0..=0xEF), lonely(0xF0..=0xF7), lonely(0xF8..=0xFB), lonely(0xFC..=0xFD)];
    let lonely: Vec<&[u8]> = lonely.iter().map(Vec::as_slice).collect();
    let invalid: &[(&str, &[&[u8]])] = &[
        ("6.8", &[b"\xF8\x88\x80\x80\x80", b"\xFC\x84\x80\x80\x80\x80"]),
        ("6.10", &[b"\xF7\xBF\xBF\xBF", b"\xFB\xBF\xBF\xBF\xBF", b"\xFD\xBF\xBF\xBF\xBF\xBF"]),
        ("6.11", &[b"\xF4\x90\x80\x80"]),
        (
            "6.12",
            &[
                b"\x80",
                b"\xBF",
                b"\x80\xBF",
                b"\x80\xBF\x80",
                b"\x80\xBF\x80\xBF",
                b"\x80\xBF\x80\xBF\x80",
                b"\x80\xBF\x80\xBF\x80\xBF",
                &continuation,
            ],
        ),
        ("6.13", &lonely),
        ("6.14", incomplete),
        ("6.15", &[&all_incomplete]),
        ("6.16", &[b"\xFE", b"\xFF", b"\xFE\xFE\xFF\xFF"]),
        (
            "6.17",
            &[b"\xC0\xAF", b"\xE0\x80\xAF", b"\xF0\x80\x80\xAF", b"\xF8\x80\x80\x80\xAF", b"\xFC\x80\x80\x80\x80\xAF"],
        ),
        (
            "6.18",
            &[b"\xC1\xBF", b"\xE0\x9F\xBF", b"\xF0\x8F\xBF\xBF", b"\xF8\x87\xBF\xBF\xBF", b"\xFC\x83\xBF\xBF\xBF\xBF"],
        ),
        (
            "6.19",
            &[b"\xC0\x80", b"\xE0\x80\x80", b"\xF0\x80\x80\x80", b"\xF8\x80\x80\x80\x80", b"\xFC\x80\x80\x80\x80\x80"],
        ),
        (
            "6.20",
            &[
                b"\xED\xA0\x80",
                b"\xED\xAD\xBF",
                b"\xED\xAE\x80",
                b"\xED\xAF\xBF",
                b"\xED\xB0\x80",
                b"\xED\xBE\x80",
                b"\xED\xBF\xBF",
            ],
        ),
        (
            "6.21",
            &[
                b"\xED\xA0\x80\xED\xB0\x80",
                b"\xED\xA0\x80\xED\xBF\xBF",
                b"\xED\xAD\xBF\xED\xB0\x80",
                b"\xED\xAD\xBF\xED\xBF\xBF",
                b"\xED\xAE\x80\xED\xB0\x80",
                b"\xED\xAE\x80\xED\xBF\xBF",
                b"\xED\xAF\xBF\xED\xB0\x80",
                b"\xED\xAF\xBF\xED\xBF\xBF",
            ],
        ),
    ];
    for (group, payloads) in valid {
        for (index, payload) in payloads.iter().enumerate() {
            cases.push(Case::ok(format!("{group}.{}", index + 1), text(payload), &[(TEXT, payload)]));
        }
    }
    for (group, payloads) in invalid {
        for (index, payload) in payloads.iter().enumerate() {
            cases.push(Case::fails(format!("{group}.{} (none)", index + 1), text(payload), &[], 1007));
        }
    }
    // Noncharacters are characters of UTF-8 (6.22).
    for plane in 0..=0x10_u32 {
        for low in [0xFFFE, 0xFFFF] {
            let payload = char::from_u32(plane << 16 | low).unwrap().to_string().into_bytes();
            cases.push(Case::ok(format!("6.22 {plane:x}{low:x}"), text(&payload), &[(TEXT, &payload)]));
        }
    }
    check(cases);
}

#[test]
fn group_7_closing() {
    let hello: (u8, &[u8]) = (TEXT, b"Hello World!");
    let message = || frame(true, TEXT, b"Hello World!");
    let long = vec![b'*'; 256 << 10];
    let longest = vec![b'*'; 123];
    let mut cases = vec![
        Case::ends("7.1.1", [message(), close(1000, b"")].concat(), &[hello], Some(1000)),
        Case::ends("7.1.2", [close(1000, b""), close(1000, b"")].concat(), &[], Some(1000)),
        Case::ends("7.1.3", [close(1000, b""), frame(true, PING, b"")].concat(), &[], Some(1000)),
        Case::ends("7.1.4", [close(1000, b""), message()].concat(), &[], Some(1000)),
        Case::ends(
            "7.1.5",
            [frame(false, TEXT, b"fragment1"), close(1000, b""), frame(true, 0, b"fragment2")].concat(),
            &[],
            Some(1000),
        ),
        Case::ends(
            "7.1.6",
            [frame(true, TEXT, &long), message(), close(1000, b""), frame(true, PING, b"")].concat(),
            &[(TEXT, &long), hello],
            Some(1000),
        ),
        Case::ends("7.3.1", frame(true, CLOSE, b""), &[], None),
        Case::fails("7.3.2", frame(true, CLOSE, b"a"), &[], 1002),
        Case::ends("7.3.3", close(1000, b""), &[], Some(1000)),
        Case::ends("7.3.4", close(1000, b"Hello World!"), &[], Some(1000)),
        Case::ends("7.3.5", close(1000, &longest), &[], Some(1000)),
        Case::fails("7.3.6", close(1000, &[b'*'; 124]), &[], 1002),
        Case::fails("7.5.1", close(1000, b"\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5\xED\xA0\x80edited"), &[], 1007),
    ];
    // What still waits for room when the close frame comes is not sent any more.
    cases.iter_mut().filter(|case| case.id == "7.1.6").for_each(|case| case.at_least = 1);
    for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999] {
        cases.push(Case::ends(format!("7.7 {code}"), close(code, b""), &[], Some(code)));
    }
    for code in [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535] {
        cases.push(Case::fails(format!("7.9 {code}"), close(code, b""), &[], 1002));
    }
    check(cases);
}

#[test]
fn groups_9_and_10_long_messages() {
    let mut cases = Vec::new();
    for (groups, opcode, byte) in [(["9.1", "9.3", "9.5"], TEXT, b'*'), (["9.2", "9.4", "9.6"], BINARY, 0xFE)] {
        for size in [64 << 10, 256 << 10, 1 << 20, 4 << 20, 8 << 20, 16 << 20] {
            let payload = vec![byte; size];
            cases.push(Case::ok(format!("{} {size}", groups[0]), frame(true, opcode, &payload), &[(opcode, &payload)]));
        }
        let payload = vec![byte; 4 << 20];
        for length in [64, 256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20] {
            let bytes = fragments(opcode, &payload, length);
            cases.push(Case::ok(format!("{} {length}", groups[1]), bytes, &[(opcode, &payload)]));
        }
        let payload = vec![byte; 1 << 20];
        for chop in [64, 128, 256, 512, 1024, 2048] {
            let bytes = frame(true, opcode, &payload);
            cases.push(Case::ok(format!("{} {chop}", groups[2]), bytes, &[(opcode, &payload)]).chopped(chop));
        }
    }
    let payload = vec![b'*'; 65_536];
    cases.push(Case::ok("10.1.1", fragments(TEXT, &payload, 1_300), &[(TEXT, &payload)]));
    check(cases);
}

#[test]
fn groups_9_7_and_9_8_a_thousand_round_trips() {
    for opcode in [TEXT, BINARY] {
        for size in [0, 16, 64, 256, 1024, 4096] {
            let clock = VirtualClock::new();
            clock.run(async {
                let (mut socket, mut peer): (Raw, _) = pair(&clock, SocketOptions::new()).await;
                let payload = vec![b'*'; size];
                let serves = async {
                    for _ in 0..1_000 {
                        peer.send(opcode, &payload).await;
                        let got = peer.message().await.unwrap();
                        assert!(got.opcode == opcode && got.payload == payload);
                    }
                    peer.close(1000, "").await;
                };
                let echoes = async {
                    while let Some(message) = socket.next().await {
                        socket.send(message.unwrap()).await.unwrap();
                    }
                };
                join(echoes, serves).await;
            });
        }
    }
}
