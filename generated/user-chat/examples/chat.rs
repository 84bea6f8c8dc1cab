//! A chat in the terminal: two people in one room. One command shows it, with a server and a Bob of its own:
//!
//! ```text
//! cargo run -p user-chat --example chat -- --demo
//! ```
//!
//! Between people it takes three terminals: `--serve` in one, `--as ann` and `--as bob` in the others. `--help` lists the
//! rest. Without a terminal, or with `--script`, lines are printed, and lines that come in are said.
//!
//! `chat/talk.rs` is the piece to read: all that the client does is there. `chat/screen.rs` and `chat/lines.rs` only show
//! it.

#[path = "chat/arguments.rs"]
mod arguments;
#[path = "chat/demo.rs"]
mod demo;
#[path = "chat/furnish.rs"]
mod furnish;
#[path = "chat/lines.rs"]
mod lines;
#[path = "chat/screen.rs"]
mod screen;
#[path = "../tests/server/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests use more of the server than the chat does")]
mod server;
#[path = "tour/session.rs"]
mod session;
#[path = "chat/talk.rs"]
mod talk;

use std::io::{IsTerminal, stdin, stdout};
use std::time::Duration;

use crate::arguments::{Arguments, Mode, USAGE};
use crate::demo::Demo;
use crate::furnish::{Outcome, furnish, sign_in};
use crate::server::Server;
use crate::talk::Talk;

/// Before a connection that broke is made anew: shorter than between real machines, as this is for watching.
const WAIT: Duration = Duration::from_millis(250);

#[tokio::main]
async fn main() -> Outcome {
    let arguments = Arguments::read(lexopt::Parser::from_env())?;
    match &arguments.mode {
        Mode::Help => println!("{USAGE}"),
        Mode::Serve(address) => serve(address).await?,
        Mode::Demo => demo(&arguments).await?,
        Mode::Talk { server, name } => {
            let client = sign_in(server, name).await?;
            let talk = Talk::open(&client, &arguments.room, name, WAIT).await?;
            show(&arguments, talk).await?;
            client.close().await;
        }
    }
    Ok(())
}

async fn show(arguments: &Arguments, talk: Talk) -> Outcome {
    if arguments.script || !stdin().is_terminal() || !stdout().is_terminal() {
        lines::run(talk).await
    } else {
        screen::run(talk, &arguments.room).await
    }
}

async fn serve(address: &str) -> Outcome {
    let server = Server::start_at(address).await?;
    furnish(&server).await?;
    println!("Ann and Bob can talk at {} now. Ctrl-C ends it.", server.url());
    std::future::pending().await
}

async fn demo(arguments: &Arguments) -> Outcome {
    let demo = Demo::start(WAIT).await?;
    if arguments.script {
        return demo.play(|line| println!("{line}")).await;
    }
    let (client, talk) = demo.ann().await?;
    let bob = tokio::spawn(demo.bob().await?);
    show(arguments, talk).await?;
    bob.abort();
    client.close().await;
    Ok(())
}
