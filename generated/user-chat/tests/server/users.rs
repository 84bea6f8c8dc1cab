//! The users: list, create, read, replace, patch, delete.

use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::Shared;
use super::auth::Caller;
use super::fields::Fields;
use super::pages::{self, Item};
use super::problem::Problem;
use super::state::{Profile, State as Memory, User};

const ROLES: &[&str] = &["admin", "moderator", "member"];

pub(super) async fn list(
    State(shared): State<Shared>,
    _: Caller,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Problem> {
    let query = pages::Query(query);
    let roles = query.all("role");
    if let Some(role) = roles.iter().find(|role| !ROLES.contains(role)) {
        return Err(Problem::malformed(format!("{role:?} is not a role.")));
    }
    let text = query.get("q")?.unwrap_or_default().to_lowercase();

    let state = shared.state();
    let mut users: Vec<&User> = state.users.iter().collect();
    users.retain(|user| roles.is_empty() || roles.contains(&user.profile.role.as_str()));
    users.retain(|user| mentions(&user.profile, &text));
    match query.get("sort")? {
        None | Some("name") => users.sort_by(|one, other| one.profile.name.cmp(&other.profile.name)),
        Some("oldest") => {}
        Some("newest") => users.reverse(),
        Some(other) => return Err(Problem::malformed(format!("{other:?} is not an order."))),
    }
    let items = users.into_iter().map(|user| Item { key: user.id.clone(), json: state.user_json(user) });
    pages::forward(items.collect(), &query).map(Json)
}

fn mentions(profile: &Profile, text: &str) -> bool {
    [Some(&profile.name), Some(&profile.email), profile.nickname.as_ref()]
        .into_iter()
        .flatten()
        .any(|value| value.to_lowercase().contains(text))
}

pub(super) async fn create(State(shared): State<Shared>, _: Caller, request: Request) -> Result<Response, Problem> {
    let mut fields = Fields::read(request, "application/json").await?;
    let profile = profile(&mut fields);
    let password = fields.optional_text("password");
    if password.as_ref().is_some_and(|password| password.len() < 8) {
        fields.fail("/password", "too_short", "This must have at least 8 characters.");
    }
    fields.finish()?;

    let mut state = shared.state();
    check_email_is_free(&state, &profile.email, None)?;
    let id = state.add_user(profile, password).id.clone();
    let user = state.user(&id).ok_or_else(|| Problem::user_not_found(&id))?;
    let location = [("location", format!("/api/v1/users/{id}"))];
    Ok((StatusCode::CREATED, location, Json(state.user_json(user))).into_response())
}

pub(super) async fn get(
    State(shared): State<Shared>,
    _: Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let state = shared.state();
    let user = state.user(&id).ok_or_else(|| Problem::user_not_found(&id))?;
    Ok(Json(state.user_json(user)))
}

pub(super) async fn replace(
    State(shared): State<Shared>,
    _: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let mut fields = Fields::read(request, "application/json").await?;
    let profile = profile(&mut fields);
    fields.finish()?;
    store(&shared, &id, profile)
}

/// Merges as RFC 7396 says: absent stays, null removes, a value replaces.
pub(super) async fn update(
    State(shared): State<Shared>,
    _: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let mut fields = Fields::read(request, "application/merge-patch+json").await?;
    let mut profile = match shared.state().user(&id) {
        Some(user) => user.profile.clone(),
        None => return Err(Problem::user_not_found(&id)),
    };
    if let Some(name) = fields.optional_text("name") {
        profile.name = name;
    }
    if let Some(email) = fields.optional_text("email") {
        fields.check_email(&email);
        profile.email = email;
    }
    if let Some(nickname) = fields.nullable_text("nickname") {
        profile.nickname = nickname;
    }
    if let Some(role) = fields.choice("role", ROLES) {
        profile.role = role;
    }
    fields.finish()?;
    store(&shared, &id, profile)
}

pub(super) async fn delete(
    State(shared): State<Shared>,
    _: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let mut state = shared.state();
    let position = state.users.iter().position(|user| user.id == id).ok_or_else(|| Problem::user_not_found(&id))?;
    state.users.remove(position);
    state.sessions.retain(|session| session.user != id);
    for room in &mut state.rooms {
        room.members.retain(|member| member.user != id);
    }
    Ok(StatusCode::NO_CONTENT)
}

fn profile(fields: &mut Fields) -> Profile {
    let name = fields.text("name");
    let email = fields.text("email");
    fields.check_email(&email);
    let nickname = fields.optional_text("nickname");
    let role = fields.choice("role", ROLES).unwrap_or_else(|| "member".to_owned());
    Profile { name, email, nickname, role }
}

fn store(shared: &Shared, id: &str, profile: Profile) -> Result<Json<Value>, Problem> {
    let mut state = shared.state();
    check_email_is_free(&state, &profile.email, Some(id))?;
    let user = state.user_mut(id).ok_or_else(|| Problem::user_not_found(id))?;
    user.profile = profile;
    let user = state.user(id).ok_or_else(|| Problem::user_not_found(id))?;
    Ok(Json(state.user_json(user)))
}

fn check_email_is_free(state: &Memory, email: &str, except: Option<&str>) -> Result<(), Problem> {
    let taken = state.users.iter().any(|user| user.profile.email == email && Some(user.id.as_str()) != except);
    if taken { Err(Problem::conflict("email_taken", "Another user has this e-mail address.")) } else { Ok(()) }
}
