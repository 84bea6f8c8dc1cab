//! What each test has: a server with the page beside its API, and browsers.

use std::env;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::{Mutex, Once};

use futures_util::FutureExt;
use user_chat::Client;
use user_chat::types::{NewMessage, TextContent};

use super::driver::{Driver, ENTER, Window};
use super::furnish::{ROOM, furnish, sign_in};
use super::page;
use super::server::{PASSWORD, Server};

/// That nothing is tried is told once.
static SKIPPED: Once = Once::new();

pub(crate) struct Stage {
    pub(crate) server: Server,
    driver: Driver,
    windows: Mutex<Vec<Window>>,
}

/// Plays a scene. Whatever becomes of it, the browsers are closed.
pub(crate) async fn play(scene: impl AsyncFnOnce(&Stage)) {
    let (Ok(program), Ok(folder)) = (env::var("CHROMEDRIVER"), env::var("USER_CHAT_PAGE")) else {
        SKIPPED.call_once(|| {
            // Past the test's own output, which is not shown where all is well.
            let _ = writeln!(
                std::io::stderr(),
                "skipped, as there is no page: `cargo xtask browser` builds it and runs these"
            );
        });
        return;
    };
    let beside = page::router(Path::new(&folder)).expect("a page");
    let server = Server::start_with("127.0.0.1:0", beside).await.expect("a free port");
    furnish(&server).await.expect("a room");
    let stage = Stage { server, driver: Driver::start(&program).await, windows: Mutex::default() };
    let played = AssertUnwindSafe(scene(&stage)).catch_unwind().await;
    let windows = std::mem::take(&mut *stage.windows.lock().expect("no other thread"));
    for window in windows {
        window.close().await;
    }
    stage.driver.end().await;
    if let Err(panic) = played {
        std::panic::resume_unwind(panic);
    }
}

impl Stage {
    /// A browser with the page in it.
    pub(crate) async fn window(&self) -> Window {
        let window = self.driver.window().await;
        self.windows.lock().expect("no other thread").push(window.clone());
        window.open(self.server.url()).await;
        window.until_focus("email").await;
        window
    }

    /// A browser in which someone is signed in.
    pub(crate) async fn signed_in(&self, name: &str) -> Window {
        let window = self.window().await;
        window.fill("#email", &format!("{name}@example.com")).await;
        window.fill("#password", &format!("{PASSWORD}{ENTER}")).await;
        window.until_seen("[data-room]").await;
        window
    }

    /// A browser in which someone is in the room.
    pub(crate) async fn in_room(&self, name: &str) -> Window {
        let window = self.signed_in(name).await;
        enter(&window, ROOM).await;
        window
    }

    /// Someone without a browser.
    pub(crate) async fn client(&self, name: &str) -> Client {
        sign_in(self.server.url(), name).await.expect("a client")
    }
}

/// Goes into a room, until all is there.
pub(crate) async fn enter(window: &Window, room: &str) {
    window.click(&format!("[data-room={room}]")).await;
    window.until_text("#state", "Connected").await;
    window.until("document.querySelector('#messages').childElementCount > 0").await;
}

/// Goes back to the rooms, for which there is a button where there is room for one column alone.
pub(crate) async fn back(window: &Window) {
    window.resize(390, 844).await;
    window.click("#back").await;
    window.resize(1280, 800).await;
}

/// Says something without a browser.
pub(crate) async fn say(client: &Client, room: &str, text: &str) {
    client.chat().post_message(room, NewMessage::new(TextContent::new(text).into())).await.expect("said");
}

/// What was said, in the order in which it stands.
pub(crate) async fn said(window: &Window) -> Vec<String> {
    window.texts("#messages .bubble").await
}
