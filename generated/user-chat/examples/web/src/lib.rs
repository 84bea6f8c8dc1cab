//! The chat of the terminal on a page. Enters: what a user does and what the server tells. Leaves: the page, as `index.html` has its parts.
//!
//! `chat.rs` is the piece to read: one loop, as in the terminal. What is said and how one stays signed in are the terminal's own files.

#![cfg(target_arch = "wasm32")]

mod app;
mod chat;
mod dom;
mod faces;
mod hands;
mod line;
mod log;
mod news;
mod offline;
mod people;
mod picture;
mod recall;
mod rooms;
#[path = "../../tour/session.rs"]
#[expect(dead_code, reason = "who signs in is known before there is a session")]
mod session;
mod sign_in;
mod state;
mod store;
#[path = "../../chat/talk.rs"]
#[expect(
    dead_code,
    reason = "the page asks for earlier messages without waiting, and shows what happens in words of its own"
)]
mod talk;
mod waiting;
mod words;

use tokio::sync::mpsc;
use wasm_bindgen::prelude::wasm_bindgen;

/// What the browser calls once the page is there.
#[wasm_bindgen(start)]
fn start() {
    // Where the page is built without a std of its own: with one, a panic says nothing and ends the program.
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
    let (tell, news) = mpsc::unbounded_channel();
    hands::listen(&tell);
    wasm_bindgen_futures::spawn_local(app::run(tell, news));
}
