//! Server-sent events (WHATWG HTML section 9.2): a body of `text/event-stream` as a stream of typed events, which connects anew where the
//! description says so.

mod decoder;
