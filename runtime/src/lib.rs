//! The runtime that generated clients are built on.
//!
//! Two doors. What users of a client hold stands here at the root: the client's pieces, credentials, errors, responses,
//! bodies, values, and with the feature `testing` a kit for tests. What generated code calls stands in `private` and
//! may change with any version; a generated crate checks at compile time that it fits.
//!
//! Public signatures use types of `http`, `bytes`, `url` and `serde_json`. How bytes travel is behind [`Transport`].

mod auth;
mod client;
mod clock;
#[doc(hidden)]
pub mod codec;
mod error;
mod exchange;
mod future;
mod intercept;
mod live;
mod operation;
#[doc(hidden)]
pub mod private;
mod redact;
mod response;
mod retry;
mod shown;
#[cfg(feature = "websocket")]
mod socket;
#[cfg(feature = "testing")]
pub mod testing;
mod timeout;
mod trace;
mod transport;
pub mod values;
mod wire;

pub use auth::{AuthState, IntoTokens, Rejected, RejectedReason, Token, TokenError, TokenSource, Tokens};
pub use client::{BuildError, Client};
pub use clock::{Clock, NoSpawner, Spawner};
#[cfg(feature = "tokio")]
pub use clock::{TokioClock, TokioSpawner};
pub use codec::DecodeError;
pub use error::{AnyError, Error, ErrorKind, Failure, NetworkError, NetworkResult, Problem};
pub use future::{BodyStream, BoxError, BoxFuture, MaybeSend, MaybeSync};
pub use intercept::{Interceptor, Next};
pub use live::{ByteStream, FromPart, JsonStream, Opening, PartStream, ReceivedPart};
#[cfg(feature = "sse")]
pub use live::{Event, EventOptions, Events};
pub use operation::Sending;
pub use response::{Attempt, GaveUp, Outcome, Reason, Response};
pub use retry::RetryPolicy;
#[cfg(feature = "websocket")]
pub use socket::{
    CloseReason, ClosedBy, Frame, FromFrame, Incoming, JsonText, Outgoing, Received, Reconnect, ReconnectPolicy,
    Socket, SocketCodec, SocketOptions, SocketReceiver, SocketSender, ToFrame, Verdict,
};
pub use timeout::{Phase, Timeouts};
#[cfg(feature = "websocket")]
pub use transport::Upgraded;
#[cfg(feature = "reqwest")]
pub use transport::{
    Proxy, ReqwestTransport, ReqwestTransportBuilder, Resolver, TransportBuildError, TransportSetting,
};
pub use transport::{ResponseBody, Sent, Transport, TransportError, TransportErrorKind};
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use transport::{TlsBackend, TlsVersion};
pub use wire::{Body, Items, JsonLines, JsonSequence, MixedParts, Pages, Part, ToPart};

pub use bytes::Bytes;
pub use http;
pub use values::{Base64, Constant, Date, DateTime, Maybe, Number, Secret, Uuid, Value};
pub use web_time::{Instant, SystemTime};
