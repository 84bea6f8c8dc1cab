//! Messages: read in pages both ways, replies inside what they answer; posted once for each `Idempotency-Key`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Shared;
use super::auth::Caller;
use super::fields::Fields;
use super::pages::{self, Item};
use super::problem::Problem;
use super::rooms;
use super::state::{Message, Posted, State as Memory};

pub(super) async fn list(
    State(shared): State<Shared>,
    caller: Caller,
    Path(room): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Problem> {
    let query = pages::Query(query);
    let author = query.get("author")?;
    let state = shared.state();
    let room = &rooms::find(&state, &caller, &room)?.id;
    let written_by = |message: &Message, user| message.author.as_ref().is_some_and(|(id, _)| id == user);
    let items = state
        .messages
        .iter()
        .filter(|message| message.room == *room && message.reply_to.is_none())
        .filter(|message| author.is_none_or(|user| written_by(message, user)))
        .map(|message| Item { key: message.id.clone(), json: message_json(&state, message) });
    pages::both_ways(items.collect(), &query).map(Json)
}

pub(super) async fn post(
    State(shared): State<Shared>,
    caller: Caller,
    Path(room): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    if headers.get("content-type").is_none_or(|value| value != "application/json") {
        return Err(Problem::unsupported("The body must be application/json."));
    }
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut state = shared.state();
    let room = rooms::find(&state, &caller, &room)?.id.clone();
    let before = state
        .posted
        .iter()
        .find(|posted| posted.user == caller.user && posted.room == room && Some(&posted.key) == key.as_ref());
    if let Some(before) = before {
        if before.body != body {
            return Err(Problem::key_reused());
        }
        let message = before.message.clone();
        return Ok(created(&state, &message));
    }

    let (content, reply_to) = parse(&state, &room, &body)?;
    let message = add(&mut state, &room, Some(&caller.user), content, reply_to);
    if let Some(key) = key {
        state.posted.push(Posted { user: caller.user, room, key, body, message: message.clone() });
    }
    Ok(created(&state, &message))
}

fn parse(state: &Memory, room: &str, body: &[u8]) -> Result<(Value, Option<String>), Problem> {
    let mut fields = Fields::parse(body)?;
    let content = fields.take("content").unwrap_or_default();
    match content["type"].as_str() {
        Some("text") if content["text"].as_str().is_some_and(|text| !text.is_empty()) => {}
        Some("text") => fields.fail("/content/text", "required", "This must be a text that is not empty."),
        Some("image") if content["url"].is_string() => {}
        Some("image") => fields.fail("/content/url", "required", "This field is required."),
        _ => fields.fail("/content/type", "invalid_choice", "This must be text or image."),
    }
    let reply_to = reply_to(state, room, &mut fields);
    fields.finish()?;
    Ok((content, reply_to))
}

/// The message of the room that this one answers.
pub(super) fn reply_to(state: &Memory, room: &str, fields: &mut Fields) -> Option<String> {
    let id = fields.optional_text("reply_to")?;
    if !state.messages.iter().any(|message| message.room == room && message.id == id) {
        fields.fail("/reply_to", "message_not_found", "There is no such message in this room.");
    }
    Some(id)
}

/// Stores a message, tells those who follow the room, and gives its id.
pub(super) fn add(
    state: &mut Memory,
    room: &str,
    author: Option<&str>,
    content: Value,
    reply_to: Option<String>,
) -> String {
    let author = author.and_then(|id| state.user(id)).map(|user| (user.id.clone(), user.profile.name.clone()));
    let sequence = 1 + state.messages.iter().filter(|message| message.room == room).count() as u64;
    let (id, sent_at) = (state.uuid(), state.now());
    let message = Message { id: id.clone(), room: room.to_owned(), sequence, author, content, reply_to, sent_at };
    let json = message_json(state, &message);
    state.log(room).posted(&json);
    state.messages.push(message);
    id
}

fn created(state: &Memory, id: &str) -> Response {
    let message = state.messages.iter().find(|message| message.id == id);
    let body = message.map(|message| message_json(state, message));
    (StatusCode::CREATED, Json(body)).into_response()
}

pub(super) fn message_json(state: &Memory, message: &Message) -> Value {
    let answers = |other: &&Message| other.reply_to.as_ref() == Some(&message.id);
    let replies: Vec<Value> = state.messages.iter().filter(answers).map(|reply| message_json(state, reply)).collect();
    let mut json = json!({
        "id": message.id,
        "room_id": message.room,
        "sequence": message.sequence,
        "content": message.content,
        "reactions": {},
        "reply_to": message.reply_to,
        "replies": replies,
        "sent_at": message.sent_at,
        "edited_at": null,
    });
    if let Some((id, name)) = &message.author {
        json["author"] = json!({ "id": id, "name": name });
    }
    if let Some(text) = message.content.get("text") {
        json["text"] = text.clone();
    }
    json
}
