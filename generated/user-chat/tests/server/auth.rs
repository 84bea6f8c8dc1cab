//! Sign-in, refresh and sign-out; and who makes a request, for every other handler.

use axum::Json;
use axum::extract::{FromRequestParts, Query, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde_json::{Value, json};

use super::Shared;
use super::fields::Fields;
use super::problem::Problem;
use super::state::Session;

/// The user whose access token a request carries.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) user: String,
    access: String,
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Problem> {
        let access = access(parts)?;
        let state = shared.state();
        let session = state.sessions.iter().find(|session| session.access == access && !session.expired);
        let session = session.ok_or_else(Problem::bad_token)?;
        Ok(Self { user: session.user.clone(), access: access.to_owned() })
    }
}

/// The access token of a request: in its header, or in the query of one for a socket (RFC 6750 section 2.3).
fn access(parts: &Parts) -> Result<&str, Problem> {
    if let Some(header) = parts.headers.get("authorization") {
        return header.to_str().ok().and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(Problem::bad_token);
    }
    let query = parts.uri.query().filter(|_| parts.uri.path().starts_with("/ws/")).unwrap_or_default();
    let mut parameters = query.split('&').filter_map(|parameter| parameter.strip_prefix("access_token="));
    parameters.next_back().ok_or_else(Problem::no_token)
}

pub(super) async fn sign_in(State(shared): State<Shared>, request: Request) -> Result<Json<Value>, Problem> {
    let mut fields = Fields::read(request, "application/json").await?;
    let email = fields.text("email");
    let password = fields.text("password");
    fields.optional_text("device");
    fields.check_email(&email);
    fields.finish()?;

    let mut state = shared.state();
    let known =
        state.users.iter().find(|user| user.profile.email == email && user.password.as_ref() == Some(&password));
    let id = known.map(|user| user.id.clone());
    let id =
        id.ok_or_else(|| Problem::refused("invalid_credentials", "The e-mail address or the password is wrong."))?;
    Ok(Json(pair(state.add_session(&id))))
}

pub(super) async fn refresh(State(shared): State<Shared>, request: Request) -> Result<Json<Value>, Problem> {
    let mut fields = Fields::read(request, "application/json").await?;
    let refresh = fields.text("refresh_token");
    fields.finish()?;

    let mut state = shared.state();
    let known = state.sessions.iter().position(|session| session.refresh == refresh);
    let known = known.ok_or_else(|| Problem::refused("invalid_grant", "The refresh token is unknown or used."))?;
    let ended = state.sessions.remove(known);
    Ok(Json(pair(state.add_session(&ended.user))))
}

pub(super) async fn sign_out(
    State(shared): State<Shared>,
    caller: Caller,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<StatusCode, Problem> {
    let everywhere = match query.as_slice() {
        [] => false,
        [(name, value)] if name == "everywhere" && value == "true" => true,
        [(name, value)] if name == "everywhere" && value == "false" => false,
        _ => return Err(Problem::malformed("everywhere must be true or false.")),
    };
    let ends = |session: &Session| session.access == caller.access || everywhere && session.user == caller.user;
    shared.state().sessions.retain(|session| !ends(session));
    Ok(StatusCode::NO_CONTENT)
}

fn pair(session: &Session) -> Value {
    json!({
        "access_token": session.access,
        "refresh_token": session.refresh,
        "token_type": "bearer",
        "expires_in": 900,
    })
}
