//! The opening handshake of WebSocket (RFC 6455 section 4.1). Enters: the headers of a request, and the response. Leaves: what they
//! ask for, and whether the peer has agreed to it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, Response, header};

use crate::clock::Chance;
use crate::error::Failure;
use crate::kind::ErrorKind;
use crate::transport::{ResponseBody, accept};

/// What a handshake has asked for, to hold the answer against. No answer is one to the default.
#[derive(Default)]
pub(super) struct Asked {
    key: String,
    /// The values of `Sec-WebSocket-Protocol`.
    subprotocols: Vec<HeaderValue>,
}

/// Asks for the change of protocol. The key is another one for each connection.
pub(super) fn ask(headers: &mut HeaderMap, chance: &Chance) -> Asked {
    let key = STANDARD.encode(chance.uuid().as_bytes());
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    if let Ok(key) = HeaderValue::try_from(key.as_str()) {
        headers.insert(header::SEC_WEBSOCKET_KEY, key);
    }
    Asked { key, subprotocols: headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).into_iter().cloned().collect() }
}

/// Whether a response 101 agrees to what was asked.
pub(super) fn check(response: &Response<ResponseBody>, asked: &Asked) -> Result<(), Failure> {
    let headers = response.headers();
    let says =
        |name: HeaderName, word: &str| tokens(headers.get_all(name)).any(|token| token.eq_ignore_ascii_case(word));
    let expected = accept(&asked.key);
    let accepted = headers.get(header::SEC_WEBSOCKET_ACCEPT).map(HeaderValue::as_bytes);
    let chosen = headers.get(header::SEC_WEBSOCKET_PROTOCOL).map(HeaderValue::as_bytes);
    let is_offered = |chosen: &[u8]| tokens(&asked.subprotocols).any(|offered| offered.as_bytes() == chosen);
    let wrong = if !says(header::UPGRADE, "websocket") {
        "the server changed over to something that is not WebSocket"
    } else if !says(header::CONNECTION, "upgrade") {
        "the server's response 101 does not upgrade the connection"
    } else if accepted != Some(expected.as_bytes()) {
        "the server's `Sec-WebSocket-Accept` does not answer the key that it was sent"
    } else if tokens(headers.get_all(header::SEC_WEBSOCKET_EXTENSIONS)).next().is_some() {
        "the server uses an extension of WebSocket that it was not offered"
    } else if chosen.is_some_and(|chosen| !is_offered(chosen)) {
        "the server has chosen a subprotocol that it was not offered"
    } else if !matches!(response.body(), ResponseBody::Upgraded(_)) {
        "the transport gives no connection for a response 101"
    } else {
        return Ok(());
    };
    Err(Failure::local(ErrorKind::Protocol, wrong).after(response.status(), headers.clone(), bytes::Bytes::new()))
}

/// The members of a list that may be spread over several headers (RFC 9110 section 5.6.1).
fn tokens<'v>(values: impl IntoIterator<Item = &'v HeaderValue>) -> impl Iterator<Item = &'v str> {
    let texts = values.into_iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(',')).map(str::trim).filter(|token| !token.is_empty())
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

    const AGREED: [(&str, &str); 3] =
        [("upgrade", "WebSocket"), ("connection", "keep-alive, Upgrade"), ("sec-websocket-accept", ACCEPT)];

    fn asked(key: &str, subprotocols: &[&'static str]) -> Asked {
        let subprotocols = subprotocols.iter().map(|value| HeaderValue::from_static(value)).collect();
        Asked { key: key.to_owned(), subprotocols }
    }

    #[test]
    fn a_peer_agrees_by_the_digest_of_the_key() {
        let agreed = AGREED;
        assert!(check(&response(&agreed), &asked(KEY, &[])).is_ok());
        for left_out in 0..agreed.len() {
            let mut less = agreed.to_vec();
            less.remove(left_out);
            let refused = check(&response(&less), &asked(KEY, &[])).unwrap_err();
            assert_eq!(
                (refused.kind(), refused.status()),
                (ErrorKind::Protocol, Some(StatusCode::SWITCHING_PROTOCOLS))
            );
        }
        assert!(check(&response(&agreed), &asked("another key", &[])).is_err());
    }

    #[test]
    fn a_peer_chooses_of_what_it_was_offered() {
        let chooses = |name: &'static str, value: &'static str, offered: &[&'static str]| {
            let headers = [&AGREED[..], &[(name, value)]].concat();
            check(&response(&headers), &asked(KEY, offered)).is_ok()
        };
        let offered = ["chat.v2, chat.v1", "graphql-ws"];
        for one in ["chat.v2", "chat.v1", "graphql-ws"] {
            assert!(chooses("sec-websocket-protocol", one, &offered));
        }
        for other in ["chat.v3", "Chat.v1", "chat.v2, chat.v1", ""] {
            assert!(!chooses("sec-websocket-protocol", other, &offered), "{other}");
        }
        assert!(!chooses("sec-websocket-protocol", "chat.v1", &[]));
        assert!(!chooses("sec-websocket-extensions", "permessage-deflate", &offered));
        assert!(chooses("sec-websocket-extensions", "", &offered));
    }

    #[test]
    fn each_handshake_has_a_key_of_sixteen_bytes_of_its_own() {
        let chance = Chance::new(Some(7));
        let mut headers = HeaderMap::new();
        let (first, second) = (ask(&mut headers, &chance).key, ask(&mut headers, &chance).key);
        assert_ne!(first, second);
        assert_eq!(STANDARD.decode(&second).unwrap().len(), 16);
        assert_eq!(headers[header::SEC_WEBSOCKET_KEY], second);
    }
}
