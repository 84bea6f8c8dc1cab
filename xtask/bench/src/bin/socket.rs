//! `socket exchange|send|receive memory|tcp LIBRARY N`: N messages on one socket; with `json` as the connection, only what of them is JSON. `socket idle LIBRARY N`: N sockets over TCP that wait.
//! LIBRARY is `ours`, `tokio-websockets` or `tungstenite`. Prints how long it took, from the open socket on, as JSON in seconds:
//!
//! ```json
//! { "wall": 1.5, "cpu": 0.9 }
//! ```
//!
//! Of sockets that wait, it prints by how many bytes the memory of the process has grown: `{ "memory": 5242880 }`.
//!
//! Where the peer is a second process of this program, that is `socket serve EVERY ANSWERS`, and no time of it is in `cpu`.

use std::net::SocketAddr;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use bench::arguments::side_and_repetitions;
use bench::live::memory::Memory;
use bench::live::work::{Peer, Work};
use bench::live::{self, Library, tcp};
use bench::process::{self, Server};
use cpu_time::ProcessTime;
use memory_stats::memory_stats;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};

fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    match words.next().context("what: `exchange`, `send`, `receive` or `idle`")?.as_str() {
        "serve" => serve(words),
        "idle" => idle(words),
        word => work(word.parse()?, words),
    }
}

fn work(work: Work, mut words: impl Iterator<Item = String>) -> Result<()> {
    let connection = words.next().context("over what: `memory`, `tcp` or `json`")?;
    let (library, times) = side_and_repetitions::<Library>(words)?;
    let peer = work.peer(times);
    let runtime = runtime()?;
    match connection.as_str() {
        "json" => timed(&runtime, async { live::json(library, work, times) }),
        "memory" => timed(&runtime, live::run(library, Memory::new(peer), work, times)),
        "tcp" => {
            let server = start(peer)?;
            let connection = runtime.block_on(connect(server.address()))?;
            timed(&runtime, live::run(library, connection, work, times))
        }
        word => bail!("`{word}` is none of memory, tcp, json"),
    }
}

fn idle(words: impl Iterator<Item = String>) -> Result<()> {
    let (library, count) = side_and_repetitions::<Library>(words)?;
    let server = start(Peer { every: 1, answers: 1 })?;
    let runtime = runtime()?;
    let connect = async || connect(server.address()).await;
    let before = memory_stats().context("this system does not say how much memory there is")?;
    let _sockets = runtime.block_on(live::idle(library, count as usize, connect))?;
    let held = memory_stats().map_or(0, |now| now.physical_mem.saturating_sub(before.physical_mem));
    println!("{{ \"memory\": {held} }}");
    Ok(())
}

fn runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

async fn connect(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn timed(runtime: &Runtime, work: impl Future<Output = Result<()>>) -> Result<()> {
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    runtime.block_on(work)?;
    println!("{{ \"wall\": {}, \"cpu\": {} }}", wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    Ok(())
}

fn start(peer: Peer) -> Result<Server> {
    Server::start(&["serve", &peer.every.to_string(), &peer.answers.to_string()])
}

fn serve(mut words: impl Iterator<Item = String>) -> Result<()> {
    let mut number = |what| Ok::<_, anyhow::Error>(words.next().context(what)?.parse()?);
    let peer = Peer { every: number("how many messages have one answer")?, answers: number("how many answers")? };
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || tcp::serve(peer, |address| tell.send(address).unwrap_or_default()));
    Ok(process::serve(told.recv().context("no server")?)?)
}
