//! What the decoder keeps and how often it looks: counted, not timed.

use bytes::Bytes;

use super::{Decoder, TooLong};

impl Decoder {
    /// The bytes that it has room for.
    fn room(&self) -> usize {
        self.line.capacity() + self.data.capacity() + self.name.capacity() + self.last_id.capacity()
    }
}

const MIB: usize = 1 << 20;

#[test]
fn sixty_four_mib_of_events_are_read_in_the_room_of_one() {
    let mut decoder = Decoder::new(MIB);
    let (mut total, mut count, mut most) = (0, 0, 0);
    while total < 64 * MIB {
        let event = format!("id: {count}\nevent: tick\n: {}\ndata: {}\n\n", "c".repeat(50), "x".repeat(count % 4096));
        total += event.len();
        // Pieces that never end where an event does.
        for piece in event.as_bytes().chunks(1021) {
            let mut piece = Bytes::copy_from_slice(piece);
            while let Some(frame) = decoder.decode(&mut piece).unwrap() {
                assert_eq!(frame.data.len(), count % 4096);
                count += 1;
            }
            most = most.max(decoder.room());
        }
    }
    assert!(most < 5 * 4096, "{most} bytes for events of 4 KiB");
    assert_eq!(decoder.searched, total, "each byte is looked at once");
}

#[test]
fn sixty_four_mib_of_what_is_ignored_are_read_in_the_room_of_a_line() {
    let mut decoder = Decoder::new(MIB);
    let noise = Bytes::from(": a comment that keeps the connection open\nunknown: field\n".repeat(1000));
    for _ in 0..64 * MIB / noise.len() {
        assert_eq!(decoder.decode(&mut noise.clone()), Ok(None));
    }
    assert!(decoder.room() < 100, "{} bytes", decoder.room());
}

#[test]
fn a_line_of_four_mib_is_looked_at_once_whatever_its_pieces() {
    for size in [1, 7, 1000, 16 * 1024, 4 * MIB] {
        let mut decoder = Decoder::new(5 * MIB);
        let mut pieces = 0;
        let text = [b"data:".to_vec(), vec![b'x'; 4 * MIB]].concat();
        for piece in text.chunks(size) {
            assert_eq!(decoder.decode(&mut Bytes::copy_from_slice(piece)), Ok(None));
            pieces += 1;
        }
        let frame = decoder.decode(&mut Bytes::from_static(b"\n\n")).unwrap().unwrap();
        assert_eq!((frame.data.len(), pieces), (4 * MIB, text.len().div_ceil(size)));
        assert_eq!(decoder.searched, text.len() + 2, "pieces of {size}");
    }
}

#[test]
fn many_events_in_one_piece_are_looked_at_once() {
    let mut decoder = Decoder::new(MIB);
    let mut piece = Bytes::from("data: x\n\n".repeat(100_000));
    let length = piece.len();
    let mut count = 0;
    while decoder.decode(&mut piece).unwrap().is_some() {
        count += 1;
    }
    assert_eq!((count, decoder.searched), (100_000, length));
}

/// The error that a stream ends in, in pieces of `size`, and how many events came before it.
fn error(limit: usize, stream: &[u8], size: usize) -> (usize, Option<TooLong>) {
    let mut decoder = Decoder::new(limit);
    let mut count = 0;
    for piece in stream.chunks(size) {
        let mut piece = Bytes::copy_from_slice(piece);
        loop {
            match decoder.decode(&mut piece) {
                Ok(Some(_)) => count += 1,
                Ok(None) => break,
                Err(error) => return (count, Some(error)),
            }
        }
    }
    (count, None)
}

#[test]
fn the_limit_is_for_each_line_and_for_the_data_of_each_event() {
    let long = Some(TooLong { limit: 10 });
    let cases: &[(&str, usize, Option<TooLong>)] = &[
        ("data:12345\n\ndata:12345\n\n", 2, None),
        ("data:123456\n\n", 0, long),
        ("data:1\n\n:234567890\ndata:1\n\n", 2, None),
        ("data:1\n\n:2345678901\n", 1, long),
        ("data:123\ndata:456\ndata:78\n\n", 1, None),
        ("data:123\ndata:456\ndata:789\n\n", 0, long),
        ("data\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\n\n", 1, None),
        ("data\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\n\n", 0, long),
        ("unknown12345", 0, long),
    ];
    for (stream, count, expected) in cases {
        for size in 1..=stream.len() {
            assert_eq!(error(10, stream.as_bytes(), size), (*count, *expected), "{stream:?} in pieces of {size}");
        }
    }
}

#[test]
fn a_line_without_an_end_is_an_error_before_it_is_kept() {
    let mut decoder = Decoder::new(MIB);
    let piece = Bytes::from(vec![b'x'; 64 * 1024]);
    let pieces = (0..64).take_while(|_| decoder.decode(&mut piece.clone()).is_ok()).count();
    assert_eq!(pieces, 16);
    assert!(decoder.room() <= 2 * MIB);
}
