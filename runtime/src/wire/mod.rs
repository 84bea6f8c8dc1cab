//! Everything between a generated call and an `http::Request`, and between an `http::Response` and typed values.
//!
//! In come the operation's [`Spec`], typed arguments and, later, the bytes of a reply; out go requests and decoded values.
//! Nothing here does IO except the streams of file bodies; sending, credentials, retries and the errors that users see
//! belong to the rooms above, the JSON of a type to `codec`.

mod body;
mod call;
mod cursor;
mod decode;
mod draft;
mod events;
mod failure;
#[cfg(all(feature = "fs", not(target_family = "wasm")))]
mod file;
mod flag;
mod form;
pub(crate) mod framing;
mod header;
mod lenient;
mod lines;
mod many;
pub(crate) mod media;
mod mixed;
mod multipart;
mod outcome;
mod page;
mod parameter;
mod part;
mod parts;
mod payload;
mod percent;
mod progress;
mod property;
pub(crate) mod refusal;
mod reply;
mod scheme;
mod server;
mod spec;
mod stream;
mod style;
mod text;
mod uri;
mod visited;

pub use body::Body;
pub use call::Call;
pub use cursor::Cursor;
pub use decode::{AnyJson, AnyText, Binary, Decoder, Empty, Json, Text, Undocumented};
pub use events::{EventForm, EventSpec};
pub use failure::{BuildFailure, DecodeFailure};
pub use header::append_cookie;
pub use lenient::{FromHeaders, HeaderForm, documented_header};
pub use lines::{JsonLines, JsonSequence};
pub use mixed::{MixedParts, ToPart};
pub use page::{Items, Pages, items, pages};
pub use part::Part;
pub use parts::Parts;
pub use payload::Payload;
pub use reply::{Reply, Status, When, choose};
pub use scheme::{Need, Scheme, SchemeKind};
pub use server::{Server, Variable};
pub use spec::{Api, Idempotency, Param, PartSpec, Place, Spec, Style};
pub use uri::append_query;

#[cfg(feature = "sse")]
pub(crate) use media::matches;
pub(crate) use percent::is_written;
pub(crate) use progress::Progress;
