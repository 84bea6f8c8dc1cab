//! What happens in a room as server-sent events: each has an id, from which a later call goes on. Comments keep quiet
//! connections alive. That someone is typing is told to those who follow, and forgotten.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::watch;

use super::Shared;
use super::auth::Caller;
use super::faults::Course;
use super::live::Live;
use super::log::Follower;
use super::problem::Problem;
use super::rooms;
use super::wire::Wire;

/// Longer than any test takes: those ask for a heartbeat where they want one.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub(super) async fn follow(
    State(shared): State<Shared>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    caller: Caller,
    Path(room): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let since = headers.get("last-event-id").and_then(|value| value.to_str().ok()).filter(|id| !id.is_empty());
    let follower = Follower::new(&shared, &caller, &room, since)?;
    let retry = shared.script().retry;
    let (course, beats, live) = (shared.course(wire), shared.live.beats(), shared.live.enter());
    let events = stream::unfold(Events { follower, course, retry, beats, _live: live }, |mut events| async {
        let event = events.next().await?;
        Some((Ok::<_, Infallible>(event), events))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response())
}

pub(super) async fn typing(
    State(shared): State<Shared>,
    caller: Caller,
    Path(room): Path<String>,
) -> Result<StatusCode, Problem> {
    let mut state = shared.state();
    let room = rooms::find(&state, &caller, &room)?.id.clone();
    state.log(&room).typing(&caller.user);
    Ok(StatusCode::NO_CONTENT)
}

struct Events {
    follower: Follower,
    course: Course,
    /// Told first, once.
    retry: Option<Duration>,
    beats: watch::Receiver<()>,
    _live: Live,
}

impl Events {
    async fn next(&mut self) -> Option<Event> {
        if let Some(retry) = self.retry.take() {
            return Some(Event::default().retry(retry));
        }
        if self.course.end().is_some() {
            return None;
        }
        let (id, entry) = tokio::select! {
            entry = self.follower.next() => entry,
            Ok(()) = self.beats.changed() => return Some(Event::default().comment("still here")),
        };
        self.course.settle().await;
        self.course.send(entry.event.len()).await;
        Some(Event::default().id(id).data(entry.event.as_str()))
    }
}
