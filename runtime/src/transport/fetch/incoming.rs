//! A response as `fetch` gives it. Enters: the browser's. Leaves: its head, and a body that streams and aborts the request where nobody
//! reads it to its end.

use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, ResponseType};

use super::super::{ResponseBody, Sent, TransportError, TransportErrorKind};
use super::{Abort, thrown};
use crate::future::{BodyStream, BoxError};

/// The response, with what is to be aborted.
pub(super) fn incoming(
    response: &web_sys::Response,
    mut abort: Abort,
) -> Result<Response<ResponseBody>, TransportError> {
    let wrong = |error: JsValue| TransportError::new(TransportErrorKind::Protocol, thrown(error)).with_sent(Sent::Yes);
    // Statuses without a body (Fetch section 2.2.3, null body status), for which Chromium has an empty stream all the same.
    let has_body = !matches!(response.status(), 204 | 205 | 304);
    let body = match response.body().filter(|_| has_body) {
        Some(body) => {
            let reader = body.get_reader().unchecked_into::<ReadableStreamDefaultReader>();
            ResponseBody::Stream(pieces(reader, abort))
        }
        None => {
            abort.done();
            ResponseBody::default()
        }
    };
    let mut head = Response::new(body);
    *head.status_mut() = StatusCode::from_u16(response.status()).map_err(|_| wrong("a status that is none".into()))?;
    *head.headers_mut() = headers(response).map_err(wrong)?;
    Ok(head)
}

fn headers(response: &web_sys::Response) -> Result<HeaderMap, JsValue> {
    let mut headers = HeaderMap::new();
    for entry in response.headers().entries() {
        let entry = Array::from(&entry?);
        let text = |index| entry.get(index).as_string().unwrap_or_default();
        // One byte a character (Fetch section 5.1, ByteString).
        let value: Vec<u8> = text(1).chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(text(0)), HeaderValue::from_bytes(&value)) {
            headers.append(name, value);
        }
    }
    // The browser has undone the content coding, which the page of another origin is not told of: the length is that of what was coded.
    if headers.remove(header::CONTENT_ENCODING).is_some() || response.type_() == ResponseType::Cors {
        headers.remove(header::CONTENT_LENGTH);
    }
    Ok(headers)
}

/// The body piece by piece.
fn pieces(reader: ReadableStreamDefaultReader, abort: Abort) -> BodyStream {
    Box::pin(stream::unfold(Some((reader, abort)), async |state| {
        let (reader, mut abort) = state?;
        match piece(&reader).await {
            Ok(Some(bytes)) => Some((Ok(bytes), Some((reader, abort)))),
            Ok(None) => {
                abort.done();
                None
            }
            Err(error) => Some((Err(error), None)),
        }
    }))
}

/// The next piece; `None` at the end.
async fn piece(reader: &ReadableStreamDefaultReader) -> Result<Option<Bytes>, BoxError> {
    let broken = |error: JsValue| TransportError::new(TransportErrorKind::Io, thrown(error)).with_sent(Sent::Yes);
    let read = JsFuture::from(reader.read()).await.map_err(broken)?;
    if Reflect::get(&read, &"done".into()).map_err(broken)?.is_truthy() {
        return Ok(None);
    }
    let value = Reflect::get(&read, &"value".into()).map_err(broken)?;
    Ok(Some(value.unchecked_into::<Uint8Array>().to_vec().into()))
}
