//! A walk through the client, against a server that this program starts itself. Run it with
//!
//! ```text
//! cargo run -p user-chat --example tour
//! ```
//!
//! Each stop prints the requests that the server saw, marked `>`, and what became of the answers. `tour/session.rs` is
//! the piece to copy: it keeps a user signed in. `tour/offline.rs` shows a program that works without a network, and
//! `tour/overlay.rs` how what is not sent yet is shown among what was read.

#[path = "tour/offline.rs"]
mod offline;
#[path = "tour/overlay.rs"]
mod overlay;
#[path = "tour/pinned.rs"]
mod pinned;
#[path = "../tests/server/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests use more of the server than the tour does")]
mod server;
#[path = "tour/session.rs"]
mod session;

use std::error::Error;
use std::time::Duration;

use axum::http::StatusCode;
use clientwright_runtime::{Attempt, Part, ReconnectPolicy, RetryPolicy, SocketOptions};
use futures_util::future::join3;
use user_chat::Client;
use user_chat::api::users::{CreateUserError, GetUserError};
use user_chat::types::{
    ChatMessage, CreateUserRequest, Message, MessageContent, NewMessage, Role, RoomEvent, RoomInput, TextContent,
    UserPatch, UserSort,
};

use crate::server::{EMAIL, PASSWORD, Server};
use crate::session::Session;

/// The smallest PNG there is: one transparent pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\x0bIDATx\xdac`\0\x02\0\0\x05\0\x01\xe9\xfa\xdc\xd8\0\0\0\0IEND\xaeB`\x82";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await;
    println!("A server listens on {}. Lines with > are the requests that it sees.", server.url());

    let client = sign_in(&server).await?;
    users(&server, &client).await?;
    avatar(&server, &client).await?;
    rooms(&server, &client).await?;
    messages(&server, &client).await?;
    pages(&server, &client).await?;
    export(&server, &client).await?;
    socket(&server, &client).await?;
    events(&server, &client).await?;
    killed(&server, &client).await?;
    refresh(&server, &client).await?;
    throttled(&server, &client).await?;
    typed_errors(&server, &client).await?;
    stop("The network is gone, and so is the program for a while");
    offline::offline(&server).await?;
    stop("The server is behind TLS, and its keys are pinned");
    pinned::pinned(&server).await?;
    sent(&server);

    client.close().await;
    println!("\nThat was the tour. The client is closed.");
    Ok(())
}

async fn sign_in(server: &Server) -> Result<Client, Box<dyn Error>> {
    stop("Sign in");
    let open = Client::builder().base_url(server.url()).build()?;
    let session = Session::sign_in(open, EMAIL, PASSWORD, |_| ()).await?;
    let client = Client::builder().base_url(server.url()).bearer(session).build()?;
    sent(server);
    println!("  Every call from here on carries a token, and a new one when that expires.");
    Ok(client)
}

async fn users(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("Users");
    let bob = client.users().create_user(CreateUserRequest::new("Bob", "bob@example.com").nickname("Bobby")).await?;
    sent(server);
    println!("  {} has the id {} and the role {}.", bob.name, bob.id, bob.role);

    let bob = client.users().update_user(&bob.id, UserPatch::new().nickname_null()).await?;
    sent(server);
    println!(
        "  The nickname was \"Bobby\"; null took it away: {:?}. What the patch left out is as before.",
        bob.nickname
    );

    let page = client.users().get_users().role([Role::Admin, Role::Member]).sort(UserSort::Newest).limit(10).await?;
    sent(server);
    let names: Vec<&str> = page.items.iter().map(|user| user.name.as_str()).collect();
    println!("  Newest first: {}.", names.join(", "));
    Ok(())
}

