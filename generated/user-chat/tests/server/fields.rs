//! Reads a JSON body field by field and collects every rule that it breaks, as the 422 of the API lists them.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde_json::{Map, Value, json};

use super::problem::Problem;

/// A JSON object whose media type is the documented one.
#[derive(Debug)]
pub(super) struct Fields {
    object: Map<String, Value>,
    errors: Vec<Value>,
}

impl Fields {
    /// Reads a body of this media type.
    pub(super) async fn read(request: Request, media_type: &str) -> Result<Self, Problem> {
        let content_type = request.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or("");
        let essence = content_type.split(';').next().unwrap_or("").trim();
        if !essence.eq_ignore_ascii_case(media_type) {
            return Err(Problem::unsupported(&format!("The body must be {media_type}, not {content_type:?}.")));
        }
        let body = Bytes::from_request(request, &()).await.map_err(|error| Problem::malformed(error.to_string()))?;
        Self::parse(&body)
    }

    pub(super) fn parse(body: &[u8]) -> Result<Self, Problem> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => Ok(Self { object, errors: Vec::new() }),
            Ok(_) => Err(Problem::malformed("The body must be a JSON object.")),
            Err(error) => Err(Problem::malformed(error.to_string())),
        }
    }

    /// Takes a field as it is: `None` where it is absent, `Some(Value::Null)` where it is null.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.object.remove(name)
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, name: &str) -> String {
        self.optional_text(name).unwrap_or_else(|| {
            self.fail(&format!("/{name}"), "required", "This field is required.");
            String::new()
        })
    }

    /// A text that may be absent. An empty one breaks a rule.
    pub(super) fn optional_text(&mut self, name: &str) -> Option<String> {
        let value = self.take(name)?;
        match value {
            Value::String(text) if !text.is_empty() => Some(text),
            _ => {
                self.fail(&format!("/{name}"), "invalid_text", "This must be a text that is not empty.");
                Some(String::new())
            }
        }
    }

    /// A text that may be absent and may be null.
    pub(super) fn nullable_text(&mut self, name: &str) -> Option<Option<String>> {
        if self.object.get(name) == Some(&Value::Null) {
            self.object.remove(name);
            return Some(None);
        }
        self.optional_text(name).map(Some)
    }

    /// One of these texts, or absent.
    pub(super) fn choice(&mut self, name: &str, choices: &[&str]) -> Option<String> {
        let text = self.optional_text(name)?;
        if !choices.contains(&text.as_str()) {
            self.fail(&format!("/{name}"), "invalid_choice", &format!("This must be one of {}.", choices.join(", ")));
        }
        Some(text)
    }

    /// Checks what was read as an e-mail address.
    pub(super) fn check_email(&mut self, email: &str) {
        if !email.contains('@') {
            self.fail("/email", "invalid_email", "This is not an e-mail address.");
        }
    }

    pub(super) fn fail(&mut self, pointer: &str, code: &str, message: &str) {
        self.errors.push(json!({ "field": pointer, "code": code, "message": message }));
    }

    /// What is left over breaks a rule as well: a misspelt field is an error, not silence.
    pub(super) fn finish(mut self) -> Result<(), Problem> {
        let unknown: Vec<String> = self.object.keys().cloned().collect();
        for name in unknown {
            self.fail(&format!("/{name}"), "unknown_field", "There is no such field.");
        }
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::invalid(self.errors)) }
    }
}
