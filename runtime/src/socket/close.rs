//! How a socket ends. Enters: close codes and reasons, of both sides. Leaves: the same, checked.

use std::fmt;

use tokio_websockets::{CloseCode, Message};

/// Why a socket ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CloseReason {
    /// The code (RFC 6455 section 7.4): that of the first close frame that was received, or else of the one that was sent. 1005
    /// where the frame had none, 1006 where the connection ended without the closing handshake.
    pub code: u16,
    /// What was said about it; often empty.
    pub reason: String,
    /// Who began to close.
    pub by: ClosedBy,
}

/// Who began to close a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClosedBy {
    /// This side: by `close`, as the client was closed, or because of what the server sent.
    Client,
    /// The server.
    Server,
    /// Nobody: the connection broke, or the server was silent for too long.
    Nobody,
}

/// No close frame came: never sent (RFC 6455 section 7.4.1).
pub(super) const ABNORMAL: u16 = 1006;
pub(super) const GOING_AWAY: u16 = 1001;
/// The longest reason: what a control frame holds, less the code (RFC 6455 section 5.5.1).
const LONGEST: usize = 123;

impl CloseReason {
    pub(super) fn new(code: u16, reason: impl Into<String>, by: ClosedBy) -> Self {
        Self { code, reason: reason.into(), by }
    }

    /// The connection ended without the closing handshake.
    pub(super) fn abnormal(reason: impl Into<String>) -> Self {
        Self::new(ABNORMAL, reason, ClosedBy::Nobody)
    }

    /// What a close frame says.
    pub(super) fn read(message: &Message, by: ClosedBy) -> Self {
        let (code, reason) = message.as_close().unwrap_or((CloseCode::NO_STATUS_RECEIVED, ""));
        Self::new(code.into(), reason, by)
    }

    /// Whether this is how a socket ends whose work is done: normal closure, going away, or no code at all.
    pub fn is_normal(&self) -> bool {
        matches!(self.code, 1000 | 1001 | 1005)
    }
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code.fmt(f)?;
        let said = if self.reason.is_empty() { meaning(self.code) } else { &self.reason };
        if said.is_empty() { Ok(()) } else { write!(f, " {}", said.escape_debug()) }
    }
}

/// What the registry of close codes says of one.
const fn meaning(code: u16) -> &'static str {
    match code {
        1000 => "normal closure",
        1001 => "going away",
        1002 => "protocol error",
        1003 => "unsupported data",
        1005 => "no status",
        1006 => "abnormal closure",
        1007 => "invalid payload",
        1008 => "policy violation",
        1009 => "message too big",
        1010 => "mandatory extension",
        1011 => "internal error",
        1012 => "service restart",
        1013 => "try again later",
        1014 => "bad gateway",
        _ => "",
    }
}

/// The close frame with that code and reason, or why it must not be sent.
pub(super) fn frame(code: u16, reason: &str) -> Result<Message, String> {
    let valid = CloseCode::try_from(code).ok().filter(|code| !code.is_reserved());
    let Some(valid) = valid else {
        return Err(format!("close code {code}: not one that may be sent (1000 to 1003, 1007 to 1014, 3000 to 4999)"));
    };
    match reason.len() {
        ..=LONGEST => Ok(Message::close(Some(valid), reason)),
        length => Err(format!("the close reason is {length} bytes long, of at most {LONGEST}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_that_may_be_sent_are_taken() {
        for code in [1000, 1001, 1002, 1003, 1007, 1010, 1011, 1014, 3000, 3999, 4000, 4999] {
            assert!(frame(code, "").is_ok(), "{code}");
        }
        for code in [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, u16::MAX] {
            assert!(frame(code, "").is_err(), "{code}");
        }
    }

    #[test]
    fn a_reason_fits_into_a_control_frame() {
        assert!(frame(1000, &"x".repeat(123)).is_ok());
        assert!(frame(1000, &"ü".repeat(62)).is_err());
    }
}
