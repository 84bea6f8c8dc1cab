//! A program that is started, is ready once it says so, and ends with its test.

use std::io::{BufRead, BufReader, PipeReader, pipe};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;

use tempfile::TempDir;

/// A program while it runs.
pub(crate) struct Peer {
    child: Child,
    /// The signal that it ends by at once, with its own children.
    ends_by: &'static str,
    /// Where it writes.
    _folder: TempDir,
}

impl Peer {
    /// Starts it, and waits until it says what `ready` understands; what it said instead, where it ended.
    pub(crate) fn start<T>(
        mut command: Command,
        folder: TempDir,
        ends_by: &'static str,
        ready: impl Fn(&str) -> Option<T>,
    ) -> Result<(Self, T), String> {
        let (says, writer) = pipe().unwrap();
        command.stdin(Stdio::null()).stdout(writer.try_clone().unwrap()).stderr(writer);
        let child = command.spawn().map_err(|error| error.to_string())?;
        let peer = Self { child, ends_by, _folder: folder };
        // It holds the other end of the pipe.
        drop(command);
        let mut says = BufReader::new(says);
        let found = listen(&mut says, ready)?;
        // A pipe that nobody empties would stop it.
        thread::spawn(move || listen(&mut says, |_| None::<()>));
        Ok((peer, found))
    }

    pub(crate) fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.signal(self.ends_by);
        self.child.wait().unwrap();
    }
}

/// Reads lines until one of them is understood; all of them, where none was.
fn listen<T>(says: &mut BufReader<PipeReader>, understand: impl Fn(&str) -> Option<T>) -> Result<T, String> {
    let mut said = String::new();
    for line in says.lines() {
        let line = line.map_err(|error| error.to_string())?;
        if let Some(found) = understand(&line) {
            return Ok(found);
        }
        said = said + &line + "\n";
    }
    Err(said)
}

/// Starts it on two ports that were free just before: once more where somebody else was faster.
pub(crate) fn on_free_ports<T>(start: impl Fn([u16; 2]) -> Result<T, String>) -> T {
    let attempt = || {
        let free = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let ports = free.map(|listener| listener.local_addr().unwrap().port());
        start(ports)
    };
    attempt().or_else(|_| attempt()).unwrap_or_else(|said| panic!("it does not start:\n{said}"))
}

/// Where peers are that are not installed: the folder that `CLIENTWRIGHT_PEERS` names, or else `target/peers`, which `.ci/peers` fills.
pub(crate) fn folder() -> PathBuf {
    let usual = || {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("../target"), PathBuf::from);
        target.join("peers")
    };
    let folder = std::env::var_os("CLIENTWRIGHT_PEERS").map_or_else(usual, PathBuf::from);
    // Peers run elsewhere.
    folder.canonicalize().unwrap_or(folder)
}

/// A program that is installed, or is in that folder with its libraries. Servers are where searches of users do not look.
pub(crate) fn program(name: &str) -> Option<Command> {
    let (searched, own) = (std::env::var_os("PATH").unwrap_or_default(), folder());
    let folders = std::env::split_paths(&searched).chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    let folders = folders.chain(["usr/sbin", "usr/bin"].map(|bin| own.join(bin)));
    let Some(found) = folders.map(|folder| folder.join(name)).find(|path| path.is_file()) else {
        eprintln!("skipped: no `{name}`, neither installed nor in {}; `bash .ci/peers` puts it there", own.display());
        return None;
    };
    let mut command = Command::new(&found);
    if found.starts_with(&own) {
        let architecture = format!("{}-linux-gnu", std::env::consts::ARCH);
        let libraries = ["usr/lib", "lib"].map(|lib| own.join(lib).join(&architecture));
        command.env("LD_LIBRARY_PATH", std::env::join_paths(libraries).unwrap());
    }
    Some(command)
}