async fn avatar(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("An avatar");
    let file = Part::bytes(PIXEL).file_name("ann.png").content_type("image/png");
    let ann = client.users().upload_avatar("1", file).caption("Ann, seen from far away").await?;
    sent(server);
    println!("  It is at {}.", ann.avatar_url.unwrap_or_default());

    let response = client.users().download_avatar("1").response().await?;
    sent(server);
    let etag = response.documented().etag.clone().unwrap_or_default();
    println!("  {} bytes, ETag {etag}.", response.body().len());

    let again = client.users().download_avatar("1").if_none_match(&etag).await;
    sent(server);
    match again {
        Ok(image) => println!("  It has changed: {} bytes.", image.len()),
        Err(error) if error.status() == Some(StatusCode::NOT_MODIFIED) => {
            println!("  It has not changed, so nothing was downloaded.");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn rooms(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("A room");
    let room = RoomInput::new("general").topic("Everything and nothing").labels([("team", "everyone")]).invite(["2"]);
    let room = client.chat().create_room(room).await?;
    let members = client.chat().get_room_members(&room.name).await?;
    sent(server);
    let names: Vec<&str> = members.iter().map(|member| member.user.name.as_str()).collect();
    println!("  {} was opened at {} for {}.", room.name, room.created_at, names.join(" and "));
    Ok(())
}

async fn messages(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("Messages");
    let hello = client.chat().post_message("general", text("Hello?")).await?;
    client.chat().post_message("general", text("Hello!").reply_to(hello.id)).await?;
    for count in 1..=4 {
        client.chat().post_message("general", text(&format!("Message {count}"))).await?;
    }
    sent(server);
    println!("  A lost answer would not have posted anything twice: each of them had an Idempotency-Key.");
    Ok(())
}

async fn pages(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("Page after page, each fetched when it is needed");
    let mut messages = client.chat().get_messages("general").limit(2).items();
    while let Some(message) = messages.next().await {
        let message = message?;
        sent(server);
        println!("  {}", line(&message));
        for reply in &message.replies {
            println!("      {}", line(reply));
        }
    }
    Ok(())
}

async fn export(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("Everything at once, each message read as it comes");
    let mut messages = client.chat().export_messages("general").await?;
    sent(server);
    let (mut count, mut last) = (0, None);
    while let Some(message) = messages.next().await {
        (count, last) = (count + 1, Some(message?));
    }
    println!("  {count} messages, the last one: {}", last.as_ref().map(line).unwrap_or_default());
    Ok(())
}

async fn socket(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("A socket");
    let mut room = client.chat().connect_to_chat("general").await?;
    sent(server);
    room.send(ChatMessage::new("Hello, everyone!")).await?;
    let message = room.next().await.ok_or("the server hung up")??;
    println!("  {}", line(&message));
    let reason = room.close(1000, "that is all").await?;
    println!("  Closed: {reason}.");
    Ok(())
}

async fn events(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("Events, over a connection that breaks");
    server.retry_after(Duration::from_millis(10));
    let mut events = client.chat().room_events("general").await?;
    client.chat().post_message("general", text("This comes as an event.")).await?;
    println!("  {}", told(events.next().await.ok_or("the events have ended")??));
    sent(server);
    let seen = events.last_event_id().to_owned();
    server.cut();
    client.chat().post_message("general", text("This was posted after the connection broke.")).await?;
    println!("  {}", told(events.next().await.ok_or("the events have ended")??));
    sent(server);
    println!("  The last request asked for what came behind the event {seen:?}, so nothing was missed.");
    Ok(())
}

async fn killed(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("The server is killed, and comes back a moment later");
    let again = ReconnectPolicy::new().backoff(Duration::from_millis(10), Duration::from_millis(50));
    let options = SocketOptions::new().reconnect(again);
    let mut events = client.chat().room_events("general").await?;
    let mut room = client.chat().connect_to_chat("general").options(options).await?;
    println!("  {}", told(events.next().await.ok_or("the events have ended")??));
    server.take();

    // Two calls are under way, which a server that hangs does not answer.
    server.freeze();
    let patient = RetryPolicy::standard().max_attempts(10);
    let get = client.users().get_user("1").retry(patient.clone()).response();
    let post = client.chat().post_message("general", text("Is anybody there?")).retry(patient).response();
    let kill = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        server.kill().await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        server.restart().await
    };
    let (ann, posted, restarted) = join3(get, post, kill).await;
    restarted?;
    let (ann, posted) = (ann?, posted?);
    println!("  {} was read {}.", ann.body().name, attempted(ann.attempts()));
    println!("  {:?} was posted {}.", line(posted.body()), attempted(posted.attempts()));

    // What the stream missed it asks for, and the socket is there again.
    let event = loop {
        let event = events.next().await.ok_or("the events have ended")??;
        if matches!(event, RoomEvent::MessagePosted(_)) {
            break event;
        }
    };
    println!("  The stream of events goes on: {}", told(event));
    tokio::select! {
        message = room.next() => return Err(format!("nobody has said anything, and {message:?} came").into()),
        () = server.until_live(2) => {}
    }
    room.send(ChatMessage::new("I am back.")).await?;
    let message = room.next().await.ok_or("the socket has ended")??;
    println!("  The socket has connected anew: {}", line(&message));
    sent(server);
    room.close(1000, "").await?;
    println!("  Nothing was lost, and nothing was posted twice.");
    Ok(())
}

fn attempted(attempts: &[Attempt]) -> String {
    let first = attempts.first().map(|attempt| format!("{:?}", attempt.outcome)).unwrap_or_default();
    format!("at attempt {}; the first one ended with {first}", attempts.len())
}

fn told(event: RoomEvent) -> String {
    match event {
        RoomEvent::MessagePosted(posted) => line(&posted.message),
        RoomEvent::MemberJoined(joined) => format!("{} is here.", joined.member.user.name),
        RoomEvent::MemberLeft(left) => format!("{} has left.", left.user_id),
        RoomEvent::MemberTyping(typing) => format!("{} is typing.", typing.user_id),
        _ => "(a kind of event that is newer than this program)".to_owned(),
    }
}

fn line(message: &Message) -> String {
    let author = message.author.as_ref().map_or("the server", |author| author.name.as_str());
    let text = match &message.content {
        MessageContent::Text(content) => content.text.as_str(),
        MessageContent::Image(content) => content.alt.as_deref().unwrap_or("(an image)"),
        MessageContent::System(content) => content.event.as_str(),
        _ => "(a kind of message that is newer than this program)",
    };
    format!("{}. {author}: {text}", message.sequence)
}

async fn refresh(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("The token expires");
    server.expire_tokens();
    let ann = client.users().get_user("1").await?;
    sent(server);
    println!("  {} never noticed.", ann.name);
    Ok(())
}

async fn throttled(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("The server is busy");
    server.throttle_next(2);
    let response = client.users().get_user("1").response().await?;
    sent(server);
    for attempt in response.attempts() {
        println!("  attempt {}: {:?}", attempt.number, attempt.outcome);
    }
    Ok(())
}

async fn typed_errors(server: &Server, client: &Client) -> Result<(), Box<dyn Error>> {
    stop("Errors have types");
    let Err(error) = client.users().get_user("missing").await else {
        return Err("nobody is called missing".into());
    };
    sent(server);
    match error.api() {
        Some(GetUserError::NotFound(body)) => {
            println!("  There is no user {:?}: the body says {:?}.", body.id, body.code)
        }
        _ => return Err(error.into()),
    }

    let request = CreateUserRequest::new("Bob", "nowhere").password("short");
    let Err(error) = client.users().create_user(request).await else {
        return Err("two rules were broken".into());
    };
    sent(server);
    match error.api() {
        Some(CreateUserError::UnprocessableEntity(problem)) => {
            for field in &problem.errors {
                println!("  {}: {}", field.field, field.message);
            }
        }
        _ => return Err(error.into()),
    }
    println!("  As one line, for a log: {error}");
    Ok(())
}

fn text(text: &str) -> NewMessage {
    NewMessage::new(TextContent::new(text).into())
}

/// Prints the title of a stop.
fn stop(title: &str) {
    println!("\n{title}");
}

/// Prints the requests that the server saw since the last time.
fn sent(server: &Server) {
    for request in server.take() {
        println!("  > {}", request.line());
    }
}
