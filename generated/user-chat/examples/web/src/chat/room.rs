//! The room that is open. Enters: the conversation, and what one does there. Leaves: what the page shows of it.

use std::mem;
use std::time::Duration;

use clientwright_runtime::{AnyError, BrowserClock, Clock};
use user_chat::types::Message;
use wasm_bindgen_futures::spawn_local;

use super::{Chat, Flow};
use crate::line::Line;
use crate::log::Log;
use crate::news::{News, tell};
use crate::state::{self, Connection, WAIT};
use crate::talk::{Happening, Talk};
use crate::waiting::Waiting;
use crate::{dom, people, rooms, words};

/// A little longer than it holds that someone is typing.
const GLANCE: Duration = Duration::from_millis(5100);
/// What was said is stored so long after something has come: what comes together is stored together.
const STORE: Duration = Duration::from_secs(1);

/// The room that is open.
pub(super) struct Open {
    pub(super) name: String,
    /// None until one is in the room, and after the conversation has ended.
    pub(super) talk: Option<Talk>,
    pub(super) log: Log,
    /// A page of earlier messages is on its way.
    pub(super) asks_earlier: bool,
    pub(super) waiting: Waiting,
    /// It is shown as it was when it was read last.
    pub(super) is_recalled: bool,
    /// What was said is about to be stored.
    pub(super) stores: bool,
}

impl Open {
    fn new(name: String) -> Self {
        let (log, waiting) = (Log::new(), Waiting::default());
        Self { name, talk: None, log, asks_earlier: false, waiting, is_recalled: false, stores: false }
    }
}

impl Chat {
    pub(super) fn open(&mut self, name: String, topic: &str) {
        if !self.is_open(&name) {
            self.leave_room();
            dom::write("room-title", &name);
            dom::write("room-topic", topic);
            dom::write("present", "");
            dom::write("typing", "");
            dom::show("draft-alert", false);
            dom::html("people-list").set_text_content(None);
            self.open = Some(Open::new(name));
            self.show_waiting();
            self.join();
        }
        dom::view("room");
        dom::show("nowhere", false);
        dom::show("room", true);
        dom::show("people", true);
        rooms::mark(self.open.as_ref().map(|open| open.name.as_str()));
        dom::focus("draft");
    }

    pub(super) fn is_open(&self, room: &str) -> bool {
        self.open.as_ref().is_some_and(|open| open.name == room)
    }

    /// Comes into the room that is open.
    pub(super) fn join(&mut self) {
        self.connection = Connection::connecting();
        dom::show("room-alert", false);
        self.come_in();
    }

    pub(super) fn come_in(&self) {
        let Some(open) = &self.open else { return };
        let (client, name, me, to) = (self.client.clone(), open.name.clone(), self.me.name.clone(), self.to.clone());
        spawn_local(async move {
            let outcome = Talk::open(&client, &name, &me, WAIT).await;
            tell(&to, News::Opened(name, outcome));
        });
    }

    pub(super) fn opened(&mut self, room: &str, outcome: Result<Talk, AnyError>) -> Flow {
        let Some(open) = self.open.as_mut().filter(|open| open.name == room && open.talk.is_none()) else {
            // One has left it meanwhile.
            return Flow::Continue(());
        };
        match outcome {
            Ok(mut talk) => {
                if mem::take(&mut open.is_recalled) {
                    open.log = Log::new();
                    open.waiting = Waiting::default();
                }
                talk.ask_earlier();
                open.asks_earlier = true;
                open.talk = Some(talk);
                dom::show("room-alert", false);
                self.show_people();
                self.show_waiting();
                Flow::Continue(())
            }
            Err(error) if error.status().is_some() => self.ended(&words::sentence(&error)),
            Err(error) => self.recall(error),
        }
    }

    /// The conversation is over, or did not come about.
    pub(super) fn ended(&mut self, why: &str) -> Flow {
        self.check()?;
        if let Some(open) = &mut self.open {
            open.talk = None;
        }
        state::lost("Not connected");
        dom::show("room-alert", true);
        dom::write("room-alert-text", why);
        Flow::Continue(())
    }

    pub(super) fn again(&mut self) {
        if let Some(open) = &mut self.open {
            *open = Open::new(mem::take(&mut open.name));
        }
        self.show_waiting();
        self.join();
        dom::focus("draft");
    }

