//! The journal in a folder: what is there after a restart, whatever has happened to its bytes.

use std::fs;
use std::future::ready;
use std::io::ErrorKind as Io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use clientwright_runtime::testing::{Answer, DiskFault, DiskFaults, DiskStep, MockTransport};
use clientwright_runtime::{
    Connectivity, ErrorKind, Outbox, OutboxBuilder, OutboxErrorKind, OutboxEvent, TokioClock, TokioSpawner,
};
use futures_util::StreamExt;
use tempfile::TempDir;

use crate::api::TAKEN;
use crate::client::{Client, setting};

/// A client that is offline, with an outbox that is open.
async fn client(outbox: OutboxBuilder) -> (Client, Outbox, MockTransport, Connectivity) {
    let outbox = outbox.open().await.unwrap();
    let network = Connectivity::new();
    network.set_online(false);
    let server = MockTransport::new(&TokioClock);
    server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    let builder = setting().2.transport(server.clone()).clock(TokioClock).spawner(TokioSpawner);
    let client = builder.outbox(outbox.clone()).connectivity(network.clone()).build().unwrap();
    (client, outbox, server, network)
}

/// The bodies in a folder's outbox.
async fn bodies(folder: &Path) -> Vec<String> {
    texts(&Outbox::journal(folder).open().await.unwrap())
}

fn texts(outbox: &Outbox) -> Vec<String> {
    outbox.pending().iter().map(|entry| String::from_utf8_lossy(entry.body()).into_owned()).collect()
}

/// A journal of three messages, and how long it was after each.
async fn written(folder: &Path) -> (Vec<u8>, Vec<usize>) {
    let (client, ..) = client(Outbox::journal(folder)).await;
    let length = || fs::metadata(folder.join("journal")).unwrap().len() as usize;
    let mut ends = vec![length()];
    for text in ["one", "two", "three"] {
        client.say(text).enqueue("a").await.unwrap();
        ends.push(length());
    }
    client.inner.close().await;
    (fs::read(folder.join("journal")).unwrap(), ends)
}

const TEXTS: [&str; 3] = ["\"one\"", "\"two\"", "\"three\""];

#[tokio::test]
async fn entries_outlast_the_outbox_and_are_sent_by_the_next() {
    let folder = TempDir::new().unwrap();
    written(folder.path()).await;
    let (_client, outbox, server, network) = client(Outbox::journal(folder.path())).await;
    assert_eq!(outbox.pending().len(), 3);
    let delivered = outbox.events().filter(|event| ready(matches!(event, OutboxEvent::Delivered { .. })));
    network.set_online(true);
    assert_eq!(delivered.take(3).count().await, 3);
    let sent: Vec<String> = server.calls().iter().map(|call| call.text()).collect();
    assert_eq!(sent, TEXTS);
    drop((_client, outbox));
    assert!(bodies(folder.path()).await.is_empty());
}

#[tokio::test]
async fn numbers_are_not_given_twice() {
    let folder = TempDir::new().unwrap();
    let mut last = 0;
    for _ in 0..3 {
        let faults = DiskFaults::new(|_| None).compact_beyond(0);
        let (client, outbox, ..) = client(Outbox::journal(folder.path()).disk_faults(faults)).await;
        let id = client.say("x").enqueue("a").await.unwrap().id();
        assert!(id.get() > last);
        last = id.get();
        assert!(outbox.discard(id).await.unwrap());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_user_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("deep/outbox");
    written(&path).await;
    for (name, mode) in [("", 0o700), ("journal", 0o600), ("lock", 0o600)] {
        assert_eq!(fs::metadata(path.join(name)).unwrap().permissions().mode() & 0o777, mode, "{name}");
    }
}

#[tokio::test]
async fn a_journal_that_is_cut_at_any_byte_has_every_entry_that_is_whole() {
    let source = TempDir::new().unwrap();
    let (bytes, ends) = written(source.path()).await;
    for cut in ends[0]..bytes.len() {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("journal"), &bytes[..cut]).unwrap();
        let outbox = Outbox::journal(folder.path()).open().await.unwrap();
        let whole = ends.iter().filter(|end| **end <= cut).count() - 1;
        assert_eq!(outbox.pending().len(), whole, "cut at {cut}");
        assert_eq!(outbox.recovery().torn_bytes as usize, cut - ends[whole], "cut at {cut}");
        assert_eq!(outbox.recovery().copy, None);
        // What is written next is read next.
        drop(outbox);
        let (client, outbox, ..) = client(Outbox::journal(folder.path())).await;
        client.say("next").enqueue("a").await.unwrap();
        drop((client, outbox));
        let found = bodies(folder.path()).await;
        assert_eq!((found.len(), found[whole].as_str()), (whole + 1, "\"next\""), "cut at {cut}");
    }
}

