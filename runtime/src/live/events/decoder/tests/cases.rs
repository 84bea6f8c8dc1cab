//! What the web-platform-tests ask of `eventsource/format-*` and `event-data`, as a table, and what section 9.2.6 says beside.

use super::{Decoder, Read, read, read_however_cut};

/// A stream, and the name, data and last id of each of its events.
type Case<'a> = (&'a str, &'a [u8], &'a [(&'a str, &'a str, &'a str)]);

const CASES: &[Case<'_>] = &[
    ("bom", b"\xEF\xBB\xBFdata:1\n\n\xEF\xBB\xBFdata:2\n\ndata:3\n\n", &[("", "1", ""), ("", "3", "")]),
    ("bom-2", b"\xEF\xBB\xBF\xEF\xBB\xBFdata:1\n\ndata:2\n\ndata:3\n\n", &[("", "2", ""), ("", "3", "")]),
    ("bom alone", b"\xEF\xBB\xBF", &[]),
    ("bom before an empty line", b"\xEF\xBB\xBF\ndata:1\n\n", &[("", "1", "")]),
    ("half a bom", b"\xEF\xBBdata:1\ndata:2\n\n", &[("", "2", "")]),
    ("bom within a value", b"data:\xEF\xBB\xBF1\n\n", &[("", "\u{FEFF}1", "")]),
    ("comments", b"data:1\r:\0\n:\r\ndata:2\n:xxxx\rdata:3\n:data:fail\r:xxxx\ndata:4\n\n", &[("", "1\n2\n3\n4", "")]),
    ("data-before-final-empty-line", b"retry:1000\ndata:test1\n\nid:test\ndata:test2", &[("", "test1", "")]),
    ("field-data", b"data:\n\ndata\ndata\n\ndata:test\n\n", &[("", "", ""), ("", "\n", ""), ("", "test", "")]),
    ("field-event", b"event:test\ndata:x\n\ndata:x\n\n", &[("test", "x", ""), ("", "x", "")]),
    ("field-event-empty", b"event: \ndata:data\n\n", &[("", "data", "")]),
    ("field-event, the last", b"event:a\nevent:b\ndata:x\n\n", &[("b", "x", "")]),
    ("field-event, emptied", b"event:a\nevent\ndata:x\n\n", &[("", "x", "")]),
    ("field-event without data", b"event:a\n\ndata:x\n\n", &[("", "x", "")]),
    ("field-id", b"id: \xE2\x80\xA6\ndata: hello\n\n", &[("", "hello", "\u{2026}")]),
    ("field-id persists", b"id: 1\ndata: 1\n\ndata: 2\n\n", &[("", "1", "1"), ("", "2", "1")]),
    (
        "field-id changes and persists",
        b"id: 1\ndata: 1\n\nid:2\ndata: 2\n\ndata:3\n\n",
        &[("", "1", "1"), ("", "2", "2"), ("", "3", "2")],
    ),
    (
        "field-id resets",
        b"id: 1\ndata: 1\n\nid:\ndata:2\n\ndata: 3\n\n",
        &[("", "1", "1"), ("", "2", ""), ("", "3", "")],
    ),
    ("field-id without a colon", b"id: 1\ndata: 1\n\nid\ndata:2\n\n", &[("", "1", "1"), ("", "2", "")]),
    ("field-id-null", b"id:1\ndata:1\n\nid:\0\0\ndata:2\n\nid:a\0b\ndata:3\n\n", &[
        ("", "1", "1"),
        ("", "2", "1"),
        ("", "3", "1"),
    ]),
    ("field-id without data", b"id:7\n\ndata:1\n\n", &[("", "1", "7")]),
    (
        "field-parsing",
        b"data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n",
        &[("", "\0\n 2\n1\n3\n\n4", "")],
    ),
    ("field-unknown", b"data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n", &[(
        "", "test\n\ntest", "",
    )]),
    ("leading-space", b"data:\ttest\rdata: \ndata:test\n\n", &[("", "\ttest\n\ntest", "")]),
    ("leading-space, only one", b"data:   x \n\n", &[("", "  x ", "")]),
    ("newlines", b"data:test\r\ndata\ndata:test\r\n\r", &[("", "test\n\ntest", "")]),
    ("newlines, carriage returns only", b"data:a\r\rdata:b\r\r", &[("", "a", ""), ("", "b", "")]),
    ("newlines, the other way round", b"data:a\n\rdata:b\n\r", &[("", "a", ""), ("", "b", "")]),
    ("newlines, mixed at the end", b"data:a\r\n\ndata:b\n\r\ndata:c\r\r\n", &[("", "a", ""), ("", "b", ""), ("", "c", "")]),
    ("newlines in front", b"\r\n\n\r\r\ndata:a\n\n", &[("", "a", "")]),
    ("null-character", b"data:\0\n\n\n\n", &[("", "\0", "")]),
    ("utf-8", b"data:ok\xE2\x80\xA6\n\n", &[("", "ok\u{2026}", "")]),
    ("utf-8, faults", b"data:\xFFa\xE2\x80\ndata:\xC3\n\n", &[("", "\u{FFFD}a\u{FFFD}\n\u{FFFD}", "")]),
    ("utf-8, faults in names and ids", b"event:\xFF\nid:\xF0\x9F\x98\ndata:\n\n", &[("\u{FFFD}", "", "\u{FFFD}")]),
    ("utf-8, beyond the basic plane", b"data:\xF0\x9F\x98\x80\n\n", &[("", "\u{1F600}", "")]),
    ("utf-8, other ends of lines", b"data:a\xE2\x80\xA8b\x0Bc\x0Cd\xC2\x85\n\n", &[(
        "", "a\u{2028}b\u{B}c\u{C}d\u{85}", "",
    )]),
    ("event-data", b"data:msg\ndata:msg\n\n:\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\ndata\n\ndata:end\n\n", &[
        ("", "msg\nmsg", ""),
        ("", "", ""),
        ("", "end", ""),
    ]),
    ("nothing", b"", &[]),
    ("no event", b"\n\n\n", &[]),
    ("a colon only", b":\n\n", &[]),
    ("no name", b": data:x\n\n", &[]),
    ("an end without an empty line", b"data:a\n\ndata:b\n", &[("", "a", "")]),
    ("an end within a line", b"data:a\n\ndata:b", &[("", "a", "")]),
    ("json", b"event:add\ndata: {\"a\": \"b: c\"}\n\n", &[("add", "{\"a\": \"b: c\"}", "")]),
];

fn seen(read: &Read) -> Vec<(&str, &str, &str)> {
    read.events.iter().map(|(frame, id)| (frame.name.as_str(), frame.data.as_str(), id.as_str())).collect()
}

#[test]
fn streams_are_read_as_the_web_platform_reads_them_however_they_are_cut() {
    for (name, stream, events) in CASES {
        assert_eq!(seen(&read_however_cut(stream)), *events, "{name}");
    }
}

/// `format-field-retry`, `format-field-retry-bogus`, `format-field-retry-empty`.
#[test]
fn the_reconnection_time_is_digits_only() {
    let cases: &[(&[u8], Option<u128>)] = &[
        (b"retry:3000\ndata:x\n\n", Some(3000)),
        (b"retry: 3000\n", Some(3000)),
        (b"retry:2000\nretry:1000x\ndata:x\n\n", Some(2000)),
        (b"retry:1000\nretry\ndata:test\n\n", Some(1000)),
        (b"retry:1000\nretry:\n", Some(1000)),
        (b"retry:007\n", Some(7)),
        (b"retry:0\n", Some(0)),
        (b"retry:1\nretry:2\n", Some(2)),
        (b"retry:+5\n", None),
        (b"retry:-5\n", None),
        (b"retry:1.5\n", None),
        (b"retry:1e3\n", None),
        (b"retry:  5\n", None),
        (b"retry:5 \n", None),
        (b"retry:0x10\n", None),
        (b"retry:\xD9\xA1\n", None),
        (b"Retry:5\n", None),
        (b"retry:5", None),
        (b"retry:99999999999999999999999999\n", Some(u64::MAX as u128)),
    ];
    for (stream, millis) in cases {
        assert_eq!(read_however_cut(stream).reconnection, *millis, "{:?}", String::from_utf8_lossy(stream));
    }
}

#[test]
fn an_event_knows_its_own_id_and_reconnection_time() {
    let read = read_however_cut(b"id:1\nretry:5\ndata:a\n\ndata:b\n\nid:\ndata:c\n\nretry:6\n\ndata:d\n\n");
    let own: Vec<_> = read.events.iter().map(|(frame, _)| (frame.id.as_deref(), frame.retry)).collect();
    assert_eq!(own, [(Some("1"), Some(5)), (None, None), (Some(""), None), (None, None)]);
}

#[test]
fn the_id_of_an_event_that_never_ends_does_not_count() {
    assert_eq!(read_however_cut(b"id:1\ndata:a\n\nid:2\ndata:b\n").last_id, "1");
    assert_eq!(read_however_cut(b"id:1\ndata:a\n\nid:2\n\n").last_id, "2");
}

/// An event is there at its last byte: nobody waits to see whether a line feed follows a carriage return.
#[test]
fn an_event_does_not_wait_for_what_follows() {
    for stream in [&b"data:a\n\n"[..], b"data:a\r\r", b"data:a\r\n\r", b"data:a\n\r"] {
        assert_eq!(seen(&read([stream])), [("", "a", "")]);
    }
}

#[test]
fn another_body_begins_from_scratch_but_for_the_last_id_and_the_reconnection_time() {
    let mut decoder = Decoder::new(100);
    assert!(decoder.decode(&mut "id:1\nretry:5\ndata:a\n\n".into()).unwrap().is_some());
    assert_eq!(decoder.decode(&mut "id:2\nevent:lost\ndata:lost\ndata:lo".into()), Ok(None));
    decoder.restart();
    let frame = decoder.decode(&mut "\u{FEFF}data:b\n\n".into()).unwrap().unwrap();
    assert_eq!((frame.name.as_str(), frame.data.as_str(), frame.id), ("", "b", None));
    assert_eq!((decoder.last_id(), decoder.reconnection().map(|wait| wait.as_millis())), ("1", Some(5)));
    decoder.decode(&mut "data:c\r".into()).unwrap();
    decoder.restart();
    assert_eq!(decoder.decode(&mut "\ndata:d\n".into()), Ok(None));
    assert_eq!(decoder.decode(&mut "\n".into()).unwrap().unwrap().data, "d");
}
