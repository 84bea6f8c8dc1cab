//! Answers as bytes of HTTP/1.1. Enters: an answer, the method that was asked with. Leaves: the head, and how the body is framed. When its
//! pieces are sent is not its business.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};

use crate::testing::answer::Piece;

/// How a body is told from what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framed {
    /// By its length, or not at all.
    Plainly,
    Chunked,
}

/// What no content coding begins with.
pub(super) const MISCODED: Bytes = Bytes::from_static(b"not what it says");

/// The head of a response, and how its body is framed.
pub(super) fn head(status: StatusCode, headers: &HeaderMap, pieces: &[Piece]) -> (Bytes, Framed) {
    let mut lines = format!("HTTP/1.1 {status}\r\n").into_bytes();
    for (name, value) in headers {
        lines.extend_from_slice(name.as_str().as_bytes());
        lines.extend_from_slice(b": ");
        lines.extend_from_slice(value.as_bytes());
        lines.extend_from_slice(b"\r\n");
    }
    if pieces.iter().any(|piece| matches!(piece, Piece::Miscoded)) && !headers.contains_key(header::CONTENT_ENCODING) {
        lines.extend_from_slice(b"content-encoding: gzip\r\n");
    }
    let length: Option<usize> = pieces.iter().map(length).sum();
    let is_framed = headers.contains_key(header::CONTENT_LENGTH)
        || headers.contains_key(header::TRANSFER_ENCODING)
        || matches!(status.as_u16(), 100..200 | 204 | 304);
    let framed = match length {
        _ if is_framed => Framed::Plainly,
        Some(length) => {
            lines.extend_from_slice(format!("content-length: {length}\r\n").as_bytes());
            Framed::Plainly
        }
        None => {
            lines.extend_from_slice(b"transfer-encoding: chunked\r\n");
            Framed::Chunked
        }
    };
    lines.extend_from_slice(b"\r\n");
    (lines.into(), framed)
}

/// None of what has no end.
fn length(piece: &Piece) -> Option<usize> {
    match piece {
        Piece::Bytes(_, bytes) => Some(bytes.len()),
        Piece::Miscoded => Some(MISCODED.len()),
        Piece::Silence | Piece::Broken => None,
    }
}

impl Framed {
    /// A piece of the body as it travels.
    pub(super) fn piece(self, bytes: &Bytes) -> Bytes {
        match self {
            Self::Plainly => bytes.clone(),
            // A chunk of no bytes would be the last one.
            Self::Chunked if bytes.is_empty() => Bytes::new(),
            Self::Chunked => [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat().into(),
        }
    }
}

/// Whether a response has a body on the wire.
pub(super) fn has_body(method: &Method, status: StatusCode) -> bool {
    *method != Method::HEAD && !matches!(status.as_u16(), 100..200 | 204 | 304)
}