    pub(super) fn back(&mut self) {
        let room = self.open.as_ref().map(|open| open.name.clone());
        self.leave_room();
        self.show_rooms();
        state::nowhere();
        rooms::mark(None);
        rooms::focus(room.as_deref());
    }

    pub(super) fn leave_room(&mut self) {
        if let Some(talk) = self.open.take().and_then(|open| open.talk) {
            spawn_local(async move { drop(talk.leave().await) });
        }
    }

    pub(super) fn talk(&mut self) -> Option<&mut Talk> {
        self.open.as_mut()?.talk.as_mut()
    }

    /// One of the two connections of a room has changed. Of a room that is not open yet, only that there is one is worth telling.
    pub(super) fn line(&mut self, line: &Line) {
        if !self.is_open(&line.room) || self.talk().is_none() && !line.is_up {
            return;
        }
        let was_up = self.connection.is_up();
        self.connection.changed(line);
        if let Ok(outbox) = &self.offline.outbox
            && self.connection.is_up()
            && !was_up
        {
            // The server is back: what waits for its next try need not wait for it.
            let outbox = outbox.clone();
            spawn_local(async move {
                outbox.flush().await;
            });
        }
    }

    pub(super) fn tell_typing(&mut self) {
        let (is_up, to) = (self.connection.is_up(), self.to.clone());
        let Some(call) = self.talk().filter(|_| is_up).and_then(Talk::tell_typing) else { return };
        spawn_local(async move {
            // Where it is lost nothing is.
            if call.await.is_err() {
                tell(&to, News::Failed);
            }
        });
    }

    pub(super) fn happened(&mut self, happening: Happening) -> Flow {
        match happening {
            Happening::Said(message) => self.said(&message),
            Happening::Joined(_) | Happening::Left(_) => self.show_people(),
            Happening::Typing(_) => {
                self.show_people();
                let to = self.to.clone();
                spawn_local(async move {
                    BrowserClock.sleep(GLANCE).await;
                    tell(&to, News::Glance);
                });
            }
            Happening::Reconnecting { attempt, why } => self.connection.attempts(attempt, &why),
            Happening::Earlier(messages) => self.earlier(&messages),
            Happening::NoEarlier(error) => {
                self.check()?;
                if let Some(open) = &mut self.open {
                    open.asks_earlier = false;
                }
                dom::show("earlier", true);
                dom::write("earlier", &format!("{} Ask for earlier messages again", words::sentence(&error)));
            }
            Happening::Ended(why) => return self.ended(&why),
            Happening::Failed(error) => return self.ended(&words::sentence(&error)),
        }
        Flow::Continue(())
    }

    pub(super) fn said(&mut self, message: &Message) {
        let Some(open) = &mut self.open else { return };
        open.log.said(message, &self.me.id, &mut self.faces);
        if !mem::replace(&mut open.stores, true) {
            let (room, to) = (open.name.clone(), self.to.clone());
            spawn_local(async move {
                BrowserClock.sleep(STORE).await;
                tell(&to, News::Store(room));
            });
        }
        self.show_waiting();
        self.show_people();
    }

    pub(super) fn ask_earlier(&mut self) {
        if let Some(open) = &mut self.open
            && let Some(talk) = &mut open.talk
            && !mem::replace(&mut open.asks_earlier, true)
        {
            dom::write("earlier", "Asking for earlier messages…");
            talk.ask_earlier();
        }
    }

    pub(super) fn earlier(&mut self, messages: &[Message]) {
        let Some(open) = &mut self.open else { return };
        open.asks_earlier = false;
        dom::write("earlier", "Earlier messages");
        let has_more = open.talk.as_ref().is_some_and(Talk::has_earlier);
        dom::show("earlier", has_more);
        dom::show("beginning", !has_more);
        dom::write("beginning", &format!("This is where #{} begins.", open.name));
        open.log.earlier(messages, &self.me.id, &mut self.faces);
    }

    pub(super) fn show_people(&mut self) {
        if let Some(talk) = self.open.as_ref().and_then(|open| open.talk.as_ref()) {
            people::show(talk, &self.me.id, &mut self.faces);
        }
    }
}

/// What happens next in the room that is open; nothing ever where none is.
pub(super) async fn happens(open: &mut Option<Open>) -> Happening {
    match open.as_mut().and_then(|open| open.talk.as_mut()) {
        Some(talk) => talk.next().await,
        None => std::future::pending().await,
    }
}
