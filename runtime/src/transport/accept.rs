//! How a server agrees to a WebSocket (RFC 6455 section 4.2.2). Enters: the key of a handshake. Leaves: what answers it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1_smol::Sha1;

/// What the key is joined with before it is digested.
const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// What a server says that agrees to a handshake with that key.
pub(crate) fn accept(key: &str) -> String {
    STANDARD.encode(Sha1::from(format!("{key}{GUID}")).digest().bytes())
}
