//! The documents: a user, and a page of a hundred. Half of the users have what is optional.

use serde_json::{Value, json};

/// One user, as the server writes it.
#[must_use]
pub fn user(number: usize) -> String {
    value(number).to_string()
}

/// A page of a hundred users.
#[must_use]
pub fn users() -> String {
    let items: Vec<Value> = (1..=100).map(value).collect();
    json!({ "items": items, "next_cursor": "eyJhZnRlciI6MTAwfQ" }).to_string()
}

fn value(number: usize) -> Value {
    let role = ["admin", "moderator", "member"][number % 3];
    let avatar = (number.is_multiple_of(2)).then(|| format!("/api/v1/users/{number}/avatar"));
    let mut user = json!({
        "id": number.to_string(),
        "name": format!("Ann \"{number}\" Example"),
        "email": format!("ann-{number}@example.com"),
        "avatar_url": avatar,
    });
    if number.is_multiple_of(2) {
        user["nickname"] = json!(format!("Annie {number}"));
    }
    user["role"] = json!(role);
    user["created_at"] = json!("2026-02-28T13:37:00Z");
    user
}
