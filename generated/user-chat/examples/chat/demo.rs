//! A server in this process, and Bob, who answers, breaks the server on the way, and says good night.

use std::sync::Arc;
use std::time::Duration;

use user_chat::Client;
use user_chat::types::Message;

use crate::furnish::{Outcome, ROOM, furnish, sign_in};
use crate::server::Server;
use crate::talk::{Happening, Talk, author, text};

/// What Ann says where she is played too: when Bob begins to type, when he has answered, when the connection is lost, when he has
/// answered again.
const ANN: &[&str] = &["Hello Bob!", "Does the line hold?", "And what was said meanwhile?", "Good night, Bob."];
/// What Bob answers.
const BOB: &[&str] = &[
    "Hello Ann. Nice to see you.",
    "Let us see: I pull the plug of the server now.",
    "The line was made anew, and nothing was missed. Good night!",
];
/// Behind this answer the server breaks.
const BREAKS: &str = BOB[1];

#[derive(Debug)]
pub(crate) struct Demo {
    server: Arc<Server>,
    /// Before a connection is made anew.
    wait: Duration,
}

impl Demo {
    pub(crate) async fn start(wait: Duration) -> Outcome<Self> {
        let server = Server::start().await;
        furnish(&server).await?;
        Ok(Self { server: Arc::new(server), wait })
    }

    /// Ann in the room.
    pub(crate) async fn ann(&self) -> Outcome<(Client, Talk)> {
        let client = sign_in(self.server.url(), "ann").await?;
        let talk = Talk::open(&client, ROOM, "ann", self.wait).await?;
        Ok((client, talk))
    }

    /// Bob's part, from when he comes until he has said all that he has to say.
    pub(crate) async fn bob(&self) -> Outcome<impl Future<Output = Outcome> + Send + use<>> {
        let client = sign_in(self.server.url(), "bob").await?;
        let (server, wait) = (Arc::clone(&self.server), self.wait);
        Ok(async move {
            let mut talk = Talk::open(&client, ROOM, "bob", wait).await?;
            // He would begin, but Ann is faster.
            if let Some(typing) = talk.tell_typing() {
                typing.await?;
            }
            let mut answers = BOB.iter();
            while let Some(message) = said(&mut talk).await? {
                match (author(&message), text(&message)) {
                    ("Bob", text) if text == BREAKS => server.cut(),
                    ("Bob", text) if Some(&text) == BOB.last() => break,
                    ("Bob", _) => {}
                    _ => match answers.next() {
                        Some(answer) => talk.say(answer).await?,
                        None => break,
                    },
                }
            }
            talk.leave().await?;
            client.close().await;
            Ok(())
        })
    }

    /// Plays both parts, and tells what Ann sees.
    pub(crate) async fn play(&self, mut tell: impl FnMut(String)) -> Outcome {
        let (client, mut talk) = self.ann().await?;
        for message in talk.earlier().await? {
            tell(format!("{}: {}", author(&message), text(&message)));
        }
        let bob = tokio::spawn(self.bob().await?);
        let mut lines = ANN.iter();
        loop {
            let happening = talk.next().await;
            tell(happening.to_string());
            let is_turn = match &happening {
                Happening::Typing(name) => name == "Bob" && lines.len() == ANN.len(),
                Happening::Said(message) => author(message) == "Bob" && text(message) != BREAKS,
                Happening::Reconnecting { attempt, .. } => *attempt == 1,
                Happening::Ended(_) | Happening::Failed(_) => return Err(happening.to_string().into()),
                Happening::Joined(_) | Happening::Left(_) | Happening::Earlier(_) | Happening::NoEarlier(_) => false,
            };
            if is_turn && let Some(line) = lines.next() {
                talk.say(line).await?;
            }
            if lines.len() == 0 && talk.on_its_way().next().is_none() {
                break;
            }
        }
        bob.await??;
        talk.leave().await?;
        client.close().await;
        Ok(())
    }
}

/// The next message; none where the conversation is over.
async fn said(talk: &mut Talk) -> Outcome<Option<Message>> {
    loop {
        match talk.next().await {
            Happening::Said(message) => return Ok(Some(*message)),
            Happening::Ended(_) | Happening::Failed(_) => return Ok(None),
            _ => {}
        }
    }
}
