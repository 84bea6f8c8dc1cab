//! The decoder against the text of the standard, written down as it stands there, step by step, over a whole stream in memory.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Frame, Read, read, read_however_cut};

/// Section 9.2.6, "interpreting an event stream", on a body that is there as a whole.
fn by_the_book(stream: &[u8]) -> Read {
    let decoded = String::from_utf8_lossy(stream);
    let decoded = decoded.strip_prefix('\u{FEFF}').unwrap_or(&decoded);
    // All ends of lines become line feeds; what stands behind the last one is no line.
    let unified = decoded.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = unified.split('\n').collect();
    lines.pop();

    let mut out = Read::default();
    let (mut data, mut event_type, mut id_buffer) = (String::new(), String::new(), String::new());
    let (mut own_id, mut own_retry) = (None, None);
    for line in lines {
        if line.is_empty() {
            out.last_id.clone_from(&id_buffer);
            if !data.is_empty() {
                data.truncate(data.len() - 1);
                let frame = Frame { name: event_type.clone(), data: data.clone(), id: own_id, retry: own_retry };
                out.events.push((frame, out.last_id.clone()));
            }
            (data, event_type, own_id, own_retry) = (String::new(), String::new(), None, None);
            continue;
        }
        let (field, value) = match line.find(':') {
            Some(0) => continue,
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, ""),
        };
        let value = value.strip_prefix(' ').unwrap_or(value);
        if field == "event" {
            event_type = value.to_owned();
        } else if field == "data" {
            data = data + value + "\n";
        } else if field == "id" && !value.contains('\0') {
            id_buffer = value.to_owned();
            own_id = Some(value.to_owned());
        } else if field == "retry" && !value.is_empty() && value.chars().all(|digit| digit.is_ascii_digit()) {
            own_retry = value.parse::<u64>().ok();
            out.reconnection = own_retry.map(u128::from);
        }
    }
    out
}

/// Streams of what matters to the format: few words, all ends of lines, faults.
pub(super) fn stream() -> impl Strategy<Value = Vec<u8>> {
    let token = prop_oneof![
        8 => prop::sample::select(vec!["\n", "\n\n", "\r", "\r\n", "\r\n\r\n", ":", ": "]).prop_map(|token| token.as_bytes().to_vec()),
        6 => prop::sample::select(vec!["data", "data:", "data: ", "event:", "id:", "id", "retry:", "retry: ", "Data:", " data:", "x"])
            .prop_map(|token| token.as_bytes().to_vec()),
        3 => prop::sample::select(vec!["a", " ", "12", "3", "\0", "\t", "\u{2026}", "\u{1F600}", "{\"a\":1}"]).prop_map(|token| token.as_bytes().to_vec()),
        1 => prop::sample::select(vec![&b"\xEF\xBB\xBF"[..], b"\xEF\xBB", b"\xFF", b"\xE2\x80", b"\xF0\x9F", b"\x80", b"\xC0\xAF", b"\xED\xA0\x80"])
            .prop_map(<[u8]>::to_vec),
    ];
    let begin = prop_oneof![3 => Just(Vec::new()), 1 => Just(b"\xEF\xBB\xBF".to_vec())];
    (begin, vec(token, 0..60)).prop_map(|(begin, tokens)| [begin, tokens.concat()].concat())
}

proptest! {
    #[test]
    fn streams_are_read_by_the_book_however_they_are_cut(stream in stream()) {
        prop_assert_eq!(read_however_cut(&stream), by_the_book(&stream));
    }

    #[test]
    fn any_bytes_are_read_by_the_book(stream in vec(any::<u8>(), 0..200), size in 1_usize..50) {
        prop_assert_eq!(read(stream.chunks(size)), by_the_book(&stream));
    }

    #[test]
    fn streams_are_read_by_the_book_in_pieces_of_any_sizes(stream in stream(), sizes in vec(0_usize..9, 1..40)) {
        let mut rest = stream.as_slice();
        let mut pieces = Vec::new();
        for size in sizes {
            let (piece, behind) = rest.split_at(size.min(rest.len()));
            pieces.push(piece);
            rest = behind;
        }
        pieces.push(rest);
        prop_assert_eq!(read(pieces), by_the_book(&stream));
    }
}
