//! What the server remembers. Ids, tokens and times come from counters.

use std::collections::BTreeMap;

use axum::body::Bytes;
use serde_json::{Map, Value, json};

use super::log::Log;
use super::{EMAIL, PASSWORD};

#[derive(Debug)]
pub(super) struct State {
    pub(super) url: String,
    pub(super) users: Vec<User>,
    pub(super) sessions: Vec<Session>,
    pub(super) rooms: Vec<Room>,
    pub(super) messages: Vec<Message>,
    pub(super) posted: Vec<Posted>,
    /// What happened in each room, by the room's id.
    pub(super) logs: BTreeMap<String, Log>,
    counter: u64,
}

#[derive(Debug)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) profile: Profile,
    pub(super) password: Option<String>,
    pub(super) avatar: Option<Avatar>,
    pub(super) created_at: String,
}

#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) nickname: Option<String>,
    pub(super) role: String,
}

/// An avatar as it was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Avatar {
    pub(crate) bytes: Bytes,
    pub(crate) content_type: String,
    pub(crate) file_name: Option<String>,
    pub(crate) caption: Option<String>,
}

#[derive(Debug)]
pub(super) struct Session {
    pub(super) user: String,
    pub(super) access: String,
    pub(super) refresh: String,
    pub(super) expired: bool,
}

#[derive(Debug)]
pub(super) struct Room {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) topic: Option<String>,
    pub(super) visibility: String,
    pub(super) labels: Map<String, Value>,
    pub(super) members: Vec<Member>,
    pub(super) created_at: String,
}

#[derive(Debug)]
pub(super) struct Member {
    pub(super) user: String,
    pub(super) owner: bool,
    pub(super) joined_at: String,
}

#[derive(Debug)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) room: String,
    pub(super) sequence: u64,
    /// Id and name, as they were when the message was posted.
    pub(super) author: Option<(String, String)>,
    pub(super) content: Value,
    pub(super) reply_to: Option<String>,
    pub(super) sent_at: String,
}

/// What an `Idempotency-Key` stands for.
#[derive(Debug)]
pub(super) struct Posted {
    pub(super) user: String,
    pub(super) room: String,
    pub(super) key: String,
    pub(super) body: Bytes,
    pub(super) message: String,
}

impl State {
    pub(super) fn new(url: &str) -> Self {
        let mut state = Self {
            url: url.to_owned(),
            users: Vec::new(),
            sessions: Vec::new(),
            rooms: Vec::new(),
            messages: Vec::new(),
            posted: Vec::new(),
            logs: BTreeMap::new(),
            counter: 0,
        };
        let profile =
            Profile { name: "Ann".to_owned(), email: EMAIL.to_owned(), nickname: None, role: "admin".to_owned() };
        state.add_user(profile, Some(PASSWORD.to_owned()));
        state
    }

    fn count(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// One second later with each call.
    pub(super) fn now(&mut self) -> String {
        let second = self.count();
        format!("2026-01-23T{:02}:{:02}:{:02}Z", 9 + second / 3600, second / 60 % 60, second % 60)
    }

    pub(super) fn uuid(&mut self) -> String {
        format!("5eed0000-0000-4000-8000-{:012x}", self.count())
    }

    pub(super) fn add_user(&mut self, profile: Profile, password: Option<String>) -> &User {
        let id = self.users.last().map_or(1, |user| user.id.parse::<u64>().expect("ids are numbers") + 1).to_string();
        let created_at = self.now();
        self.users.push(User { id, profile, password, avatar: None, created_at });
        &self.users[self.users.len() - 1]
    }

    pub(super) fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub(super) fn user_mut(&mut self, id: &str) -> Option<&mut User> {
        self.users.iter_mut().find(|user| user.id == id)
    }

    pub(super) fn user_json(&self, user: &User) -> Value {
        let avatar_url = user.avatar.as_ref().map(|_| format!("{}/api/v1/users/{}/avatar", self.url, user.id));
        json!({
            "id": user.id,
            "name": user.profile.name,
            "email": user.profile.email,
            "avatar_url": avatar_url,
            "nickname": user.profile.nickname,
            "role": user.profile.role,
            "created_at": user.created_at,
        })
    }

    pub(super) fn avatar(&self, user: &str) -> Option<Avatar> {
        self.user(user)?.avatar.clone()
    }

    pub(super) fn add_session(&mut self, user: &str) -> &Session {
        let number = self.count();
        self.sessions.push(Session {
            user: user.to_owned(),
            access: format!("access-{number}"),
            refresh: format!("refresh-{number}"),
            expired: false,
        });
        &self.sessions[self.sessions.len() - 1]
    }

    pub(super) fn expire_tokens(&mut self) {
        for session in &mut self.sessions {
            session.expired = true;
        }
    }

    pub(super) fn revoke_tokens(&mut self) {
        self.sessions.clear();
    }
}
