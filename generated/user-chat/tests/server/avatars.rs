//! Avatars: the upload is parsed by a multipart parser that the client knows nothing of, the download has an `ETag`.

use std::hash::{DefaultHasher, Hasher};

use axum::Json;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::Shared;
use super::auth::Caller;
use super::problem::Problem;
use super::state::Avatar;

const LARGEST: usize = 5 * 1024 * 1024;

pub(super) async fn upload(
    State(shared): State<Shared>,
    _: Caller,
    Path(id): Path<String>,
    parts: Multipart,
) -> Result<Json<Value>, Problem> {
    let avatar = parse(parts).await?;
    let mut state = shared.state();
    let user = state.user_mut(&id).ok_or_else(|| Problem::user_not_found(&id))?;
    user.avatar = Some(avatar);
    let user = state.user(&id).ok_or_else(|| Problem::user_not_found(&id))?;
    Ok(Json(state.user_json(user)))
}

async fn parse(mut parts: Multipart) -> Result<Avatar, Problem> {
    let mut file = None;
    let mut caption = None;
    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        match part.name() {
            Some("file") if file.is_none() => {
                let content_type = part.content_type().unwrap_or_default().to_owned();
                let file_name = part.file_name().map(str::to_owned);
                file = Some((content_type, file_name, part.bytes().await.map_err(malformed)?));
            }
            Some("caption") if caption.is_none() => caption = Some(part.text().await.map_err(malformed)?),
            other => {
                return Err(Problem::malformed(format!("There is no place for the part {other:?}.")));
            }
        }
    }
    let (content_type, file_name, bytes) = file.ok_or_else(|| Problem::malformed("The part \"file\" is missing."))?;
    if !["image/jpeg", "image/png"].contains(&content_type.as_str()) {
        return Err(Problem::unsupported("The file must be a JPEG or a PNG."));
    }
    if bytes.len() > LARGEST {
        return Err(Problem::too_large());
    }
    Ok(Avatar { bytes, content_type, file_name, caption })
}

fn malformed(error: MultipartError) -> Problem {
    Problem::malformed(error.body_text())
}

pub(super) async fn download(
    State(shared): State<Shared>,
    _: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let avatar = shared.state().avatar(&id);
    let avatar = avatar.ok_or_else(|| Problem::not_found("avatar_not_found", "There is no avatar here."))?;
    let etag = etag(&avatar);
    let known = headers.get("if-none-match").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if known.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == etag) {
        return Ok((StatusCode::NOT_MODIFIED, [("etag", etag)]).into_response());
    }
    Ok(([("etag", etag), ("content-type", avatar.content_type)], avatar.bytes).into_response())
}

fn etag(avatar: &Avatar) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(&avatar.bytes);
    format!("\"{:016x}\"", hasher.finish())
}
