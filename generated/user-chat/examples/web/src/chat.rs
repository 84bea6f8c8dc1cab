//! Someone who is signed in: the rooms, and the one that is open. Enters: news and the conversation. Leaves: what the page shows, until one is
//! signed out.
//!
//! One loop, as in the terminal: it waits for what happens next, wherever that comes from, and shows it. Calls that take a while run
//! beside it and come back as news, so that it always shows how things are.

use std::ops::ControlFlow;
use std::time::Duration;

use clientwright_runtime::{AnyError, BrowserClock, Clock, Connectivity, EntryId};
use user_chat::Client;
use user_chat::types::{Message, User};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;

use crate::dom::{self, get};
use crate::faces::Faces;
use crate::line::Line;
use crate::log::Log;
use crate::news::{Hear, News, RoomPages, Tell, tell};
use crate::offline::Offline;
use crate::recall::Recalled;
use crate::sign_in::{Member, is_over};
use crate::state::{self, Connection, WAIT};
use crate::talk::{Happening, Talk};
use crate::waiting::{self, Waiting};
use crate::{app, people, picture, recall, rooms, words};

/// A little longer than it holds that someone is typing.
const GLANCE: Duration = Duration::from_millis(5100);
/// Before a room that could not be opened is tried again.
const AGAIN: Duration = Duration::from_secs(2);
/// What was said is stored so long after something has come: what comes together is stored together.
const STORE: Duration = Duration::from_secs(1);

/// What it ends with: the word that the user is told, if there is one to tell.
type Flow = ControlFlow<Option<&'static str>>;

pub(crate) struct Chat {
    client: Client,
    me: User,
    to: Tell,
    /// None while a page of them is on its way.
    rooms: Option<RoomPages>,
    open: Option<Open>,
    faces: Faces,
    connection: Connection,
    offline: Offline,
}

/// The room that is open.
struct Open {
    name: String,
    /// None until one is in the room, and after the conversation has ended.
    talk: Option<Talk>,
    log: Log,
    /// A page of earlier messages is on its way.
    asks_earlier: bool,
    waiting: Waiting,
    /// It is shown as it was when it was read last.
    is_recalled: bool,
    /// What was said is about to be stored.
    stores: bool,
}

impl Open {
    fn new(name: String) -> Self {
        let (log, waiting) = (Log::new(), Waiting::default());
        Self { name, talk: None, log, asks_earlier: false, waiting, is_recalled: false, stores: false }
    }
}

impl Chat {
    pub(crate) fn new(member: Member, to: Tell) -> Self {
        let Member { client, user, offline } = member;
        let faces = Faces::new(client.clone(), to.clone());
        let rooms = Some(client.chat().get_rooms().limit(30).pages());
        if let Ok(outbox) = &offline.outbox {
            waiting::follow(outbox, &to);
        }
        Self { client, me: user, to, rooms, open: None, faces, connection: Connection::default(), offline }
    }

