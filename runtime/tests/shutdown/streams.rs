//! Streams that are open when their runtime ends.

use std::sync::atomic::Ordering::SeqCst;

use clientwright_runtime::{ErrorKind, EventOptions};
use futures_util::StreamExt;

use crate::api::{Items, builder};
use crate::runtimes::{all, block_on, one_thread, soon, threads, until, waits};
use crate::server::Server;

/// A stream whose connection is gone ends with an error, and never as if all of it had come.
async fn assert_ends(streams: Vec<(&'static str, Items)>) {
    for (name, mut stream) in streams {
        assert_eq!(stream.next().await, Some(Err(ErrorKind::Io)), "{name}");
        assert_eq!(stream.next().await, None, "{name}");
    }
}

#[test]
fn a_stream_that_is_polled_by_another_runtime_ends_with_an_error() {
    for (runtime, ends) in all() {
        let server = Server::start();
        let client = builder(&server).build().unwrap();
        let streams = runtime.block_on(client.streams());
        ends.end(runtime);
        threads().block_on(soon(assert_ends(streams)));
        until(|| server.open.load(SeqCst) == 0);
    }
}

#[test]
fn a_stream_that_was_waited_for_is_polled_by_another_runtime() {
    for (runtime, ends) in all() {
        let server = Server::start();
        let client = builder(&server).build().unwrap();
        // Its limits have begun to count on the first runtime.
        let streams = runtime.block_on(async {
            let mut streams = client.streams().await;
            for (_, stream) in &mut streams {
                assert!(waits(stream.next()).await);
            }
            streams
        });
        ends.end(runtime);
        one_thread().block_on(soon(assert_ends(streams)));
    }
}

#[test]
fn a_stream_that_is_polled_without_any_runtime_ends_with_an_error() {
    for (runtime, ends) in all() {
        let server = Server::start();
        let client = builder(&server).build().unwrap();
        let streams = runtime.block_on(client.streams());
        ends.end(runtime);
        block_on(assert_ends(streams));
    }
}

#[test]
fn a_stream_may_be_read_without_a_runtime_while_its_own_is_there() {
    let server = Server::start();
    let client = builder(&server).build().unwrap();
    let runtime = threads();
    let mut events = runtime.block_on(client.events(EventOptions::new().reconnects(0))).unwrap();
    assert_eq!(block_on(events.next()).unwrap().unwrap(), 1);
    drop(events);
    until(|| server.open.load(SeqCst) == 0);
}

#[test]
fn tasks_that_read_end_with_their_runtime() {
    for (runtime, ends) in all() {
        let server = Server::start();
        let client = builder(&server).build().unwrap();
        let streams = runtime.block_on(client.streams());
        for (_, mut stream) in streams {
            runtime.spawn(async move { stream.next().await });
        }
        runtime.block_on(tokio::task::yield_now());
        ends.end(runtime);
        until(|| server.open.load(SeqCst) == 0);
    }
}

#[test]
fn events_are_followed_by_the_next_runtime() {
    for (runtime, ends) in all() {
        let server = Server::start();
        let client = builder(&server).build().unwrap();
        let mut events = runtime.block_on(async {
            let mut events = client.events(EventOptions::new().reconnects(9)).await.unwrap();
            assert_eq!(events.next().await.unwrap().unwrap(), 1);
            assert!(waits(events.next()).await);
            events
        });
        ends.end(runtime);
        one_thread().block_on(soon(async {
            assert_eq!(events.next().await.unwrap().unwrap(), 1, "of the second connection");
        }));
        assert_eq!(server.asked.load(SeqCst), 2);
    }
}

#[test]
fn events_cannot_be_opened_again_without_a_runtime() {
    for (runtime, ends) in all() {
        let server = Server::start();
        let client = builder(&server).build().unwrap();
        let mut events = runtime.block_on(async {
            let mut events = client.events(EventOptions::new().reconnects(9)).await.unwrap();
            assert_eq!(events.next().await.unwrap().unwrap(), 1);
            events
        });
        ends.end(runtime);
        let error = block_on(events.next()).unwrap().unwrap_err();
        assert!(error.kind() == ErrorKind::Request && error.to_string().contains("tokio runtime"), "{error}");
        assert!(block_on(events.next()).is_none());
    }
}
