//! Processes that die: at every step by which the journal reaches the disk, in each of three ways. After each death another process
//! delivers what is left, and the server must have every entry that was promised exactly once, in order, with equal bytes for equal keys.
//!
//! The program is this test itself, started again as a child; the server is the parent, and applies by key. The table of what was found
//! stands in `OUTBOX.md`: `cargo test -p clientwright-runtime --test outbox -- --nocapture crash` prints it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind as Io, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::thread;

use clientwright_runtime::Outbox;
use clientwright_runtime::testing::{DiskFault, DiskFaults, DiskStep};
use futures_util::StreamExt;

use crate::client::ClientBuilder;

/// The entries that a child makes, over so many queues.
const ENTRIES: usize = 24;
const QUEUES: usize = 3;

/// How a process dies at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Death {
    /// Before it.
    Kill,
    /// In the midst of a write, of which half is there.
    Torn,
    /// Before it, and the machine too: what was not synced is gone.
    PowerCut,
}

const DEATHS: [Death; 3] = [Death::Kill, Death::Torn, Death::PowerCut];

/// This process has written half of something, and dies with its next step.
static IS_TORN: AtomicBool = AtomicBool::new(false);

/// What a child is told, by its environment.
const ROLE: &str = "OUTBOX_CRASH_ROLE";

#[test]
fn a_process_that_dies_anywhere_loses_nothing_and_repeats_nothing() {
    let mut found: BTreeMap<(String, Death), usize> = BTreeMap::new();
    let mut again = 0;
    for death in DEATHS {
        for step in 0.. {
            let (died_at, repeated) = one(step, death);
            again += repeated;
            match died_at {
                Some(at) => *found.entry((at, death)).or_default() += 1,
                None => break,
            }
        }
    }
    let points: usize = found.values().sum();
    println!("{points} deaths, {again} requests that were repeated by the next process\n\n{}", table(&found));
    assert!(points > 100, "{points}");
    assert!(again > 0, "no death was between the answer and its record");
    let documented = include_str!("../../OUTBOX.md");
    for row in table(&found).lines() {
        assert!(documented.contains(row), "OUTBOX.md does not have this row:\n{row}\nof\n{}", table(&found));
    }
}

/// One process that dies at `step`, and one that does not. Where it died, if it came that far, and what the server got twice.
fn one(step: usize, death: Death) -> (Option<String>, usize) {
    let folder = tempfile::TempDir::new().unwrap();
    let server = Server::start();
    let mut first = child("make", folder.path(), server.port, Some((step, death)));
    let (promised, died_at) = listen(&mut first);
    let has_died = !first.wait().unwrap().success();
    assert_eq!(has_died, died_at.is_some(), "step {step}, {death:?}: it ends as it was told to");
    let mut second = child("deliver", folder.path(), server.port, None);
    let _ = listen(&mut second);
    assert!(second.wait().unwrap().success(), "step {step}, {death:?}: what is left cannot be delivered");
    let repeated = server.check(&promised, &format!("step {step}, {death:?}"));
    (died_at, repeated)
}

/// What a child tells line by line: the keys that it was promised, and the step at which it dies.
fn listen(child: &mut Child) -> (Vec<String>, Option<String>) {
    let (mut promised, mut died_at) = (Vec::new(), None);
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        // The harness prints on the same line.
        if let Some((_, key)) = line.split_once("promised ") {
            promised.push(key.to_owned());
        }
        if let Some((_, at)) = line.split_once("dies at ") {
            died_at = Some(at.to_owned());
        }
    }
    (promised, died_at)
}

fn child(role: &str, folder: &Path, port: u16, dies: Option<(usize, Death)>) -> Child {
    let (step, death) =
        dies.map_or((String::new(), String::new()), |(step, death)| (step.to_string(), format!("{death:?}")));
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::the_child", "--nocapture", "--test-threads=1"])
        .env(ROLE, role)
        .env("OUTBOX_CRASH_FOLDER", folder)
        .env("OUTBOX_CRASH_PORT", port.to_string())
        .env("OUTBOX_CRASH_STEP", step)
        .env("OUTBOX_CRASH_DEATH", death)
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Says something to the parent at once.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).unwrap();
}

/// What the parent starts; does nothing where nobody has.
#[test]
fn the_child() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let folder = PathBuf::from(of("OUTBOX_CRASH_FOLDER"));
    let death = DEATHS.into_iter().find(|death| format!("{death:?}") == of("OUTBOX_CRASH_DEATH"));
    let mut outbox = Outbox::journal(&folder);
    if let (Ok(step), Some(death)) = (of("OUTBOX_CRASH_STEP").parse(), death) {
        outbox = outbox.disk_faults(dying(folder, step, death));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let outbox = outbox.open().await.unwrap();
        let url = format!("http://127.0.0.1:{}/", of("OUTBOX_CRASH_PORT"));
        let mut events = outbox.events();
        let client = ClientBuilder::new().base_url(url).outbox(outbox.clone()).build().unwrap();
        let entries = if role == "make" { ENTRIES } else { 0 };
        for number in 0..entries {
            let queue = format!("q{}", number % QUEUES);
            // What is large makes garbage, for which a new file is written.
            let body = format!("\"{queue} {number} {}\"", "x".repeat(100 + 40 * (number % 7)));
            let queued = client.post().body(body).enqueue(&queue).await.unwrap();
            say(&format!("promised {}", queued.idempotency_key()));
            if number % 5 == 4 {
                queued.delivered().await.unwrap();
            }
        }
        while outbox.flush().await > 0 {
            let _ = events.next().await;
        }
        assert!(outbox.dead().is_empty());
        client.inner.close().await;
    });
    // Nothing may come behind a write that was the last.
    if IS_TORN.load(Relaxed) {
        std::process::abort();
    }
}

