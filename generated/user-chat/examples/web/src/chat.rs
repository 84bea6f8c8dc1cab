//! Someone who is signed in: the rooms, and the one that is open. Enters: news and the conversation. Leaves: what the page shows, until one is
//! signed out.
//!
//! One loop, as in the terminal: it waits for what happens next, wherever that comes from, and shows it. Calls that take a while run
//! beside it and come back as news, so that it always shows how things are.

use std::ops::ControlFlow;
use std::time::Duration;

use clientwright_runtime::{AnyError, BrowserClock, Clock};
use user_chat::Client;
use user_chat::types::{Message, User};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;

use crate::dom::{self, get};
use crate::faces::Faces;
use crate::log::Log;
use crate::news::{Hear, News, RoomPages, Tell, tell};
use crate::sign_in::{Member, is_over};
use crate::state::{self, Connection, WAIT};
use crate::talk::{Happening, Talk};
use crate::{app, people, picture, rooms, words};

/// A little longer than it holds that someone is typing.
const GLANCE: Duration = Duration::from_millis(5100);

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
}

/// The room that is open.
struct Open {
    name: String,
    /// None until one is in the room, and after the conversation has ended.
    talk: Option<Talk>,
    log: Log,
    /// A page of earlier messages is on its way.
    asks_earlier: bool,
}

impl Chat {
    pub(crate) fn new(member: Member, to: Tell) -> Self {
        let Member { client, user } = member;
        let faces = Faces::new(client.clone(), to.clone());
        let rooms = Some(client.chat().get_rooms().limit(30).pages());
        Self { client, me: user, to, rooms, open: None, faces, connection: Connection::default() }
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
        for dialog in ["room-dialog", "picture-dialog"] {
            dom::dialog(dialog).close();
        }
        word
    }

    fn enter(&mut self) {
        dom::show("chat", true);
        dom::show("account", true);
        dom::write("me-name", &self.me.name);
        self.faces.paint(&dom::part(&dom::html("me"), "face"), &self.me.id, &self.me.name);
        state::idle("Not in a room");
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
            News::SignOut => return self.sign_out(),
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
            News::Line(line) if self.is_open(&line.room) => self.connection.changed(&line),
            News::Line(_) => {}
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
            self.open = Some(Open { name, talk: None, log: Log::new(), asks_earlier: false });
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
        let Some(open) = &self.open else { return };
        self.connection = Connection::connecting();
        dom::show("room-alert", false);
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
                talk.ask_earlier();
                open.asks_earlier = true;
                open.talk = Some(talk);
                self.show_people();
                Flow::Continue(())
            }
            Err(error) => self.ended(&words::sentence(&error)),
        }
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
            open.log = Log::new();
            open.asks_earlier = false;
        }
        self.join();
        dom::focus("draft");
    }

    fn back(&mut self) {
        let room = self.open.as_ref().map(|open| open.name.clone());
        self.leave_room();
        self.show_rooms();
        state::idle("Not in a room");
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
        let Some(talk) = &mut open.talk else { return Flow::Continue(()) };
        match talk.say(text.trim_end()).await {
            Ok(()) => {
                draft.set_value("");
                open.log.on_its_way(talk.on_its_way());
                crate::log::to_end();
                Flow::Continue(())
            }
            Err(error) => self.ended(&words::sentence(&error)),
        }
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
        if let Some(talk) = &open.talk {
            open.log.on_its_way(talk.on_its_way());
        }
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

/// What happens next in the room that is open; nothing ever where none is.
async fn happens(open: &mut Option<Open>) -> Happening {
    match open.as_mut().and_then(|open| open.talk.as_mut()) {
        Some(talk) => talk.next().await,
        None => std::future::pending().await,
    }
}
