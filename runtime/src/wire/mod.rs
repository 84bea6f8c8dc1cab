//! How values are written: everything between the arguments of a call and an `http::Request`, and what a description says of an operation.
//!
//! In come the operation's [`Spec`] and typed arguments; out go requests. Nothing here does IO except the streams of file bodies. What a
//! caller chains is `call`, what comes back is read by `reply`; sending, credentials, retries and the errors that users see belong to the
//! rooms above, the JSON of a type to `codec`.

mod body;
mod cookie;
mod described;
mod draft;
mod events;
mod failure;
#[cfg(all(feature = "fs", not(target_family = "wasm")))]
mod file;
mod file_or;
mod flag;
mod form;
mod form_reader;
pub(crate) mod framing;
mod header;
mod lines;
mod many;
mod mixed;
mod multipart;
mod param;
mod parameter;
mod part;
mod part_spec;
mod part_style;
mod parts;
mod percent;
mod progress;
mod property;
pub(crate) mod refusal;
mod scheme;
mod server;
mod spec;
mod stream;
mod style;
mod text;
mod tuple;
mod uri;

pub use body::Body;
pub use events::{EventForm, EventSpec};
pub use failure::{BuildFailure, DecodeFailure};
pub use file_or::FileOr;
pub use header::append_cookie;
pub use lines::{JsonLines, JsonSequence};
pub use mixed::{MixedParts, ToPart};
pub use param::{Param, Place, Style};
pub use part::Part;
pub use part_spec::PartSpec;
pub use parts::Parts;
pub use scheme::{Need, Scheme, SchemeKind};
pub use server::{Server, Variable};
pub use spec::{Api, Idempotency, Spec, Status};
pub use uri::append_query;

pub(crate) use draft::{Draft, Extra};
pub(crate) use form_reader::read as read_form;
pub(crate) use percent::is_written;
pub(crate) use progress::Progress;
pub(crate) use text::{Plain, Simple, read as read_bare};
