//! Holds many sockets at once, against a server in this process, and says what they cost. Run it with
//!
//! ```text
//! cargo run --release -p user-chat --example load -- --sockets 1000 --messages 2
//! ```
//!
//! The memory of a socket is that of both of its ends, as the server is in the same process. So the same number of bare
//! `tokio_websockets` sockets is opened before: what is more than theirs is the client's. Memory is what Linux says of
//! the process; elsewhere only counts are printed.

#[path = "../tests/server/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests use more of the server than this does")]
mod server;
#[path = "tour/session.rs"]
mod session;

use std::error::Error;
use std::time::Instant;

use axum::http::header::AUTHORIZATION;
use lexopt::Arg::Long;
use lexopt::ValueExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_websockets::{ClientBuilder, MaybeTlsStream, WebSocketStream};
use user_chat::types::{ApiError, ChatMessage, Message, RoomInput, SignInRequest};
use user_chat::{Client, types};

use crate::server::{EMAIL, PASSWORD, Server};
use crate::session::Session;

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;
type Socket = clientwright_runtime::Socket<ChatMessage, Message, ApiError>;
type Bare = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How many sockets share a room, and so get each message that one of them sends.
const ROOM_SIZE: usize = 50;

/// How much there is to do.
#[derive(Clone, Copy, Debug)]
struct Load {
    sockets: usize,
    /// What each socket sends.
    messages: usize,
}

#[tokio::main]
async fn main() -> Outcome {
    let load = arguments()?;
    // Both ends of bare and of typed sockets, and something for the rest.
    rlimit::increase_nofile_limit(load.sockets as u64 * 4 + 256)?;

    let server = Server::start().await;
    let client = sign_in(&server).await?;
    for room in 0..load.sockets.div_ceil(ROOM_SIZE) {
        client.chat().create_room(RoomInput::new(name(room))).await?;
    }
    let bare = Growth::of(|| open_bare(&server, &client, load.sockets)).await?;
    bare.print("bare sockets, both ends", load.sockets);
    server.until_live(load.sockets).await;
    let typed = Growth::of(|| open(&client, load.sockets)).await?;
    typed.print("typed sockets, both ends", load.sockets);
    server.until_live(load.sockets * 2).await;
    drop(bare.value);
    server.until_live(load.sockets).await;

    let sockets = talk(typed.value, load).await?;
    client.close().await;
    drop(sockets);
    server.until_live(0).await;
    let endings = server.endings();
    let told = endings.iter().filter(|ending| ending.close.as_ref().is_some_and(|close| close.code == 1001)).count();
    println!("closed: {told} sockets told the server, and none is left");
    Ok(())
}

fn arguments() -> Outcome<Load> {
    let mut load = Load { sockets: 1000, messages: 2 };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("sockets") => load.sockets = parser.value()?.parse()?,
            Long("messages") => load.messages = parser.value()?.parse()?,
            argument => return Err(argument.unexpected().into()),
        }
    }
    Ok(load)
}

async fn sign_in(server: &Server) -> Outcome<Client> {
    let open = Client::builder().base_url(server.url()).build()?;
    let session = Session::sign_in(open, EMAIL, PASSWORD, |_| ()).await?;
    Ok(Client::builder().base_url(server.url()).bearer(session).build()?)
}

fn name(room: usize) -> String {
    format!("room-{room}")
}

async fn open(client: &Client, count: usize) -> Outcome<Vec<Socket>> {
    let mut sockets = Vec::with_capacity(count);
    for number in 0..count {
        sockets.push(client.chat().connect_to_chat(name(number / ROOM_SIZE)).await?);
    }
    Ok(sockets)
}

async fn open_bare(server: &Server, client: &Client, count: usize) -> Outcome<Vec<Bare>> {
    let pair: types::TokenPair = client.auth().sign_in(SignInRequest::new(EMAIL, PASSWORD)).await?;
    let authorization: axum::http::HeaderValue = format!("Bearer {}", pair.access_token.expose()).parse()?;
    let mut sockets = Vec::with_capacity(count);
    for number in 0..count {
        let url = format!("{}/ws/chat/{}", server.url().replace("http", "ws"), name(number / ROOM_SIZE));
        let builder = ClientBuilder::new().uri(&url)?.add_header(AUTHORIZATION, authorization.clone())?;
        sockets.push(builder.connect().await?.0);
    }
    Ok(sockets)
}

/// Each socket sends its messages, and waits for those of all in its room.
async fn talk(sockets: Vec<Socket>, load: Load) -> Outcome<Vec<Socket>> {
    let begun = Instant::now();
    let mut talks = JoinSet::new();
    for (number, mut socket) in sockets.into_iter().enumerate() {
        let room = number / ROOM_SIZE * ROOM_SIZE;
        let wanted = load.sockets.min(room + ROOM_SIZE).saturating_sub(room) * load.messages;
        talks.spawn(async move {
            for message in 0..load.messages {
                socket.send(ChatMessage::new(format!("message {message} of socket {number}"))).await?;
            }
            for _ in 0..wanted {
                socket.next().await.ok_or("the socket ended")??;
            }
            Outcome::Ok((socket, wanted))
        });
    }
    let (mut sockets, mut received) = (Vec::new(), 0);
    while let Some(talked) = talks.join_next().await {
        let (socket, count) = talked??;
        sockets.push(socket);
        received += count;
    }
    let (sent, seconds) = (load.sockets * load.messages, begun.elapsed().as_secs_f64());
    println!("messages: {sent} sent, {received} received in {seconds:.2} s, {:.0} a second", received as f64 / seconds);
    Ok(sockets)
}

/// What was made, and what it took.
struct Growth<T> {
    value: T,
    seconds: f64,
    /// Of memory; nothing where the platform does not say.
    bytes: Option<usize>,
}

impl<T> Growth<T> {
    async fn of<F: Future<Output = Outcome<T>>>(make: impl FnOnce() -> F) -> Outcome<Self> {
        let (before, begun) = (resident(), Instant::now());
        let value = make().await?;
        let seconds = begun.elapsed().as_secs_f64();
        let bytes = before.zip(resident()).map(|(before, after)| after.saturating_sub(before));
        Ok(Self { value, seconds, bytes })
    }

    fn print(&self, what: &str, count: usize) {
        let memory = self.bytes.map_or_else(String::new, |bytes| format!(", {} bytes each", bytes / count.max(1)));
        println!("{what}: {count} opened in {:.2} s{memory}", self.seconds);
    }
}

/// The bytes of memory that this process holds.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<usize>().ok().map(|kib| kib * 1024)
}
