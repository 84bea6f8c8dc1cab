//! Rooms and who is in them. A private room is invisible to all but its members.

use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::Shared;
use super::auth::Caller;
use super::fields::Fields;
use super::messages;
use super::pages::{self, Item};
use super::problem::Problem;
use super::state::{Member, Room, State as Memory};

pub(super) async fn list(
    State(shared): State<Shared>,
    caller: Caller,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Problem> {
    let state = shared.state();
    let mut rooms: Vec<&Room> = state.rooms.iter().filter(|room| can_read(room, &caller.user)).collect();
    rooms.sort_by(|one, other| one.name.cmp(&other.name));
    let items = rooms.into_iter().map(|room| Item { key: room.id.clone(), json: room_json(&state, room) });
    pages::forward(items.collect(), &pages::Query(query)).map(Json)
}

pub(super) async fn create(
    State(shared): State<Shared>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let mut fields = Fields::read(request, "application/json").await?;
    let name = fields.text("name");
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        fields.fail("/name", "invalid_name", "This may hold a to z, 0 to 9 and hyphens.");
    }
    let topic = fields.nullable_text("topic").flatten();
    let visibility = fields.choice("visibility", &["public", "private"]).unwrap_or_else(|| "public".to_owned());
    let labels = labels(&mut fields);
    let invite = invite(&mut fields);
    fields.finish()?;

    let mut state = shared.state();
    if state.rooms.iter().any(|room| room.name == name) {
        return Err(Problem::conflict("name_taken", "Another room has this name."));
    }
    let created_at = state.now();
    let member = |user: String, owner| Member { user, owner, joined_at: created_at.clone() };
    let mut members = vec![member(caller.user, true)];
    members.extend(invite.into_iter().map(|user| member(user, false)));
    let room = Room { id: state.uuid(), name, topic, visibility, labels, members, created_at };
    messages::add(&mut state, &room.id, None, json!({ "type": "system", "event": "room_created" }), None);
    let location = [("location", format!("/api/v1/rooms/{}", room.id))];
    let body = Json(room_json(&state, &room));
    state.rooms.push(room);
    Ok((StatusCode::CREATED, location, body).into_response())
}

fn labels(fields: &mut Fields) -> Map<String, Value> {
    match fields.take("labels") {
        None => Map::new(),
        Some(Value::Object(labels)) if labels.values().all(Value::is_string) => labels,
        Some(_) => {
            fields.fail("/labels", "invalid_labels", "This must be an object of texts.");
            Map::new()
        }
    }
}

fn invite(fields: &mut Fields) -> Vec<String> {
    let Some(value) = fields.take("invite") else {
        return Vec::new();
    };
    let ids = value.as_array().map(|ids| ids.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect());
    ids.unwrap_or_else(|| {
        fields.fail("/invite", "invalid_ids", "This must be a list of ids.");
        Vec::new()
    })
}

pub(super) async fn get(
    State(shared): State<Shared>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<Json<Value>, Problem> {
    let state = shared.state();
    let room = find(&state, &caller, &name)?;
    Ok(Json(room_json(&state, room)))
}

pub(super) async fn members(
    State(shared): State<Shared>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<Json<Value>, Problem> {
    let state = shared.state();
    let room = find(&state, &caller, &name)?;
    let members = room.members.iter().filter_map(|member| {
        let user = state.user_json(state.user(&member.user)?);
        Some(json!({ "user": user, "owner": member.owner, "joined_at": member.joined_at }))
    });
    Ok(Json(members.collect()))
}

/// The room of this id or name, if the caller can read it.
pub(super) fn find<'a>(state: &'a Memory, caller: &Caller, name: &str) -> Result<&'a Room, Problem> {
    let room = state.rooms.iter().find(|room| room.id == name || room.name == name);
    room.filter(|room| can_read(room, &caller.user))
        .ok_or_else(|| Problem::not_found("room_not_found", "There is no such room, or you are not in it."))
}

fn can_read(room: &Room, user: &str) -> bool {
    room.visibility == "public" || room.members.iter().any(|member| member.user == user)
}

fn room_json(state: &Memory, room: &Room) -> Value {
    let message_count = state.messages.iter().filter(|message| message.room == room.id).count();
    json!({
        "id": room.id,
        "name": room.name,
        "topic": room.topic,
        "visibility": room.visibility,
        "labels": room.labels,
        "message_count": message_count,
        "created_at": room.created_at,
    })
}
