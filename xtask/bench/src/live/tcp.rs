//! A connection to a process of its own on the loopback interface. Written on `std` alone, as that is enough.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener};

use super::frame;
use super::work::Peer;

/// Serves connections one after the other, each until its last answer, and hangs up on none. Tells its address first.
///
/// # Errors
/// There is no free port, or a client hung up.
pub fn serve(peer: Peer, tell: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    tell(listener.local_addr()?);
    let answer = frame::of_server();
    let question = (peer.every * frame::length_of_client()) as u64;
    let mut served = Vec::new();
    for stream in listener.incoming() {
        let mut stream = stream?;
        stream.set_nodelay(true)?;
        if question == 0 {
            let mut all = io::BufWriter::with_capacity(1 << 16, &stream);
            (0..peer.answers).try_for_each(|_| all.write_all(&answer))?;
            all.flush()?;
        } else {
            for _ in 0..peer.answers {
                io::copy(&mut (&stream).take(question), &mut io::sink())?;
                stream.write_all(&answer)?;
            }
        }
        served.push(stream);
    }
    Ok(())
}
