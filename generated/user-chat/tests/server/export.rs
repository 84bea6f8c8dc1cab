//! All messages of a room as lines of JSON, each made when it is asked for.

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::Timestamp;

use super::Shared;
use super::auth::Caller;
use super::faults::Course;
use super::live::Live;
use super::messages::message_json;
use super::pages;
use super::problem::Problem;
use super::rooms;
use super::wire::Wire;

pub(super) async fn export(
    State(shared): State<Shared>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    caller: Caller,
    Path(room): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let since = match pages::Query(query).get("since")? {
        Some(text) => Some(text.parse().map_err(|_| Problem::malformed("since must be a time."))?),
        None => None,
    };
    let room = rooms::find(&shared.state(), &caller, &room)?.id.clone();
    let course = shared.course(wire);
    let live = shared.live.enter();
    let export = Export { shared, room, since, next: 0, course, _live: live };
    let lines = stream::unfold(export, |mut export| async {
        let line = export.next().await?;
        Some((Ok::<_, std::convert::Infallible>(line), export))
    });
    Ok(([("content-type", "application/x-ndjson")], Body::from_stream(lines)).into_response())
}

struct Export {
    shared: Shared,
    room: String,
    since: Option<Timestamp>,
    /// Where in the list of all messages to look on.
    next: usize,
    course: Course,
    _live: Live,
}

impl Export {
    async fn next(&mut self) -> Option<Bytes> {
        if self.course.end().is_some() {
            return None;
        }
        let line = self.line()?;
        self.course.settle().await;
        self.course.send(line.len()).await;
        Some(line)
    }

    fn line(&mut self) -> Option<Bytes> {
        let state = self.shared.state();
        loop {
            let message = state.messages.get(self.next)?;
            self.next += 1;
            let late = |since: &Timestamp| message.sent_at.parse::<Timestamp>().is_ok_and(|sent| sent >= *since);
            if message.room == self.room && self.since.as_ref().is_none_or(late) {
                return Some(format!("{}\n", message_json(&state, message)).into());
            }
        }
    }
}
