//! The chat page, used as people use it: in a browser, by mouse and keys, against a server in this process that dies, comes back and
//! forgets tokens.
//!
//! `cargo xtask browser` builds the page, says where it is, and runs these. Without it they are skipped.

#![cfg(not(target_arch = "wasm32"))]

mod access;
mod driver;
#[path = "../../../../generated/user-chat/examples/chat/furnish.rs"]
mod furnish;
mod keys;
mod line;
mod offline;
#[path = "../../src/here/page.rs"]
mod page;
mod picture;
mod screens;
#[path = "../../../../generated/user-chat/tests/server/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests of the crate use more of the server")]
mod server;
#[path = "../../../../generated/user-chat/examples/tour/session.rs"]
mod session;
mod sign_in;
mod stage;
mod talk;
