//! Errors as a person should read them. Enters: an error of any call. Leaves: a sentence that says what to do, and faults of fields.

use std::time::Duration;

use clientwright_runtime::{AnyError, ErrorKind};
use user_chat::api::auth::SignInError;
use user_chat::api::chat::CreateRoomError;
use user_chat::types::{FieldError, ValidationProblem};

use crate::dom::window;

const NO_PICTURE: &str = "This kind of file cannot be shown as a picture. Choose a PNG or a JPEG.";

/// What went wrong, and what can be done about it.
pub(crate) fn sentence(error: &AnyError) -> String {
    if let Some(SignInError::Unauthorized(_)) = error.api() {
        return "The e-mail address or the password is wrong.".to_owned();
    }
    match (error.status().map(|status| status.as_u16()), error.kind()) {
        (Some(status), _) => of_status(status, error),
        (None, _) if !window().navigator().on_line() => {
            "This device is offline. Try again once it has a connection.".to_owned()
        }
        (None, ErrorKind::Connect | ErrorKind::Io) => "The server cannot be reached. Try again in a moment.".to_owned(),
        (None, ErrorKind::Timeout(_)) => "The server took too long to answer. Try again in a moment.".to_owned(),
        (None, ErrorKind::Auth) => "Your sign-in could not be renewed. Try again in a moment.".to_owned(),
        // The client knows what the description allows, and does not send what the server would refuse.
        (None, ErrorKind::Encode) if error.operation_id() == "uploadAvatar" => NO_PICTURE.to_owned(),
        (None, ErrorKind::Socket) => format!("The server has ended the conversation: {error}."),
        (None, _) => format!("Something went wrong that this page does not know: {error}."),
    }
}

fn of_status(status: u16, error: &AnyError) -> String {
    match status {
        401 => "You are not signed in any more.".to_owned(),
        403 => "You may not do that.".to_owned(),
        404 => "That is not there any more.".to_owned(),
        409 => "That name is taken. Choose another one.".to_owned(),
        413 => "This picture is too large. It may have 5 MB at most.".to_owned(),
        415 => NO_PICTURE.to_owned(),
        422 => "Something in the form is not right yet.".to_owned(),
        429 => format!("That was a lot at once. Try again {}.", when(error.retry_after())),
        500.. => match error.request_id() {
            Some(id) => {
                format!("The server is broken at the moment. If it stays so, tell its keepers the request: {id}.")
            }
            None => "The server is broken at the moment. Try again later.".to_owned(),
        },
        _ => format!("Something went wrong that this page does not know: {error}."),
    }
}

/// Why a message was refused for good, as far as it is known.
pub(crate) fn refused(status: Option<u16>) -> &'static str {
    match status {
        Some(403) => "you may not write here.",
        Some(404) => "this room is not there any more.",
        Some(413 | 422) => "the server does not take a message like this.",
        _ => "the server has refused it.",
    }
}

fn when(wait: Option<Duration>) -> String {
    match wait.map(|wait| wait.as_secs()) {
        None | Some(0) => "in a moment".to_owned(),
        Some(1) => "in a second".to_owned(),
        Some(seconds @ 2..120) => format!("in {seconds} seconds"),
        Some(seconds) => format!("in {} minutes", seconds.div_ceil(60)),
    }
}

/// The fields at fault, each by the name of the property and with what is wrong.
pub(crate) fn faults(error: &AnyError) -> Vec<(&str, &str)> {
    let errors = problem(error).map_or(&[][..], |problem| &problem.errors);
    errors.iter().map(|FieldError { field, message, .. }| (field.trim_start_matches('/'), message.as_str())).collect()
}

fn problem(error: &AnyError) -> Option<&ValidationProblem> {
    if let Some(SignInError::UnprocessableEntity(problem)) = error.api() {
        return Some(problem);
    }
    match error.api() {
        Some(CreateRoomError::UnprocessableEntity(problem)) => Some(problem),
        _ => None,
    }
}

/// So many bytes.
pub(crate) fn size(bytes: f64) -> String {
    match bytes {
        ..1e3 => format!("{bytes} bytes"),
        ..1e6 => format!("{:.0} kB", bytes / 1e3),
        _ => format!("{:.1} MB", bytes / 1e6),
    }
}
