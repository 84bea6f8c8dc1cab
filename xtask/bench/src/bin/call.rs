//! `call ours|bare N`: N times a typed GET with a bearer token, limits and retries, on one connection.
//!
//! The server is a second process of this program, `call serve`.

use bench::arguments::side_and_repetitions;
use bench::call::Caller;
use bench::process::{self, Server};
use bench::server;

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1).peekable();
    if words.next_if(|word| word == "serve").is_some() {
        return Ok(process::serve(server::start()?)?);
    }
    let (side, repetitions) = side_and_repetitions(words)?;
    let server = Server::start(&["serve"])?;
    Caller::new(side, server.address())?.call(repetitions)
}
