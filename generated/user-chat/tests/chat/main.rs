//! The chat of the examples, played to its end.

#[path = "../../examples/chat/demo.rs"]
mod demo;
#[path = "../server/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests of the client use more of the server")]
mod server;
#[path = "../../examples/tour/session.rs"]
mod session;
#[path = "../../examples/chat/talk.rs"]
#[expect(dead_code, reason = "what only a screen shows")]
mod talk;

use std::error::Error;
use std::time::Duration;

use user_chat::Client;

use crate::demo::Demo;
use crate::server::PASSWORD;
use crate::session::Session;

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

async fn sign_in(server: &str, name: &str) -> Outcome<Client> {
    let open = Client::builder().base_url(server).build()?;
    let session = Session::sign_in(open, &format!("{name}@example.com"), PASSWORD).await?;
    Ok(Client::builder().base_url(server).bearer(session).build()?)
}

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
    assert!(told.iter().any(|line| line.contains("The connection was lost (1006")), "{told:?}");
    assert!(told.iter().any(|line| line == "* Bob is typing."), "{told:?}");
}
