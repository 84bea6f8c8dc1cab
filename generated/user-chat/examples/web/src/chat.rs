//! Someone who is signed in: the rooms, and the one that is open (`chat/room.rs`). Enters: news and the conversation. Leaves: what the page shows, until one is
//! signed out.
//!
//! One loop, as in the terminal: it waits for what happens next, wherever that comes from, and shows it. Calls that take a while run
//! beside it and come back as news, so that it always shows how things are.

mod recalled;
mod room;
mod unsent;

use std::ops::ControlFlow;

use clientwright_runtime::AnyError;
use user_chat::Client;
use user_chat::types::{RoomPage, User};
use wasm_bindgen_futures::spawn_local;

use self::room::{Open, happens};
use self::unsent::Decision;
use crate::dom;
use crate::faces::Faces;
use crate::news::{Hear, News, RoomPages, Tell, tell};
use crate::offline::Offline;
use crate::sign_in::{Member, is_over};
use crate::state::{self, Connection};
use crate::{app, people, picture, rooms, waiting, words};

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
        // The outbox is let go of, so that whoever signs in next as this user has it.
        self.client.close().await;
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

    fn rooms_came(&mut self, pages: RoomPages, outcome: Result<Option<RoomPage>, AnyError>) -> Flow {
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
}
