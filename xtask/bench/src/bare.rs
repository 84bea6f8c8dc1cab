//! The types of a page of users as one writes them by hand, with serde's derive.

use clientwright_runtime::DateTime;
use serde::{Deserialize, Serialize};

/// The same as the generated `UserPage`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct UserPage {
    /// The users.
    pub items: Vec<User>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// The same as the generated `User`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[expect(missing_docs, reason = "they are those of the generated type")]
pub struct User {
    pub id: String,
    pub name: String,
    pub email: String,
    pub avatar_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    pub role: Role,
    pub created_at: DateTime,
}

/// The same as the generated `Role`, but closed: derive cannot keep an unknown value at that price.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they are those of the generated type")]
pub enum Role {
    Admin,
    Moderator,
    Member,
}
