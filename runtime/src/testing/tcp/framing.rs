//! Where the body of a message ends (RFC 9112 section 6). Enters: the head's fields, bytes. Leaves: the bytes of the body, as they travel
//! and without their framing.

use std::io;

use bytes::{Buf, BytesMut};
use http::{HeaderMap, header};

/// What is still to come of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    Bytes(u64),
    /// The line with the length of the next chunk.
    ChunkSize,
    ChunkData(u64),
    /// The line break behind a chunk.
    ChunkEnd,
    Trailers,
    /// All until the connection ends.
    ToTheEnd,
    Done,
}

impl Rest {
    /// Of a request without a length there is no body.
    pub(super) fn of_request(headers: &HeaderMap) -> Self {
        Self::announced(headers).unwrap_or(Self::Done)
    }

    pub(super) fn of_response(status: u16, is_to_head: bool, headers: &HeaderMap) -> Self {
        if is_to_head || matches!(status, 100..200 | 204 | 304) {
            return Self::Done;
        }
        Self::announced(headers).unwrap_or(Self::ToTheEnd)
    }

    fn announced(headers: &HeaderMap) -> Option<Self> {
        if headers.contains_key(header::TRANSFER_ENCODING) {
            return Some(Self::ChunkSize);
        }
        let length = headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()?;
        Some(if length == 0 { Self::Done } else { Self::Bytes(length) })
    }

    pub(super) fn is_done(self) -> bool {
        self == Self::Done
    }

    /// Takes what of `read` belongs to the body, and gives it as it travels; what it says is added to `body`.
    pub(super) fn take(&mut self, read: &mut BytesMut, body: &mut BytesMut) -> io::Result<BytesMut> {
        let mut travelled = BytesMut::new();
        while !read.is_empty() {
            let line = || read.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let (count, is_content, next) = match *self {
                Self::Done => break,
                Self::ToTheEnd => (read.len(), true, Self::ToTheEnd),
                Self::Bytes(left) => match left.saturating_sub(read.len() as u64) {
                    0 => (usize::try_from(left).unwrap_or(read.len()), true, Self::Done),
                    left => (read.len(), true, Self::Bytes(left)),
                },
                Self::ChunkData(left) => match left.saturating_sub(read.len() as u64) {
                    0 => (usize::try_from(left).unwrap_or(read.len()), true, Self::ChunkEnd),
                    left => (read.len(), true, Self::ChunkData(left)),
                },
                Self::ChunkSize => match size(read)? {
                    None => break,
                    Some((count, 0)) => (count, false, Self::Trailers),
                    Some((count, size)) => (count, false, Self::ChunkData(size)),
                },
                Self::ChunkEnd => match line() {
                    None => break,
                    Some(count) => (count, false, Self::ChunkSize),
                },
                Self::Trailers => match line() {
                    None => break,
                    Some(count) => (count, false, if count <= 2 { Self::Done } else { Self::Trailers }),
                },
            };
            if is_content {
                body.extend_from_slice(&read[..count]);
            }
            travelled.extend_from_slice(&read[..count]);
            read.advance(count);
            *self = next;
        }
        Ok(travelled)
    }
}

fn size(read: &[u8]) -> io::Result<Option<(usize, u64)>> {
    match httparse::parse_chunk_size(read) {
        Ok(httparse::Status::Complete(found)) => Ok(Some(found)),
        Ok(httparse::Status::Partial) => Ok(None),
        Err(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "a chunk without a size")),
    }
}
