//! Group 6: what is UTF-8 and what is none (RFC 3629).

use super::{Case, check, fragments};
use crate::support::{TEXT, frame};

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
