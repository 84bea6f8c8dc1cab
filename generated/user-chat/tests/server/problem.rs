//! Every answer that is an error: status, headers and the JSON body that the description documents.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    challenge: Option<&'static str>,
    body: Value,
}

impl Problem {
    fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, challenge: None, body: json!({ "code": code, "message": message.into() }) }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.body[name] = value.into();
        self
    }

    /// A request that cannot be read at all.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", message)
    }

    /// The wrong e-mail address or password, or a refresh token that does not work.
    pub(super) fn refused(code: &str, message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, message)
    }

    pub(super) fn no_token() -> Self {
        let problem = Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "This needs an access token.");
        Self { challenge: Some(r#"Bearer realm="user-chat""#), ..problem }
    }

    pub(super) fn bad_token() -> Self {
        let problem = Self::new(StatusCode::UNAUTHORIZED, "invalid_token", "The access token is unknown or expired.");
        Self { challenge: Some(r#"Bearer realm="user-chat", error="invalid_token""#), ..problem }
    }

    pub(super) fn user_not_found(id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "user_not_found", format!("There is no user {id:?}.")).with("id", id)
    }

    pub(super) fn not_found(code: &str, message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    pub(super) fn conflict(code: &str, message: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    pub(super) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The image is larger than 5 MiB.")
    }

    pub(super) fn unsupported(message: &str) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", message)
    }

    pub(super) fn invalid(errors: Vec<Value>) -> Self {
        let message = match errors.len() {
            1 => "The request breaks 1 rule.".to_owned(),
            count => format!("The request breaks {count} rules."),
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", message).with("errors", errors)
    }

    pub(super) fn key_reused() -> Self {
        let message = "The Idempotency-Key was used before with another body.";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "key_reused", message).with("errors", Vec::<Value>::new())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if let Some(challenge) = self.challenge {
            response.headers_mut().insert("www-authenticate", HeaderValue::from_static(challenge));
        }
        response
    }
}

pub(super) async fn no_such_path(uri: Uri) -> Problem {
    Problem::not_found("no_such_path", &format!("Nothing is at {}.", uri.path()))
}
