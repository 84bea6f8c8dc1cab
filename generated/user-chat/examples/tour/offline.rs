//! A program that goes offline: it reads what it has read before, keeps what it posts, though its client ends meanwhile, and sends it when the
//! server is back.

use std::error::Error;
use std::path::{Path, PathBuf};

use clientwright_runtime::{CachePolicy, Connectivity, HttpCache, Outbox};
use user_chat::Client;
use user_chat::types::{MessagePage, SignInRequest, TokenPair, User};

use super::server::{EMAIL, PASSWORD, Server};
use super::session::Session;
use super::{line, overlay, sent, text};

const ROOM: &str = "general";

pub(crate) async fn offline(server: &Server) -> Result<(), Box<dyn Error>> {
    let folder = Folder::new();
    let network = Connectivity::new();
    let open = Client::builder().base_url(server.url()).build()?;
    let pair = open.auth().sign_in(SignInRequest::new(EMAIL, PASSWORD)).await?;
    let ann = Client::builder().base_url(server.url()).bearer(pair.access_token.expose()).build()?;
    let ann = ann.users().get_user("1").await?;
    let app = App::start(server, &folder.0, &ann, pair.clone(), &network).await?;
    app.read().await?;
    sent(server);

    server.kill().await;
    network.set_online(false);
    println!("  The server is killed, and the system says that there is no network.");
    app.read().await?;
    for words in ["I write this on a train.", "There is no network in the tunnel."] {
        let queued = app.client.chat().post_message(ROOM, text(words)).enqueue(ROOM).await?;
        println!("  Kept as number {}: {words:?}", queued.id());
    }
    app.read().await?;

    app.end().await;
    println!("  The client is closed, and another one begins over the same folder. There is still no network.");
    let app = App::start(server, &folder.0, &ann, pair, &network).await?;
    app.read().await?;

    server.restart().await?;
    network.set_online(true);
    let left = app.outbox.flush().await;
    println!("  The server is back, and so is the network: {left} messages are left to be sent.");
    for request in server.take() {
        let key = request.header("idempotency-key").unwrap_or_default();
        println!("  > {} {} with the key {key}", request.line(), request.json()["content"]["text"]);
    }
    app.read().await?;
    sent(server);
    app.end().await;
    Ok(())
}

/// What the program has from one start to the next. Its cache and its outbox are in a folder, where the next one finds them.
struct App {
    client: Client,
    outbox: Outbox,
}

impl App {
    async fn start(
        server: &Server,
        folder: &Path,
        me: &User,
        pair: TokenPair,
        network: &Connectivity,
    ) -> Result<Self, Box<dyn Error>> {
        let open = Client::builder().base_url(server.url()).build()?;
        let cache = HttpCache::on_disk(folder.join("cache"), 8 << 20).partition(&me.id);
        let outbox = Outbox::journal(folder.join("outbox")).overlay(overlay::of(me)).open().await?;
        let client = Client::builder()
            .base_url(server.url())
            .bearer(Session::resume(open, pair, |_| ()))
            .cache(cache)
            .cache_policy(CachePolicy::StaleWhileOffline)
            .outbox(outbox.clone())
            .connectivity(network.clone())
            .build()?;
        Ok(Self { client, outbox })
    }

    /// Shows a room as it shows on a screen: what it is called, and what was said last.
    async fn read(&self) -> Result<(), Box<dyn Error>> {
        let room = self.client.chat().get_room(ROOM).await?;
        let last = self.client.chat().get_messages(ROOM).limit(3).before("end").response().await?;
        let header = |name| last.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("none");
        println!("  #{}, Cache-Status: {}", room.name, header("cache-status"));
        let MessagePage { items, .. } = last.body();
        let waiting = header("x-outbox-pending").parse().unwrap_or(0);
        for (index, message) in items.iter().enumerate() {
            let mark = if index + waiting < items.len() { "" } else { " (waits to be sent)" };
            println!("      {}{mark}", line(message));
        }
        Ok(())
    }

    async fn end(self) {
        self.client.close().await;
    }
}

/// A folder that is gone with the tour.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("user-chat-tour-{}", std::process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind is in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
