//! A server in a process of its own, which is the same program with other words: what is counted in the one that asks is the client's
//! alone. It prints its address and ends with its input.

use std::io::{self, BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// A process that serves until this is dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    /// This program again, with words that make it [`serve`].
    ///
    /// # Errors
    /// It does not start, or does not print an address.
    pub fn start(words: &[&str]) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let command = command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().context("a server")?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("its output")?).read_line(&mut line)?;
        Ok(Self { process, address: line.trim().parse()? })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // It ends, however it does.
        let _ = self.process.wait();
    }
}

/// Tells the address of a server that listens in this process, and lasts as long as the input.
///
/// # Errors
/// The input cannot be read.
pub fn serve(address: SocketAddr) -> io::Result<()> {
    println!("{address}");
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
