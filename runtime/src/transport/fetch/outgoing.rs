//! A request as `fetch` takes it. Enters: its head and body. Leaves: both in the browser's memory.

use futures_util::TryStreamExt;
use http::request::Parts;
use js_sys::Uint8Array;
use web_sys::{Headers, RequestInit};

use super::super::{Sent, TransportError, TransportErrorKind};
use super::{forbidden, unsendable};
use crate::wire::Body;

/// Adds the headers and the body.
pub(super) async fn add(init: &RequestInit, head: &Parts, body: Body) -> Result<(), TransportError> {
    let headers = Headers::new().map_err(unsendable)?;
    for (name, value) in head.headers.iter().filter(|(name, _)| !forbidden::is_of_browser(name)) {
        // A header is text of one byte a character (Fetch section 5.1, ByteString).
        let value: String = value.as_bytes().iter().map(|byte| char::from(*byte)).collect();
        headers.append(name.as_str(), &value).map_err(unsendable)?;
    }
    init.set_headers_headers(&headers);
    if !body.is_empty() {
        let body = gathered(body).await?;
        init.set_body(&body);
    }
    Ok(())
}

/// All of a body: no browser sends one piece by piece over HTTP/1.1.
async fn gathered(body: Body) -> Result<Uint8Array, TransportError> {
    if let Some(bytes) = body.as_bytes() {
        return Ok(Uint8Array::from(bytes.as_ref()));
    }
    // Nothing has gone out by then.
    let of_body = |error| TransportError::new(TransportErrorKind::Body, error).with_sent(Sent::No);
    let pieces: Vec<_> = body.into_stream().try_collect().await.map_err(of_body)?;
    let length = pieces.iter().map(bytes::Bytes::len).sum::<usize>();
    let too_long = |_| of_body("the body is longer than a browser's memory".into());
    let whole = Uint8Array::new_with_length(u32::try_from(length).map_err(too_long)?);
    let mut at = 0;
    for piece in pieces {
        #[expect(clippy::cast_possible_truncation, reason = "the sum of all fits")]
        let length = piece.len() as u32;
        whole.subarray(at, at + length).copy_from(&piece);
        at += length;
    }
    Ok(whole)
}
