//! Every documented error of every operation as its own type: the status chooses, never the shape.

use clientwright_runtime::{Part, RetryPolicy};
use serde_json::json;
use user_chat::api::auth::SignInError;
use user_chat::api::chat::{CreateRoomError, PostMessageError};
use user_chat::api::users::{
    CreateUserError, DeleteUserError, GetUserError, ReplaceUserError, UpdateUserError, UploadAvatarError,
};
use user_chat::types::{CreateUserRequest, RefreshTokensRequest, RoomInput, SignInRequest, UserPatch, UserProfile};

use crate::server::Canned;
use crate::{text_message, with_fixed_token};

/// An answer that has the fields of every error body at once, so that only the status tells them apart.
fn failure(status: u16) -> Canned {
    let code = format!("code-{status}");
    Canned::json(status, &json!({ "code": code, "message": "No.", "id": "7", "errors": [] }))
}

/// Answers the call with each status in turn and expects the variant beside it, with the body that was sent.
macro_rules! documented {
    ($server:ident, $call:expr, $errors:ident { $($status:literal => $variant:ident),+ $(,)? }) => {
        $(
            $server.answer_next(failure($status));
            let error = $call.retry(RetryPolicy::never()).await.expect_err("an error status");
            assert_eq!(error.status().map(|status| status.as_u16()), Some($status));
            match error.api() {
                Some($errors::$variant(body)) => assert_eq!(body.code, concat!("code-", $status)),
                other => panic!("{} of {}: {other:?}", $status, stringify!($errors)),
            }
        )+
    };
}

/// Answers the call with each status in turn and expects the one error body that it documents for all of them.
macro_rules! shared {
    ($server:ident, $call:expr, [$($status:literal),+]) => {
        $(
            $server.answer_next(failure($status));
            let error = $call.retry(RetryPolicy::never()).await.expect_err("an error status");
            assert_eq!(error.status().map(|status| status.as_u16()), Some($status));
            assert_eq!(error.api().map(|body| body.code.as_str()), Some(concat!("code-", $status)));
        )+
    };
}

#[tokio::test]
async fn errors_of_auth() {
    let (server, client) = with_fixed_token().await;
    let auth = client.auth();
    documented!(server, auth.sign_in(SignInRequest::new("a@b", "secret")), SignInError {
        401 => Unauthorized, 422 => UnprocessableEntity, 429 => TooManyRequests, 500 => Other,
    });
    shared!(server, auth.refresh_tokens(RefreshTokensRequest::new("r")), [401, 429, 500]);
    shared!(server, auth.sign_out(), [401, 429, 500]);
}

#[tokio::test]
async fn errors_of_users() {
    let (server, client) = with_fixed_token().await;
    let users = client.users();
    shared!(server, users.get_users(), [401, 429, 500]);
    documented!(server, users.create_user(CreateUserRequest::new("Bob", "bob@b")), CreateUserError {
        401 => Unauthorized, 409 => Conflict, 422 => UnprocessableEntity, 429 => TooManyRequests, 500 => Other,
    });
    documented!(server, users.get_user("7"), GetUserError {
        401 => Unauthorized, 404 => NotFound, 429 => TooManyRequests, 500 => Other,
    });
    documented!(server, users.replace_user("7", UserProfile::new("Bob", "bob@b")), ReplaceUserError {
        401 => Unauthorized, 404 => NotFound, 409 => Conflict, 422 => UnprocessableEntity, 429 => TooManyRequests,
        500 => Other,
    });
    documented!(server, users.update_user("7", UserPatch::new()), UpdateUserError {
        401 => Unauthorized, 404 => NotFound, 409 => Conflict, 422 => UnprocessableEntity, 429 => TooManyRequests,
        500 => Other,
    });
    documented!(server, users.delete_user("7"), DeleteUserError {
        401 => Unauthorized, 404 => NotFound, 429 => TooManyRequests, 500 => Other,
    });
}

#[tokio::test]
async fn errors_of_avatars() {
    let (server, client) = with_fixed_token().await;
    let users = client.users();
    let file = || Part::bytes("image").file_name("me.png").content_type("image/png");
    documented!(server, users.upload_avatar("7", file()), UploadAvatarError {
        401 => Unauthorized, 404 => NotFound, 413 => PayloadTooLarge, 415 => UnsupportedMediaType,
        429 => TooManyRequests, 500 => Other,
    });
    shared!(server, users.download_avatar("7"), [401, 404, 429, 500]);
}

#[tokio::test]
async fn errors_of_chat() {
    let (server, client) = with_fixed_token().await;
    let chat = client.chat();
    shared!(server, chat.get_rooms(), [401, 429, 500]);
    documented!(server, chat.create_room(RoomInput::new("general")), CreateRoomError {
        401 => Unauthorized, 409 => Conflict, 422 => UnprocessableEntity, 429 => TooManyRequests, 500 => Other,
    });
    shared!(server, chat.get_room("general"), [401, 404, 429, 500]);
    shared!(server, chat.get_room_members("general"), [401, 404, 429, 500]);
    shared!(server, chat.get_messages("general"), [401, 404, 429, 500]);
    documented!(server, chat.post_message("general", text_message("Hello")), PostMessageError {
        401 => Unauthorized, 404 => NotFound, 409 => Conflict, 422 => UnprocessableEntity, 429 => TooManyRequests,
        500 => Other,
    });
    shared!(server, chat.export_messages("general"), [401, 404, 429, 500]);
    shared!(server, chat.room_events("general"), [401, 404, 429, 500]);
    shared!(server, chat.connect_to_chat("general"), [401, 404, 429, 500]);
}

#[tokio::test]
async fn the_body_of_a_404_is_the_one_of_that_status() {
    let (server, client) = with_fixed_token().await;
    server.answer_next(failure(404));
    let error = client.users().get_user("7").await.expect_err("no such user");
    let Some(GetUserError::NotFound(body)) = error.api() else { panic!("{error:?}") };
    assert_eq!(body.id, "7");
}
