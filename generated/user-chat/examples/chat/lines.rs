//! The chat without a terminal: what happens is printed, a line each, and lines that come in are said.

use tokio::io::{AsyncBufReadExt, BufReader};

use crate::furnish::Outcome;
use crate::talk::{Happening, Talk, author, text};

/// Until the input or the conversation ends.
pub(crate) async fn run(mut talk: Talk) -> Outcome {
    for message in talk.earlier().await? {
        println!("{}: {}", author(&message), text(&message));
    }
    let mut input = BufReader::new(tokio::io::stdin()).lines();
    loop {
        tokio::select! {
            happening = talk.next() => {
                println!("{happening}");
                if matches!(happening, Happening::Ended(_) | Happening::Failed(_)) {
                    return Ok(());
                }
            }
            line = input.next_line() => match line? {
                Some(line) if line.is_empty() => {}
                Some(line) => talk.say(&line).await?,
                None => return Ok(talk.leave().await?),
            },
        }
    }
}
