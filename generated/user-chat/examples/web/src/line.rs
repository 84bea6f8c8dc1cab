//! Whether there is a connection. Enters: the calls of a client. Leaves: news of those that stay open, which connect anew by themselves.

use clientwright_runtime::http::{Request, Response};
use clientwright_runtime::{Body, Failure, Interceptor, Next, ResponseBody};

use crate::news::{News, Tell, tell};

/// One of the two connections of a room has come about, or an attempt at it has failed.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// That of the room that one has left may be on its way still.
    pub(crate) room: String,
    pub(crate) wire: Wire,
    pub(crate) is_up: bool,
}

/// The two connections of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    Socket,
    Events,
}

/// Sees each attempt to connect, as a socket and a stream of events repeat the call that has opened them.
pub(crate) struct Watch(pub(crate) Tell);

impl Interceptor for Watch {
    async fn intercept(&self, request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        let wire = match next.operation_id() {
            "connectToChat" => Wire::Socket,
            "roomEvents" => Wire::Events,
            _ => return next.run(request).await,
        };
        let place = if wire == Wire::Socket { 0 } else { 1 };
        let room = request.uri().path().rsplit('/').nth(place).unwrap_or_default().to_owned();
        let outcome = next.run(request).await;
        let is_up = outcome.as_ref().is_ok_and(|response| response.status().as_u16() < 300);
        tell(&self.0, News::Line(Line { room, wire, is_up }));
        outcome
    }
}
