//! The opening handshake of WebSocket (RFC 6455 section 4.1). Enters: the headers of a request, and the response. Leaves: what they
//! ask for, and whether the peer has agreed to it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use sha1_smol::Sha1;

use crate::clock::Chance;
use crate::error::{ErrorKind, Failure};
use crate::transport::ResponseBody;

/// What the key is joined with before it is digested.
const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Asks for the change of protocol. The key is another one for each connection.
pub(super) fn ask(headers: &mut HeaderMap, chance: &Chance) -> String {
    let key = STANDARD.encode(chance.uuid().as_bytes());
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    if let Ok(key) = HeaderValue::try_from(key.as_str()) {
        headers.insert(header::SEC_WEBSOCKET_KEY, key);
    }
    key
}

/// What a server says that agrees to a handshake with that key.
pub(crate) fn accept(key: &str) -> String {
    STANDARD.encode(Sha1::from(format!("{key}{GUID}")).digest().bytes())
}

/// Whether a response 101 agrees to what was asked with that key.
pub(super) fn check(response: &Response<ResponseBody>, key: &str) -> Result<(), Failure> {
    let headers = response.headers();
    let says = |name: HeaderName, word: &str| {
        let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|token| token.trim().eq_ignore_ascii_case(word))
    };
    let expected = accept(key);
    let accepted = headers.get(header::SEC_WEBSOCKET_ACCEPT).map(HeaderValue::as_bytes);
    let wrong = if !says(header::UPGRADE, "websocket") {
        "the server changed over to something that is not WebSocket"
    } else if !says(header::CONNECTION, "upgrade") {
        "the server's response 101 does not upgrade the connection"
    } else if accepted != Some(expected.as_bytes()) {
        "the server's `Sec-WebSocket-Accept` does not answer the key that it was sent"
    } else if !matches!(response.body(), ResponseBody::Upgraded(_)) {
        "the transport gives no connection for a response 101"
    } else {
        return Ok(());
    };
    Err(Failure::local(ErrorKind::Protocol, wrong).after(response.status(), headers.clone(), bytes::Bytes::new()))
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;
    use crate::transport::Upgraded;

    /// The example of RFC 6455 section 1.3.
    const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
    const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    fn response(headers: &[(&'static str, &'static str)]) -> Response<ResponseBody> {
        let mut response = Response::new(ResponseBody::Upgraded(Upgraded::new(tokio::io::empty())));
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        for (name, value) in headers {
            response.headers_mut().append(*name, HeaderValue::from_static(value));
        }
        response
    }

    #[test]
    fn a_peer_agrees_by_the_digest_of_the_key() {
        let agreed =
            [("upgrade", "WebSocket"), ("connection", "keep-alive, Upgrade"), ("sec-websocket-accept", ACCEPT)];
        assert!(check(&response(&agreed), KEY).is_ok());
        for left_out in 0..agreed.len() {
            let mut less = agreed.to_vec();
            less.remove(left_out);
            let refused = check(&response(&less), KEY).unwrap_err();
            assert_eq!(
                (refused.kind(), refused.status()),
                (ErrorKind::Protocol, Some(StatusCode::SWITCHING_PROTOCOLS))
            );
        }
        assert!(check(&response(&agreed), "another key").is_err());
    }

    #[test]
    fn each_handshake_has_a_key_of_sixteen_bytes_of_its_own() {
        let chance = Chance::new(Some(7));
        let mut headers = HeaderMap::new();
        let (first, second) = (ask(&mut headers, &chance), ask(&mut headers, &chance));
        assert_ne!(first, second);
        assert_eq!(STANDARD.decode(&second).unwrap().len(), 16);
        assert_eq!(headers[header::SEC_WEBSOCKET_KEY], second);
    }
}
