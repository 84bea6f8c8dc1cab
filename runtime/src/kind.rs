//! What went wrong, in one word.

use crate::timeout::Phase;

/// What went wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call cannot be made as it was put together: an option is invalid, or the transport cannot send it.
    Request,
    /// A parameter or the body could not be written.
    Encode,
    /// There was no connection to the server.
    Connect,
    /// The server's certificate or TLS parameters were not accepted.
    Tls,
    /// A time limit was reached in that phase.
    Timeout(Phase),
    /// The connection broke.
    Io,
    /// The server does not speak HTTP as it should.
    Protocol,
    /// A redirect that must not be followed, or too many.
    Redirect,
    /// Credentials are missing, could not be renewed, or were rejected.
    Auth,
    /// The server answered with a documented error; the error's `api()` holds its body, if it is documented to have one.
    Api,
    /// The server answered with a status that the description does not document, or with a body that is not the one
    /// documented for its error status. So is a success that never has a body, 204 or 205, where one is documented.
    UnexpectedStatus,
    /// The server answered successfully with another media type than documented.
    UnexpectedContentType,
    /// The server answered successfully, and the body does not decode: it is not what the description says, or not what its content
    /// coding (gzip, say) does.
    Decode,
    /// The server answered successfully, and the body is longer than the call's `max_body_bytes`. Nothing of it is kept.
    BodyTooLarge,
    /// A page link of the server leads nowhere: in a circle, or to another origin.
    Paging,
    /// The call may not go to the network, and nothing that may answer it is stored (RFC 9111 section 5.2.1.7). Nothing was sent.
    CacheMiss,
    /// The client is closed.
    Closed,
    /// A socket ended otherwise than well: the server closed it with a code that tells of a fault, or sent a message beyond the
    /// limit. Or it has ended already, and something was to be sent.
    Socket,
    /// An interceptor refused.
    Interceptor,
}

impl ErrorKind {
    /// The kind in lower case with underscores: the value of the `error.type` span field.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Encode => "encode",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout(Phase::Connect) => "connect_timeout",
            Self::Timeout(Phase::Read) => "read_timeout",
            Self::Timeout(Phase::Stall) => "stall_timeout",
            Self::Timeout(Phase::Attempt) => "attempt_timeout",
            Self::Timeout(Phase::Operation) => "operation_timeout",
            Self::Io => "io",
            Self::Protocol => "protocol",
            Self::Redirect => "redirect",
            Self::Auth => "auth",
            Self::Api => "api",
            Self::UnexpectedStatus => "unexpected_status",
            Self::UnexpectedContentType => "unexpected_content_type",
            Self::Decode => "decode",
            Self::BodyTooLarge => "body_too_large",
            Self::Paging => "paging",
            Self::CacheMiss => "cache_miss",
            Self::Closed => "closed",
            Self::Socket => "socket",
            Self::Interceptor => "interceptor",
        }
    }
}
