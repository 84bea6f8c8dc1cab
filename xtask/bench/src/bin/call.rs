//! `call ours|bare N`: N times a typed GET with a bearer token, limits and retries, on one connection.
//!
//! The server is a second process of this program, `call serve`, which prints its address and ends with its input: what
//! is counted in this process is the client's alone.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use anyhow::Context;
use bench::arguments::side_and_repetitions;
use bench::call::Caller;
use bench::server;

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1).peekable();
    if words.next_if(|word| word == "serve").is_some() {
        return serve();
    }
    let (side, repetitions) = side_and_repetitions(words)?;
    let program = std::env::current_exe()?;
    let mut server =
        Command::new(program).arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("a server")?;
    let mut address = String::new();
    BufReader::new(server.stdout.take().context("its output")?).read_line(&mut address)?;
    let done = Caller::new(side, address.trim().parse()?).and_then(|caller| caller.call(repetitions));
    drop(server.stdin.take());
    server.wait()?;
    done
}

fn serve() -> anyhow::Result<()> {
    println!("{}", server::start()?);
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
