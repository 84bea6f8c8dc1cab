//! A server that answers whatever it is asked with one user. Written on `std` alone, so that it allocates nothing for an
//! answer and nobody takes its work for the client's.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::page;

/// Listens on a free port of the loopback interface and answers on threads of its own, until the process ends.
///
/// # Errors
/// There is no free port.
pub fn start() -> io::Result<SocketAddr> {
    answering(response("", page::user(42).as_bytes()))
}

/// The same, whose answers are compressed.
///
/// # Errors
/// There is no free port.
pub fn start_with_gzip() -> io::Result<SocketAddr> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(page::user(42).as_bytes())?;
    answering(response("content-encoding: gzip\r\n", &gzip.finish()?))
}

/// The same, whose answers may be stored and do not go stale.
///
/// # Errors
/// There is no free port.
pub fn start_with_lasting() -> io::Result<SocketAddr> {
    answering(response("cache-control: max-age=2147483648\r\n", page::user(42).as_bytes()))
}

fn answering(response: Vec<u8>) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let response = response.clone();
            // The client hangs up when it is done.
            thread::spawn(move || answer(stream, &response));
        }
    });
    Ok(address)
}

fn answer(stream: TcpStream, response: &[u8]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut requests, mut responses) = (BufReader::new(stream.try_clone()?), stream);
    let mut line = String::new();
    while requests.read_line(&mut line)? > 0 {
        // An empty line ends a request without a body.
        if line == "\r\n" {
            responses.write_all(response)?;
        }
        line.clear();
    }
    Ok(())
}

fn response(more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\n\
         content-type: application/json\r\n\
         x-request-id: 7f3c2a90-5b1e-4c57-9d1c-6f2a0d0f4e11\r\n\
         {more}\
         content-length: {}\r\n\
         date: Sat, 28 Feb 2026 13:37:00 GMT\r\n\
         \r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}