#[tokio::test]
async fn a_bit_that_is_flipped_in_the_last_record_is_copied_and_told() {
    let source = TempDir::new().unwrap();
    let (bytes, ends) = written(source.path()).await;
    for bit in (ends[2] * 8..bytes.len() * 8).step_by(37) {
        let folder = TempDir::new().unwrap();
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        fs::write(folder.path().join("journal"), &flipped).unwrap();
        let outbox = Outbox::journal(folder.path()).open().await.unwrap();
        assert_eq!(outbox.pending().len(), 2, "bit {bit}");
        let copy = outbox.recovery().copy.clone().unwrap();
        assert_eq!(fs::read(folder.path().join(copy)).unwrap(), flipped[ends[2]..], "bit {bit}");
    }
}

/// Opens what is damaged, which is an error that touches nothing; and then what can be salvaged of it, which is well from then on.
async fn salvaged(bytes: &[u8], at: &str) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("journal");
    fs::write(&path, bytes).unwrap();
    let error = Outbox::journal(folder.path()).open().await.unwrap_err();
    assert_eq!(error.kind(), OutboxErrorKind::Damaged, "{at}: {error}");
    assert_eq!(fs::read(&path).unwrap(), bytes, "{at}");
    let outbox = Outbox::journal(folder.path()).salvage().open().await.unwrap();
    let copy = outbox.recovery().copy.clone().unwrap();
    assert_eq!(fs::read(folder.path().join(copy)).unwrap(), bytes, "{at}");
    let left = texts(&outbox);
    drop(outbox);
    assert_eq!(bodies(folder.path()).await, left, "{at}: it is well from then on");
    left
}

#[tokio::test]
async fn a_bit_that_is_flipped_before_that_is_an_error_that_touches_nothing_until_it_is_to_be_salvaged() {
    let source = TempDir::new().unwrap();
    let (bytes, ends) = written(source.path()).await;
    for bit in (ends[0] * 8..ends[2] * 8).step_by(41) {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let hit = ends.iter().filter(|end| **end <= bit / 8).count() - 1;
        let mut others = TEXTS.to_vec();
        others.remove(hit);
        assert_eq!(salvaged(&flipped, &format!("bit {bit}")).await, others, "bit {bit}");
    }
}

#[tokio::test]
async fn a_block_that_is_lost_of_the_header_takes_no_entry_and_both_take_all() {
    let source = TempDir::new().unwrap();
    let (bytes, ends) = written(source.path()).await;
    for (lost, left) in [(0..512, 3), (0..4096, 3), (4096..ends[0], 3), (4096..ends[1], 2), (0..ends[0], 0)] {
        let mut damaged = bytes.clone();
        damaged[lost.clone()].fill(0);
        assert_eq!(salvaged(&damaged, &format!("{lost:?}")).await, TEXTS[3 - left..], "{lost:?}");
    }
}