    /// Until one is signed out: the word to tell.
    pub(crate) async fn run(mut self, news: &mut Hear) -> Option<&'static str> {
        self.enter();
        let word = loop {
            let flow = tokio::select! {
                Some(news) = news.recv() => self.hear(news).await,
                happening = happens(&mut self.open) => self.happened(happening),
            };
            if let ControlFlow::Break(word) = flow {
                break word;
            }
        };
        self.leave_room();
        dom::show("chat", false);
        dom::show("account", false);
        for dialog in ["room-dialog", "picture-dialog", "leave-dialog"] {
            dom::dialog(dialog).close();
        }
        self.offline.forget().await;
        // Who is signed out by the server finds what was not sent when they sign in again.
        if word.is_none() {
            self.offline.discard().await;
        }
        let client = self.client.clone();
        spawn_local(async move { client.close().await });
        word
    }

    fn enter(&mut self) {
        dom::show("chat", true);
        dom::show("account", true);
        dom::write("me-name", &self.me.name);
        self.faces.paint(&dom::part(&dom::html("me"), "face"), &self.me.id, &self.me.name);
        state::nowhere();
        self.show_rooms();
        rooms::clear();
        self.more_rooms();
        dom::focus("rooms-title");
    }

    fn show_rooms(&self) {
        dom::view("rooms");
        dom::show("room", false);
        dom::show("people", false);
        dom::show("nowhere", true);
    }

    async fn hear(&mut self, news: News) -> Flow {
        match news {
            News::SignIn => {}
            News::AtEnd => dom::show("to-end", false),
            News::SignOut if self.offline.unsent() > 0 => waiting::ask_to_leave(self.offline.unsent()),
            News::SignOut | News::SignOutAnyway => return self.sign_out(),
            News::MoreRooms => self.more_rooms(),
            News::Rooms(pages, outcome) => return self.rooms_came(pages, outcome),
            News::MakeRoom => self.make_room(),
            News::Made(Ok(room)) => {
                rooms::made(&room);
                let topic = room.topic.clone().unwrap_or_default();
                self.open(room.name, &topic);
            }
            News::Made(Err(error)) => {
                self.check()?;
                rooms::refused(&error);
            }
            News::Open { room, topic } => self.open(room, &topic),
            News::Opened(room, outcome) => return self.opened(&room, outcome),
            News::Again => self.again(),
            News::Back => self.back(),
            News::Say => return self.say().await,
            News::Type => self.tell_typing(),
            News::Earlier => self.ask_earlier(),
            News::ShowPicture => picture::open(&self.me, &mut self.faces),
            News::Chosen => picture::chosen(),
            News::Upload => picture::upload(&self.client, &self.me, &self.to),
            News::Uploaded(Ok(user)) => {
                self.faces.ask(&user.id);
                picture::uploaded();
            }
            News::Uploaded(Err(error)) => {
                self.check()?;
                picture::refused(&error);
            }
            News::Face(id, Ok(image)) => self.faces.came(id, &image),
            // Nobody has to have a picture: initials do.
            News::Face(..) => return self.check(),
            News::Glance => {
                if let Some(talk) = self.talk() {
                    people::typing(talk);
                }
            }
            News::Failed => return self.check(),
            News::Line(line) => self.line(&line),
            News::Network => self.network(),
            News::Recalled(room, recalled, error) => return self.recalled(&room, recalled, &error),
            News::Rejoin(room) if self.is_open(&room) && self.talk().is_none() => self.come_in(),
            News::Rejoin(_) => {}
            News::Store(room) => self.store(&room),
            News::Waits => self.show_waiting(),
            News::Delivered(room, message) if self.is_open(&room) => self.said(&message),
            News::Delivered(..) => {}
            News::Retry(id) => self.decide(id, Decision::Retry),
            News::Discard(id) => self.decide(id, Decision::Discard),
        }
        Flow::Continue(())
    }

    /// Whether signing in is still good. It is the client that knows, whichever call has found it out.
    fn check(&self) -> Flow {
        if is_over(&self.client) { Flow::Break(Some(app::OVER)) } else { Flow::Continue(()) }
    }

    fn sign_out(&self) -> Flow {
        let call = self.client.auth().sign_out();
        // Whether the server hears of it or not, this page forgets the pair.
        spawn_local(async move { drop(call.await) });
        Flow::Break(None)
    }

    fn more_rooms(&mut self) {
        let Some(mut pages) = self.rooms.take() else { return };
        let to = self.to.clone();
        spawn_local(async move {
            let outcome = pages.next().await.transpose().map_err(AnyError::from);
            tell(&to, News::Rooms(pages, outcome));
        });
    }

    fn rooms_came(&mut self, pages: RoomPages, outcome: Result<Option<user_chat::types::RoomPage>, AnyError>) -> Flow {
        match outcome {
            Ok(page) => rooms::add(&page.map(|page| page.items).unwrap_or_default(), pages.continuation().is_some()),
            Err(error) => {
                self.check()?;
                dom::say("rooms-alert", Some(&words::sentence(&error)));
                dom::show("more-rooms", true);
            }
        }
        self.rooms = Some(pages);
        rooms::mark(self.open.as_ref().map(|open| open.name.as_str()));
        Flow::Continue(())
    }

    fn make_room(&self) {
        let (call, to) = (self.client.chat().create_room(rooms::filled()), self.to.clone());
        spawn_local(async move {
            let outcome = call.await.map_err(Into::into);
            tell(&to, News::Made(outcome));
        });
    }

    fn open(&mut self, name: String, topic: &str) {
        if !self.is_open(&name) {
            self.leave_room();
            dom::write("room-title", &name);
            dom::write("room-topic", topic);
            dom::write("present", "");
            dom::write("typing", "");
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

    fn is_open(&self, room: &str) -> bool {
        self.open.as_ref().is_some_and(|open| open.name == room)
    }

    /// Comes into the room that is open.
    fn join(&mut self) {
        self.connection = Connection::connecting();
        dom::show("room-alert", false);
        self.come_in();
    }

    fn come_in(&self) {
        let Some(open) = &self.open else { return };
        let (client, name, me, to) = (self.client.clone(), open.name.clone(), self.me.name.clone(), self.to.clone());
        spawn_local(async move {
            let outcome = Talk::open(&client, &name, &me, WAIT).await;
            tell(&to, News::Opened(name, outcome));
        });
    }

    fn opened(&mut self, room: &str, outcome: Result<Talk, AnyError>) -> Flow {
        let Some(open) = self.open.as_mut().filter(|open| open.name == room && open.talk.is_none()) else {
            // One has left it meanwhile.
            return Flow::Continue(());
        };
        match outcome {
            Ok(mut talk) => {
                if std::mem::take(&mut open.is_recalled) {
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

    /// The room cannot be opened for want of a connection. It is shown as it was, until it can.
    fn recall(&mut self, error: AnyError) -> Flow {
        self.check()?;
        let Some(open) = &self.open else { return Flow::Continue(()) };
        let (client, name, to, is_recalled) =
            (self.client.clone(), open.name.clone(), self.to.clone(), open.is_recalled);
        spawn_local(async move {
            if !is_recalled {
                let recalled = recall::recall(&client, &name).await;
                tell(&to, News::Recalled(name.clone(), recalled, error));
            }
            Connectivity::of_browser().until_online().await;
            BrowserClock.sleep(AGAIN).await;
            tell(&to, News::Rejoin(name));
        });
        Flow::Continue(())
    }

    fn recalled(&mut self, room: &str, recalled: Option<Recalled>, error: &AnyError) -> Flow {
        let Some(open) = self.open.as_mut().filter(|open| open.name == room && open.talk.is_none()) else {
            return Flow::Continue(());
        };
        let Some(Recalled { members, messages }) = recalled else { return self.ended(&words::sentence(error)) };
        open.is_recalled = true;
        open.log.earlier(&messages, &self.me.id, &mut self.faces);
        people::recalled(&members, &self.me.id, &mut self.faces);
        state::recalled();
        Flow::Continue(())
    }

    /// One of the two connections of a room has changed. Of a room that is not open yet, only that there is one is worth telling.
    fn line(&mut self, line: &Line) {
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
            spawn_local(async move { drop(outbox.flush().await) });
        }
    }

    fn network(&mut self) {
        match &self.open {
            None => state::nowhere(),
            Some(open) if open.is_recalled => state::recalled(),
            Some(_) => {}
        }
        self.show_waiting();
    }

    /// What came by the socket is stored, so that it is there without a network.
    fn store(&mut self, room: &str) {
        let Some(open) = self.open.as_mut().filter(|open| open.name == room) else { return };
        open.stores = false;
        let call = recall::end(&self.client, room);
        spawn_local(async move { drop(call.await) });
    }

    fn show_waiting(&mut self) {
        let Some(open) = &mut self.open else { return };
        open.waiting.show(match (&self.offline.outbox, &open.talk) {
            (Ok(outbox), _) => waiting::of_outbox(outbox, &open.name),
            (Err(_), Some(talk)) => waiting::of_socket(talk.on_its_way()),
            (Err(_), None) => Vec::new(),
        });
    }

    /// Sends a message that was refused once more, or drops it.
    fn decide(&self, id: EntryId, decision: Decision) {
        let Ok(outbox) = &self.offline.outbox else { return };
        let (outbox, to) = (outbox.clone(), self.to.clone());
        spawn_local(async move {
            // Where the browser cannot write that down, the message is there as it was.
            drop(match decision {
                Decision::Retry => outbox.retry(id).await,
                Decision::Discard => outbox.discard(id).await,
            });
            tell(&to, News::Waits);
        });
    }

    /// The conversation is over, or did not come about.
    fn ended(&mut self, why: &str) -> Flow {
        self.check()?;
        if let Some(open) = &mut self.open {
            open.talk = None;
        }
        state::lost("Not connected");
        dom::show("room-alert", true);
        dom::write("room-alert-text", why);
        Flow::Continue(())
    }

    fn again(&mut self) {
        if let Some(open) = &mut self.open {
            *open = Open::new(std::mem::take(&mut open.name));
        }
        self.show_waiting();
        self.join();
        dom::focus("draft");
    }

    fn back(&mut self) {
        let room = self.open.as_ref().map(|open| open.name.clone());
        self.leave_room();
        self.show_rooms();
        state::nowhere();
        rooms::mark(None);
        rooms::focus(room.as_deref());
    }

    fn leave_room(&mut self) {
        if let Some(talk) = self.open.take().and_then(|open| open.talk) {
            spawn_local(async move { drop(talk.leave().await) });
        }
    }

    fn talk(&mut self) -> Option<&mut Talk> {
        self.open.as_mut()?.talk.as_mut()
    }

    async fn say(&mut self) -> Flow {
        let draft: HtmlTextAreaElement = get("draft");
        let text = draft.value();
        let Some(open) = self.open.as_mut().filter(|_| !text.trim().is_empty()) else { return Flow::Continue(()) };
        let said = match (&self.offline.outbox, &mut open.talk) {
            (Ok(_), talk) => {
                talk.iter_mut().for_each(Talk::stops_typing);
                let kept = waiting::keep(&self.client, &open.name, text.trim_end()).await;
                kept.map_err(|error| format!("The browser cannot keep this message: {error}."))
            }
            (Err(_), Some(talk)) => match talk.say(text.trim_end()).await {
                Ok(()) => Ok(()),
                Err(error) => return self.ended(&words::sentence(&error)),
            },
            (Err(why), None) => Err((*why).to_owned()),
        };
        dom::say("draft-alert", said.as_ref().err().map(String::as_str));
        if said.is_ok() {
            draft.set_value("");
            self.show_waiting();
            crate::log::to_end();
        }
        Flow::Continue(())
    }

    fn tell_typing(&mut self) {
        let (is_up, to) = (self.connection.is_up(), self.to.clone());
        let Some(call) = self.talk().filter(|_| is_up).and_then(Talk::tell_typing) else { return };
        spawn_local(async move {
            // Where it is lost nothing is.
            if call.await.is_err() {
                tell(&to, News::Failed);
            }
        });
    }

    fn ask_earlier(&mut self) {
        if let Some(open) = &mut self.open
            && let Some(talk) = &mut open.talk
            && !std::mem::replace(&mut open.asks_earlier, true)
        {
            dom::write("earlier", "Asking for earlier messages…");
            talk.ask_earlier();
        }
    }

    fn happened(&mut self, happening: Happening) -> Flow {
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

    fn said(&mut self, message: &Message) {
        let Some(open) = &mut self.open else { return };
        open.log.said(message, &self.me.id, &mut self.faces);
        if !std::mem::replace(&mut open.stores, true) {
            let (room, to) = (open.name.clone(), self.to.clone());
            spawn_local(async move {
                BrowserClock.sleep(STORE).await;
                tell(&to, News::Store(room));
            });
        }
        self.show_waiting();
        self.show_people();
    }

    fn earlier(&mut self, messages: &[Message]) {
        let Some(open) = &mut self.open else { return };
        open.asks_earlier = false;
        dom::write("earlier", "Earlier messages");
        let has_more = open.talk.as_ref().is_some_and(Talk::has_earlier);
        dom::show("earlier", has_more);
        dom::show("beginning", !has_more);
        dom::write("beginning", &format!("This is where #{} begins.", open.name));
        open.log.earlier(messages, &self.me.id, &mut self.faces);
    }

    fn show_people(&mut self) {
        if let Some(talk) = self.open.as_ref().and_then(|open| open.talk.as_ref()) {
            people::show(talk, &self.me.id, &mut self.faces);
        }
    }
}

/// What is to become of a message that was refused.
#[derive(Clone, Copy, Debug)]
enum Decision {
    Retry,
    Discard,
}

/// What happens next in the room that is open; nothing ever where none is.
async fn happens(open: &mut Option<Open>) -> Happening {
    match open.as_mut().and_then(|open| open.talk.as_mut()) {
        Some(talk) => talk.next().await,
        None => std::future::pending().await,
    }
}
