//! Holds a body in memory. Enters: its pieces, and how much there is room for. Leaves: all of it, its beginning, or that it is
//! longer than it may be. How long a piece may take is not its business.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::pace::Pace;
use crate::clock::Clock;
use crate::error::Failure;
use crate::future::BodyStream;
use crate::kind::ErrorKind;
use crate::transport::ResponseBody;

/// How much of a body there is room for, and what becomes of a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// It is wanted whole or not at all.
    All(usize),
    /// Its beginning will do.
    Beginning(usize),
}

impl Room {
    /// Whether a body has room as far as its head says. The length of one with a content coding is another one than that of what it
    /// codes (RFC 9110 section 8.6).
    pub(super) fn check(self, headers: &HeaderMap) -> Result<(), Failure> {
        match (self, declared(headers)) {
            (Self::All(limit), Some(length)) if length > limit as u64 && !headers.contains_key(CONTENT_ENCODING) => {
                Err(Failure::too_large(limit, Some(length)))
            }
            (Self::All(_) | Self::Beginning(_), _) => Ok(()),
        }
    }
}

/// The length that the server has said.
fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// All of `stream` that there is room for, at that pace.
pub(super) async fn collect(
    mut stream: BodyStream,
    room: Room,
    pace: &Pace,
    clock: &dyn Clock,
) -> Result<ResponseBody, Failure> {
    let mut held = Held::default();
    loop {
        let piece = match pace.next(&mut stream, clock).await {
            None => return Ok(ResponseBody::Whole(held.into_bytes())),
            Some(Err(source)) => {
                let failure = Failure::broken_body(source);
                return match room {
                    // What an error says by its status is said, however its body is coded.
                    Room::Beginning(_) if failure.kind() == ErrorKind::Decode => {
                        Ok(ResponseBody::Cut(held.into_bytes()))
                    }
                    Room::All(_) | Room::Beginning(_) => Err(failure),
                };
            }
            Some(Ok(piece)) => piece,
        };
        match room {
            Room::All(limit) if piece.len() > limit - held.len() => return Err(Failure::too_large(limit, None)),
            Room::Beginning(limit) if piece.len() > limit - held.len() => {
                held.add(piece.slice(..limit - held.len()));
                return Ok(ResponseBody::Cut(held.into_bytes()));
            }
            Room::All(_) | Room::Beginning(_) => held.add(piece),
        }
    }
}

/// What there is of a body.
#[derive(Default)]
struct Held {
    first: Bytes,
    /// The first piece too, once there is a second one: a body in one piece, as most are, is not copied.
    all: BytesMut,
}

impl Held {
    fn len(&self) -> usize {
        self.first.len().max(self.all.len())
    }

    fn add(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        if self.all.is_empty() {
            self.all.extend_from_slice(&self.first);
        }
        self.all.extend_from_slice(&piece);
    }

    fn into_bytes(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}
