//! Heads of messages, read off a connection. Enters: bytes. Leaves: what the head says, and the bytes behind it.

use std::io;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::framing::Rest;
use crate::testing::Recorded;

/// More fields than any client or server sends.
const MOST_FIELDS: usize = 128;

/// The head of a request, without its body.
#[derive(Clone, Debug)]
pub(super) struct RequestHead {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    /// As it travelled.
    pub(super) bytes: Bytes,
}

impl RequestHead {
    /// Takes the head off what was read, once it is whole.
    pub(super) fn take(read: &mut BytesMut) -> io::Result<Option<Self>> {
        let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
        let mut parsed = httparse::Request::new(&mut fields);
        let httparse::Status::Complete(length) = parsed.parse(read).map_err(malformed)? else { return Ok(None) };
        let method = parsed.method.unwrap_or_default().parse().map_err(malformed)?;
        let target = parsed.path.unwrap_or_default().to_owned();
        let headers = headers(parsed.headers)?;
        Ok(Some(Self { method, target, headers, bytes: read.split_to(length).freeze() }))
    }

    /// The next head of a connection; none where the connection ends before it begins.
    pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin), read: &mut BytesMut) -> io::Result<Option<Self>> {
        loop {
            if let Some(head) = Self::take(read)? {
                return Ok(Some(head));
            }
            if stream.read_buf(read).await? == 0 {
                return if read.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
            }
        }
    }

    pub(super) fn rest(&self) -> Rest {
        Rest::of_request(&self.headers)
    }

    pub(super) fn recorded(self) -> Recorded {
        let host = self.headers.get(http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        // A proxy is told the whole URL, and for a tunnel nothing but the authority.
        let is_path = self.target.starts_with('/');
        let url = if is_path { format!("http://{host}{}", self.target) } else { self.target.clone() };
        let target = if is_path { self.target } else { path(&self.target).to_owned() };
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let (path, query) = (path.to_owned(), query.to_owned());
        Recorded { method: self.method, url, path, query, headers: self.headers, body: Bytes::new() }
    }
}

/// What stands behind the authority of a URL.
fn path(url: &str) -> &str {
    let behind = url.split_once("://").and_then(|(_, behind)| behind.find('/').map(|at| &behind[at..]));
    behind.unwrap_or("/")
}

/// The head of a response.
#[derive(Debug)]
pub(super) struct ResponseHead {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Bytes,
}

impl ResponseHead {
    /// Takes the head off what was read, once it is whole.
    pub(super) fn take(read: &mut BytesMut) -> io::Result<Option<Self>> {
        let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
        let mut parsed = httparse::Response::new(&mut fields);
        let httparse::Status::Complete(length) = parsed.parse(read).map_err(malformed)? else { return Ok(None) };
        let (status, headers) = (parsed.code.unwrap_or_default(), headers(parsed.headers)?);
        Ok(Some(Self { status, headers, bytes: read.split_to(length).freeze() }))
    }
}

fn headers(fields: &[httparse::Header<'_>]) -> io::Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    for field in fields {
        let name = HeaderName::from_bytes(field.name.as_bytes()).map_err(malformed)?;
        headers.append(name, HeaderValue::from_bytes(field.value).map_err(malformed)?);
    }
    Ok(headers)
}

fn malformed(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
