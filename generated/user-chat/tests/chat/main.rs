//! The chat of the examples, played to its end.

#[path = "../../examples/chat/demo.rs"]
mod demo;
#[path = "../../examples/chat/furnish.rs"]
mod furnish;
#[path = "../server/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests of the client use more of the server")]
mod server;
#[path = "../../examples/tour/session.rs"]
mod session;
#[path = "../../examples/chat/talk.rs"]
#[expect(dead_code, reason = "what only a screen shows")]
mod talk;

use std::time::Duration;

use crate::demo::Demo;
use crate::furnish::{ROOM, furnish, sign_in};
use crate::server::Server;
use crate::talk::{Happening, Talk};

#[tokio::test]
async fn a_conversation_goes_on_where_the_server_breaks() {
    let mut lines = Vec::new();
    let demo = Demo::start(Duration::ZERO).await.expect("a server");
    demo.play(|line| lines.push(line)).await.expect("a conversation");
    // Who comes and goes while the server breaks is told in any order.
    let (told, said): (Vec<String>, Vec<String>) = lines.into_iter().partition(|line| line.starts_with('*'));
    let wanted = [
        "the server: room_created",
        "Ann: Bob, are you there? I am back at eight.",
        "Ann: Hello Bob!",
        "Bob: Hello Ann. Nice to see you.",
        "Ann: Does the line hold?",
        "Bob: Let us see: I pull the plug of the server now.",
        "Ann: And what was said meanwhile?",
        "Bob: The line was made anew, and nothing was missed. Good night!",
        "Ann: Good night, Bob.",
    ];
    assert_eq!(said, wanted);
    assert_eq!(told.iter().filter(|line| *line == "* Bob is typing…").count(), 1, "{told:?}");
    assert!(told.iter().any(|line| line.contains("The connection was lost (1006")), "{told:?}");
}

#[tokio::test]
async fn typing_is_told_to_the_others_once_and_holds_until_something_is_said() {
    let server = Server::start().await;
    furnish(&server).await.expect("a room");
    let (ann, bob) =
        (sign_in(server.url(), "ann").await.expect("Ann"), sign_in(server.url(), "bob").await.expect("Bob"));
    let mut ann = Talk::open(&ann, ROOM, "ann", Duration::ZERO).await.expect("a talk");
    let mut bob = Talk::open(&bob, ROOM, "bob", Duration::ZERO).await.expect("a talk");
    ann.tell_typing().expect("the first time").await.expect("told");
    assert!(ann.tell_typing().is_none(), "told a moment ago");
    while !matches!(bob.next().await, Happening::Typing(name) if name == "Ann") {}
    assert_eq!(bob.typing().collect::<Vec<_>>(), ["Ann"]);
    ann.say("hello").await.expect("said");
    while !matches!(ann.next().await, Happening::Said(_)) {}
    assert_eq!(ann.typing().count(), 0, "one's own is not told");
    while !matches!(bob.next().await, Happening::Said(_)) {}
    assert_eq!(bob.typing().count(), 0);
}
