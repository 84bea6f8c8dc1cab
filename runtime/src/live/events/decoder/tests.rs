//! The decoder against the cases of the web platform, a reference and a peer, however the pieces are cut.

use bytes::Bytes;

use super::{Decoder, Frame, TooLong};

mod cases;
mod cost;
mod peer;
mod reference;

/// What a stream is read as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Read {
    /// The events, each with the last id at its time.
    events: Vec<(Frame, String)>,
    last_id: String,
    /// In milliseconds.
    reconnection: Option<u128>,
}

/// Reads a stream whose body comes in these pieces.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut decoder = Decoder::new(1 << 20);
    let mut events = Vec::new();
    for piece in pieces {
        let mut piece = Bytes::copy_from_slice(piece);
        while let Some(frame) = decoder.decode(&mut piece).unwrap() {
            events.push((frame, decoder.last_id().to_owned()));
        }
        assert!(piece.is_empty());
    }
    let reconnection = decoder.reconnection().map(|wait| wait.as_millis());
    Read { events, last_id: decoder.last_id().to_owned(), reconnection }
}

/// Reads a stream and asserts that it does not matter how its body is cut: not at all, at each byte, once anywhere.
fn read_however_cut(stream: &[u8]) -> Read {
    let whole = read([stream]);
    assert_eq!(read(stream.chunks(1)), whole, "byte by byte: {:?}", String::from_utf8_lossy(stream));
    for at in 0..=stream.len() {
        let (before, after) = stream.split_at(at);
        assert_eq!(read([before, after]), whole, "cut at {at}: {:?}", String::from_utf8_lossy(stream));
    }
    whole
}
