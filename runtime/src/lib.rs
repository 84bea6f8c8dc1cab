//! The runtime that generated clients are built on.
//!
//! Two doors. What users of a client hold stands here at the root: the client's pieces, credentials, errors, responses,
//! bodies, values, and with the feature `testing` a kit for tests. What generated code calls stands in `private` and
//! may change with any version; a generated crate checks at compile time that it fits.
//!
//! Public signatures use types of `http`, `bytes`, `url` and `serde_json`. How bytes travel is behind [`Transport`].
//!
//! # Features
//!
//! A generated crate passes its own features on, and turns on `sse` and `websocket` where its description needs them.
//!
//! | feature | default | gives |
//! |---|---|---|
//! | `reqwest` | yes | `ReqwestTransport`: HTTP over TCP; turns on `tokio` |
//! | `fetch` | yes | in a browser `FetchTransport`, `BrowserClock` and `BrowserSpawner` |
//! | `tokio` | by `reqwest` | `TokioClock` and `TokioSpawner` |
//! | `rustls` | yes | https, verified by the certificates of the platform |
//! | `pinning` | no | `Pins`: the keys that servers are held to; turns on `rustls` |
//! | `native-tls` | no | https by the TLS of the platform |
//! | `http2`, `gzip` | yes | what the transport speaks |
//! | `brotli`, `zstd` | no | what else it understands |
//! | `system-proxy` | yes | proxies as the environment or the platform's settings say |
//! | `fs` | yes | `Part::path`: files as parts of a multipart body |
//! | `cache` | no | `HttpCache`: a private HTTP cache (RFC 9111) in memory, with `fs` in files too |
//! | `tracing` | yes | spans and events with the OpenTelemetry names for HTTP clients |
//! | `sse` | no | `Events`: server-sent events |
//! | `websocket` | no | `Socket`: WebSockets |
//! | `outbox` | no | `Outbox`: calls that are kept durably, and sent in order when there is a network; in files with `fs` |
//! | `testing` | no | `testing`: a transport in memory, a clock under the test's control, one end of a socket; with `reqwest` a scripted server and a proxy that breaks things |
//!
//! # In a browser
//!
//! For wasm32-unknown-unknown a client takes the browser's `fetch`, timers, tasks and WebSockets, with nothing to be chosen: what speaks TCP
//! has no meaning there, whatever features are on. Futures and streams need not be `Send` there ([`MaybeSend`]). What a page cannot do fails
//! and says why, most of it in `build`: `FetchTransport` has the list. Of sockets a page is told less than others: neither why one was not
//! opened, nor pings; its own token goes into the query, where the transport is told of a parameter for it; and messages that come wait
//! in the browser without a bound.
//!
//! # What is shown
//!
//! Nothing that this crate shows has a secret in it that it knows: no `Display` and no `Debug` output, no cause of an error, no log line and no
//! span. It knows the credentials of a call and the tokens they came with; in a request the parameters, properties and
//! parts that the description calls passwords, or whose names sound secret (`token`, `apiKey`); and headers that are marked sensitive. That
//! holds whoever has quoted them, and however it is spelled. What a server has sent is handed over as it is:
//! [`Error::body`], [`Error::headers`], [`Error::api`].

mod auth;
#[cfg(feature = "cache")]
mod cache;
mod call;
mod client;
mod clock;
#[doc(hidden)]
pub mod codec;
#[cfg(any(feature = "cache", feature = "outbox"))]
mod connectivity;
#[cfg(all(feature = "fetch", target_arch = "wasm32", any(feature = "cache", feature = "outbox")))]
mod database;
#[cfg(feature = "outbox")]
mod delivery;
mod error;
mod exchange;
mod future;
mod intercept;
mod kind;
mod live;
mod media;
mod operation;
mod origin;
#[cfg(feature = "outbox")]
mod outbox;
mod pages;
#[doc(hidden)]
pub mod private;
mod redact;
mod reply;
mod response;
mod retry;
mod setup;
mod shown;
#[cfg(feature = "websocket")]
mod socket;
mod sync;
#[cfg(feature = "testing")]
pub mod testing;
mod timeout;
mod trace;
mod transport;
pub mod values;
mod wire;

pub use auth::{AuthState, IntoTokens, Rejected, RejectedReason, Token, TokenError, TokenSource, Tokens};
#[cfg(feature = "cache")]
pub use cache::{CacheEntry, CacheKey, CachePartition, CachePolicy, CacheStore, HttpCache};
pub use client::{BuildError, Client};
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub use clock::{BrowserClock, BrowserSpawner};
pub use clock::{Clock, NoSpawner, Spawner};
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub use clock::{TokioClock, TokioSpawner};
pub use codec::DecodeError;
#[cfg(any(feature = "cache", feature = "outbox"))]
pub use connectivity::Connectivity;
#[cfg(feature = "outbox")]
pub use delivery::{Delivery, Enqueueing, Queued};
pub use error::{AnyError, Error, Failure, NetworkError, NetworkResult, Problem};
pub use future::{BodyStream, BoxError, BoxFuture, MaybeSend, MaybeSync};
pub use intercept::{Interceptor, Next};
pub use kind::ErrorKind;
pub use live::{ByteStream, FromPart, JsonStream, Opening, PartStream, ReceivedPart};
#[cfg(feature = "sse")]
pub use live::{Event, Events};
pub use operation::Sending;
#[cfg(feature = "outbox")]
pub use outbox::{
    AfterFailure, Change, Conflict, EntryId, Loaded, OVERLAID, Outbox, OutboxBuilder, OutboxError, OutboxErrorKind,
    OutboxEvent, OutboxEvents, OutboxStore, Overlay, Pending, PendingState, Read, Recovery, Resolution, Revision,
    Stored, Waits,
};
pub use pages::{Items, Pages};
pub use response::{Attempt, GaveUp, Outcome, Reason, Response};
pub use retry::RetryPolicy;
#[cfg(feature = "sse")]
pub use setup::EventOptions;
#[cfg(feature = "websocket")]
pub use socket::{
    CloseReason, ClosedBy, Frame, FromFrame, Incoming, JsonText, Outgoing, Received, Reconnect, ReconnectPolicy,
    Socket, SocketCodec, SocketOptions, SocketReceiver, SocketSender, ToFrame, Verdict,
};
pub use timeout::{Phase, StallGuard, Timeouts};
#[cfg(feature = "websocket")]
pub use transport::Upgraded;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub use transport::{Cookies, FetchTransport};
#[cfg(all(feature = "pinning", not(target_arch = "wasm32")))]
pub use transport::{Pin, PinError, PinMismatch, Pins, SeenKey};
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub use transport::{
    Proxy, ReqwestTransport, ReqwestTransportBuilder, Resolver, TransportBuildError, TransportSetting,
};
pub use transport::{ResponseBody, Sent, Transport, TransportError, TransportErrorKind};
#[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_arch = "wasm32")))]
pub use transport::{TlsBackend, TlsVersion};
pub use wire::{Body, FileOr, JsonLines, JsonSequence, MixedParts, Part, ToPart};

pub use bytes::Bytes;
pub use http;
pub use values::{Base64, Constant, Date, DateTime, Maybe, Number, Secret, Unlisted, Uuid, Value};
pub use web_time::{Instant, SystemTime};
