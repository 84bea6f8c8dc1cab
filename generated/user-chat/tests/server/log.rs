//! What happened in a room, in its order, and who follows it. Each follower keeps its own place, so that none misses
//! anything however slow it is.

use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::Shared;
use super::auth::Caller;
use super::problem::Problem;
use super::rooms;
use super::state::State;

/// A `RoomEvent`, encoded once for all who follow.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) event: Utf8Bytes,
    /// The message alone, where one was posted.
    pub(super) message: Option<Utf8Bytes>,
    /// Nothing to those who come later.
    passing: bool,
}

#[derive(Debug, Default)]
pub(super) struct Log {
    entries: Vec<Entry>,
    changed: Arc<watch::Sender<()>>,
    /// Who talks: the ids of users, once for each of their sockets.
    present: Vec<String>,
}

impl Log {
    pub(super) fn posted(&mut self, message: &Value) {
        let text = message.to_string();
        let event = format!(r#"{{"event":"message_posted","message":{text}}}"#);
        self.push(Entry { event: event.into(), message: Some(text.into()), passing: false });
    }

    fn happened(&mut self, event: &Value) {
        self.push(Entry { event: event.to_string().into(), message: None, passing: false });
    }

    pub(super) fn typing(&mut self, user: &str) {
        let event = json!({ "event": "member_typing", "user_id": user }).to_string();
        self.push(Entry { event: event.into(), message: None, passing: true });
    }

    fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
        self.changed.send_replace(());
    }
}

impl State {
    pub(super) fn log(&mut self, room: &str) -> &mut Log {
        self.logs.entry(room.to_owned()).or_default()
    }

    /// A socket opens. The first of a user in a room tells those who follow it.
    pub(super) fn enter(&mut self, room: &str, user: &str) {
        let first = !self.log(room).present.iter().any(|present| present == user);
        self.log(room).present.push(user.to_owned());
        if first && let Some(member) = self.member(room, user) {
            self.log(room).happened(&json!({ "event": "member_joined", "member": member }));
        }
    }

    /// A socket has ended. The last of a user in a room tells those who follow it.
    pub(super) fn leave(&mut self, room: &str, user: &str) {
        let log = self.log(room);
        if let Some(at) = log.present.iter().position(|present| present == user) {
            log.present.swap_remove(at);
        }
        if !log.present.iter().any(|present| present == user) {
            log.happened(&json!({ "event": "member_left", "user_id": user }));
        }
    }

    /// As a `Member`. Who was never invited into a public room joins it now.
    fn member(&mut self, room: &str, user: &str) -> Option<Value> {
        let now = self.now();
        let room = self.rooms.iter().find(|known| known.id == room)?;
        let member = room.members.iter().find(|member| member.user == user);
        let (owner, joined_at) = member.map_or((false, &now), |member| (member.owner, &member.joined_at));
        Some(json!({ "user": self.user_json(self.user(user)?), "owner": owner, "joined_at": joined_at }))
    }
}

/// A place in the log of a room.
#[derive(Debug)]
pub(super) struct Follower {
    shared: Shared,
    pub(super) room: String,
    next: usize,
    /// Where the log ended when this began.
    began: usize,
    changed: watch::Receiver<()>,
}

impl Follower {
    /// Follows a room that the caller can read: from now on, or from behind the entry of this id.
    pub(super) fn new(shared: &Shared, caller: &Caller, room: &str, since: Option<&str>) -> Result<Self, Problem> {
        let mut state = shared.state();
        let room = rooms::find(&state, caller, room)?.id.clone();
        let log = state.log(&room);
        let began = log.entries.len();
        let next = match since {
            None => began,
            // An id of another life of the server: better twice than not at all.
            Some(id) => number(id).filter(|number| *number <= began).unwrap_or(0),
        };
        let changed = log.changed.subscribe();
        Ok(Self { shared: shared.clone(), room, next, began, changed })
    }

    /// The id of the entry that came last, and it.
    pub(super) async fn next(&mut self) -> (String, Entry) {
        loop {
            // What is pushed after the look at the log is seen by `changed`.
            self.changed.borrow_and_update();
            let entry = self.shared.state().log(&self.room).entries.get(self.next).cloned();
            if let Some(entry) = entry {
                self.next += 1;
                if entry.passing && self.next <= self.began {
                    continue;
                }
                return (format!("e{}", self.next), entry);
            }
            if self.changed.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}

/// How many entries there were with the one of this id.
fn number(id: &str) -> Option<usize> {
    id.strip_prefix('e')?.parse().ok()
}
