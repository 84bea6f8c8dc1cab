//! The WebSocket of a room: what comes in is posted, and what anyone posts goes out.

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, Path, State};
use axum::response::Response;
use serde_json::json;

use super::Shared;
use super::auth::Caller;
use super::faults::{Close, Course};
use super::fields::Fields;
use super::live::{Ending, Live};
use super::log::Follower;
use super::messages;
use super::problem::Problem;
use super::wire::Wire;

/// RFC 6455, section 7.4.1: data of a kind that the endpoint does not take.
const UNSUPPORTED_DATA: u16 = 1003;
/// RFC 6455, section 7.4.1: a message that breaks the endpoint's rules.
const POLICY_VIOLATION: u16 = 1008;
/// A message is small; the usual 128 KiB would be most of what a thousand sockets hold.
const READ_BUFFER: usize = 4096;

pub(super) async fn connect(
    State(shared): State<Shared>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    caller: Caller,
    Path(room): Path<String>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let follower = Follower::new(&shared, &caller, &room, None)?;
    let upgrade = upgrade.map_err(|rejection| Problem::malformed(rejection.body_text()))?;
    let (course, live) = (shared.course(wire), shared.live.enter());
    Ok(upgrade.read_buffer_size(READ_BUFFER).on_upgrade(async move |socket| {
        Talk { socket, follower, course, caller, shared, _live: live }.run().await;
    }))
}

struct Talk {
    socket: WebSocket,
    follower: Follower,
    course: Course,
    caller: Caller,
    shared: Shared,
    _live: Live,
}

impl Talk {
    async fn run(mut self) {
        self.shared.state().enter(&self.follower.room, &self.caller.user);
        let close = self.talk().await;
        self.shared.state().leave(&self.follower.room, &self.caller.user);
        self.shared.live.ended(Ending { user: self.caller.user, close });
    }

    /// Until the socket ends: how the peer closed it, if it did.
    async fn talk(&mut self) -> Option<Close> {
        loop {
            if let Some(close) = self.course.end() {
                return self.close(close).await;
            }
            tokio::select! {
                (_, entry) = self.follower.next() => {
                    let Some(message) = entry.message else { continue };
                    self.course.send(message.len()).await;
                    self.socket.send(Message::Text(message)).await.ok()?;
                }
                received = self.socket.recv() => match received?.ok()? {
                    Message::Text(text) => if let Err(reason) = self.post(&text) {
                        return self.close(Close { code: POLICY_VIOLATION, reason }).await;
                    },
                    Message::Binary(_) => {
                        let reason = "Messages are texts.".to_owned();
                        return self.close(Close { code: UNSUPPORTED_DATA, reason }).await;
                    }
                    Message::Close(frame) => {
                        self.drain().await;
                        return frame.map(told);
                    }
                    Message::Ping(_) | Message::Pong(_) => {}
                },
            }
        }
    }

    /// Posts a `ChatMessage`, or says which rule it breaks.
    fn post(&self, text: &str) -> Result<(), String> {
        let mut state = self.shared.state();
        let room = &self.follower.room;
        let mut fields = Fields::parse(text.as_bytes()).map_err(|_| "This is no ChatMessage.".to_owned())?;
        let text = fields.text("text");
        let reply_to = messages::reply_to(&state, room, &mut fields);
        fields.finish().map_err(|_| "This ChatMessage breaks a rule.".to_owned())?;
        messages::add(&mut state, room, Some(&self.caller.user), json!({ "type": "text", "text": text }), reply_to);
        Ok(())
    }

    /// Closes from this side, and gives how the peer answered.
    async fn close(&mut self, close: Close) -> Option<Close> {
        let frame = CloseFrame { code: close.code, reason: close.reason.into() };
        self.socket.send(Message::Close(Some(frame))).await.ok()?;
        self.drain().await
    }

    /// Reads to the end, which sends what a close has to be answered with.
    async fn drain(&mut self) -> Option<Close> {
        let mut close = None;
        while let Some(Ok(message)) = self.socket.recv().await {
            if let Message::Close(Some(frame)) = message {
                close = Some(told(frame));
            }
        }
        close
    }
}

fn told(frame: CloseFrame) -> Close {
    Close { code: frame.code, reason: Utf8Bytes::to_string(&frame.reason) }
}