#[tokio::test]
async fn another_version_is_an_error_that_touches_nothing_even_to_be_salvaged() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("journal");
    let (mut bytes, _) = written(folder.path()).await;
    (bytes[8], bytes[4096 + 8]) = (9, 9);
    fs::write(&path, &bytes).unwrap();
    for builder in [Outbox::journal(folder.path()), Outbox::journal(folder.path()).salvage()] {
        assert_eq!(builder.open().await.unwrap_err().kind(), OutboxErrorKind::Version);
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[tokio::test]
async fn records_within_a_body_are_none_whatever_is_damaged() {
    // Whoever writes a body has an outbox too, and sends its journal.
    let theirs = TempDir::new().unwrap();
    let (their_client, ..) = client(Outbox::journal(theirs.path())).await;
    for _ in 0..9 {
        their_client.say("forged").enqueue("a").await.unwrap();
    }
    let forged = fs::read(theirs.path().join("journal")).unwrap();
    let ours = TempDir::new().unwrap();
    let (client, ..) = client(Outbox::journal(ours.path())).await;
    let journal = ours.path().join("journal");
    client.say("one").enqueue("a").await.unwrap();
    let start = fs::metadata(&journal).unwrap().len() as usize;
    client.post().body(forged).enqueue("a").await.unwrap();
    client.say("three").enqueue("a").await.unwrap();
    let bytes = fs::read(&journal).unwrap();
    // In the front of its record, which would say how far that goes.
    for at in start..start + 24 {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert_eq!(salvaged(&damaged, &format!("byte {at}")).await, [TEXTS[0], TEXTS[2]], "byte {at}");
    }
}

#[tokio::test]
async fn each_new_file_has_a_salt_of_its_own() {
    let folder = TempDir::new().unwrap();
    let faults = DiskFaults::new(|_| None).compact_beyond(0);
    let (client, outbox, ..) = client(Outbox::journal(folder.path()).disk_faults(faults)).await;
    let mut salts = Vec::new();
    for _ in 0..3 {
        let id = client.say("x").enqueue("a").await.unwrap().id();
        outbox.discard(id).await.unwrap();
        salts.push(fs::read(folder.path().join("journal")).unwrap()[28..36].to_vec());
    }
    salts.dedup();
    assert_eq!(salts.len(), 3);
}

#[tokio::test]
async fn two_do_not_have_one_outbox_at_once() {
    let folder = TempDir::new().unwrap();
    let outbox = Outbox::journal(folder.path()).open().await.unwrap();
    let error = Outbox::journal(folder.path()).open().await.unwrap_err();
    assert_eq!(error.kind(), OutboxErrorKind::InUse);
    drop(outbox);
    Outbox::journal(folder.path()).open().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_the_error_of_the_call_and_leaves_the_journal_well() {
    for short in [0, 1, 30] {
        let folder = TempDir::new().unwrap();
        let is_full = Arc::new(AtomicBool::new(false));
        let full = Arc::clone(&is_full);
        let faults = DiskFaults::new(move |step| {
            let writes = matches!(step, DiskStep::Write { .. });
            (writes && full.load(SeqCst)).then_some(DiskFault::Short(short, Io::StorageFull))
        });
        let (client, outbox, ..) = client(Outbox::journal(folder.path()).disk_faults(faults)).await;
        client.say("before").enqueue("a").await.unwrap();
        is_full.store(true, SeqCst);
        let error = client.say("lost").enqueue("a").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains("cannot keep it"), "{error}");
        is_full.store(false, SeqCst);
        client.say("after").enqueue("a").await.unwrap();
        assert_eq!(outbox.pending().len(), 2);
        drop((client, outbox));
        assert_eq!(bodies(folder.path()).await, ["\"before\"", "\"after\""]);
    }
}

#[tokio::test]
async fn any_step_may_fail_once_and_what_was_promised_is_there() {
    for fails_at in 0..60 {
        let folder = TempDir::new().unwrap();
        let mut number = 0;
        let faults = DiskFaults::new(move |_| {
            number += 1;
            (number - 1 == fails_at).then_some(DiskFault::Fail(Io::Other))
        });
        let builder = || Outbox::journal(folder.path()).disk_faults(faults.clone().compact_beyond(200));
        // Opening fails too; the next time it does not.
        let builder = match builder().open().await {
            Ok(_) => builder(),
            Err(_) => Outbox::journal(folder.path()),
        };
        let (client, outbox, ..) = client(builder).await;
        let mut promised = Vec::new();
        for text in 0..12 {
            if let Ok(queued) = client.say(&text.to_string()).enqueue("a").await {
                promised.push((queued.id(), format!("\"{text}\"")));
            }
            if text % 3 == 2 {
                let (id, _) = promised[0];
                if outbox.discard(id).await.is_ok() {
                    promised.remove(0);
                }
            }
        }
        drop((client, outbox));
        let promised: Vec<String> = promised.into_iter().map(|(_, text)| text).collect();
        assert_eq!(bodies(folder.path()).await, promised, "step {fails_at}");
    }
}

#[tokio::test]
async fn garbage_is_let_go_of() {
    let folder = TempDir::new().unwrap();
    let steps = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&steps);
    let faults = DiskFaults::new(move |step| {
        noted.lock().unwrap().push(step);
        None
    });
    let faults = faults.compact_beyond(4096);
    let (client, outbox, ..) = client(Outbox::journal(folder.path()).disk_faults(faults)).await;
    for _ in 0..100 {
        let id = client.say(&"x".repeat(200)).enqueue("a").await.unwrap().id();
        outbox.discard(id).await.unwrap();
    }
    assert!(fs::metadata(folder.path().join("journal")).unwrap().len() < 8192);
    let steps = steps.lock().unwrap();
    let renamed = steps.iter().filter(|step| **step == DiskStep::Rename).count();
    assert!((2..60).contains(&renamed), "{renamed}");
    // A new file lasts before it takes the old one's place, and then its name does.
    for (at, _) in steps.iter().enumerate().filter(|(_, step)| **step == DiskStep::Rename) {
        assert_eq!((steps[at - 1], steps[at + 1]), (DiskStep::Sync, DiskStep::SyncFolder));
    }
}
