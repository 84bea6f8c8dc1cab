//! The calls that are made, and by what a server knows them: each has its number in its path or body.

use std::time::Duration;

use fastrand::Rng;
use user_chat::Client;
use user_chat::types::{CreateUserRequest, NewMessage, TextContent, UserPatch};

use crate::outcome::Outcome;

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `GET`: may be repeated.
    Get,
    /// `DELETE`: may be repeated.
    Delete,
    /// `POST`: may have been processed, so is repeated only where it certainly was not.
    Post,
    /// `PATCH`: the same.
    Patch,
    /// `POST` with an `Idempotency-Key`: may be repeated, with the same key.
    Keyed,
}

impl Kind {
    pub(crate) fn random(rng: &mut Rng) -> Self {
        match rng.u32(..100) {
            0..35 => Self::Get,
            35..45 => Self::Delete,
            45..70 => Self::Post,
            70..80 => Self::Patch,
            _ => Self::Keyed,
        }
    }

    /// Makes the call of this number; what it ended with.
    pub(crate) async fn make(self, client: &Client, number: usize, limit: Duration) -> Outcome {
        let id = number.to_string();
        match self {
            Self::Get => Outcome::of(client.users().get_user(id).timeout(limit).await),
            Self::Delete => Outcome::of(client.users().delete_user(id).timeout(limit).await),
            Self::Post => {
                let user = CreateUserRequest::new(id, "somebody@example.com");
                Outcome::of(client.users().create_user(user).timeout(limit).await)
            }
            Self::Patch => {
                let patch = UserPatch::new().name("Bob");
                Outcome::of(client.users().update_user(id, patch).timeout(limit).await)
            }
            Self::Keyed => {
                let message = NewMessage::new(TextContent::new("Hello").into());
                Outcome::of(client.chat().post_message(id, message).timeout(limit).await)
            }
        }
    }
}
