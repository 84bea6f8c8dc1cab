//! Server-sent events (WHATWG HTML section 9.2). Enters: bodies of `text/event-stream`. Leaves: a stream of typed events, which is
//! opened again where the description says so.
//!
//! ```text
//! source ─ connections ─▶ follow (decoder, reconnect) ─ events ─▶ stream (reading) ─ typed values ─▶
//! ```

mod decoder;
mod event;
mod follow;
mod reading;
mod reconnect;
mod source;
mod stream;

pub use event::Event;
pub use stream::Events;