/// Ends this process at a step.
fn dying(folder: PathBuf, at: usize, death: Death) -> DiskFaults {
    let journal = folder.join("journal");
    let length = move || fs::metadata(&journal).map_or(0, |file| file.len());
    let journal = folder.join("journal");
    let (mut number, mut last) = (0, None);
    // What of the journal lasts, and the one that it has taken the place of, while its name does not.
    let (mut synced, mut former) = (0, None);
    let faults = DiskFaults::new(move |step| {
        if IS_TORN.load(Relaxed) {
            std::process::abort();
        }
        match (last, step) {
            (Some(DiskStep::Sync), DiskStep::Rename) => former = Some(fs::read(&journal).ok()),
            (Some(DiskStep::Sync | DiskStep::SyncFolder), _) => (synced, former) = (length(), None),
            _ => {}
        }
        last = Some(step);
        let is_write = matches!(step, DiskStep::Write { .. });
        if death == Death::Torn && !is_write {
            return None;
        }
        number += 1;
        if number <= at {
            return None;
        }
        let name = match step {
            DiskStep::Write { .. } => "write",
            DiskStep::Sync => "sync",
            DiskStep::Rename => "rename",
            DiskStep::SyncFolder => "sync of the folder",
            _ => "truncation",
        };
        say(&format!("dies at {name}"));
        match (death, step, &former) {
            (Death::Torn, DiskStep::Write { bytes }, _) => {
                IS_TORN.store(true, Relaxed);
                return Some(DiskFault::Short(bytes / 2, Io::Other));
            }
            (Death::PowerCut, DiskStep::SyncFolder, Some(Some(former))) => fs::write(&journal, former).unwrap(),
            (Death::PowerCut, DiskStep::SyncFolder, Some(None)) => fs::remove_file(&journal).unwrap(),
            (Death::PowerCut, _, _) if length() > synced => {
                OpenOptions::new().write(true).open(&journal).unwrap().set_len(synced).unwrap();
            }
            _ => {}
        }
        std::process::abort();
    });
    faults.compact_beyond(1500)
}

/// A server that applies by key, and remembers.
struct Server {
    port: u16,
    got: Arc<Mutex<Vec<(String, String)>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let got = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&got);
        // Ends with the test: it holds nothing but the log.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let log = Arc::clone(&log);
                let Ok(stream) = stream else { return };
                thread::spawn(move || serve(stream, &log));
            }
        });
        Self { port, got }
    }

    /// Whether every promised entry was applied once, in order, and each repetition is what it repeats; how many those are.
    fn check(&self, promised: &[String], at: &str) -> usize {
        let got = self.got.lock().unwrap();
        let mut applied: BTreeMap<&str, &str> = BTreeMap::new();
        let mut order: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (key, body) in got.iter() {
            let first = *applied.entry(key).or_insert_with(|| {
                let mut words = body.trim_matches('"').split(' ');
                let (queue, number) = (words.next().unwrap(), words.next().unwrap().parse().unwrap());
                order.entry(queue).or_default().push(number);
                body
            });
            assert_eq!(first, body, "{at}: equal keys have equal bytes");
        }
        let bodies: BTreeSet<&str> = applied.values().copied().collect();
        assert_eq!(bodies.len(), applied.len(), "{at}: nothing was applied under two keys");
        for key in promised {
            assert!(applied.contains_key(key.as_str()), "{at}: {key} was promised and is lost");
        }
        // One more may have been written whose promise did not come.
        assert!(applied.len() <= promised.len() + 1, "{at}");
        for (queue, numbers) in order {
            assert!(numbers.is_sorted(), "{at}: {queue} has come in the order {numbers:?}");
        }
        got.len() - applied.len()
    }
}

/// Takes requests one behind the other.
fn serve(stream: TcpStream, log: &Mutex<Vec<(String, String)>>) {
    let mut reader = BufReader::new(stream);
    loop {
        let (mut key, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("idempotency-key") => value.clone_into(&mut key),
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap(),
                None if line.trim_end().is_empty() => break,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).is_err() {
            return;
        }
        log.lock().unwrap().push((key, String::from_utf8(body).unwrap()));
        let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\ntrue";
        if reader.get_mut().write_all(answer).is_err() {
            return;
        }
    }
}

/// What was found, as it stands in `OUTBOX.md`: which kinds of steps processes died at.
fn table(found: &BTreeMap<(String, Death), usize>) -> String {
    let steps: BTreeSet<&str> = found.keys().map(|(step, _)| step.as_str()).collect();
    let mut table = String::from("| the process dies before a | killed | torn | power cut |\n|---|---|---|---|\n");
    for step in steps {
        let held =
            |death| if found.contains_key(&(step.to_owned(), death)) { "nothing lost, nothing twice" } else { "–" };
        let [killed, torn, cut] = DEATHS.map(held);
        let _ = writeln!(table, "| {step} | {killed} | {torn} | {cut} |");
    }
    table
}
