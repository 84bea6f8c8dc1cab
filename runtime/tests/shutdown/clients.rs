//! Clients that outlive a runtime.

use std::sync::atomic::Ordering::SeqCst;

use clientwright_runtime::{ErrorKind, EventOptions, SocketOptions};
use futures_util::future::{join_all, select};

use crate::api::builder;
use crate::runtimes::{all, block_on, one_thread, soon, threads, until};
use crate::server::Server;

#[test]
fn a_client_is_of_use_to_the_next_runtime() {
    for (runtime, ends) in all() {
        let server = Server::start();
        let client = builder(&server).build().unwrap();
        // Idle connections, open ones, and a call that is under way.
        runtime.block_on(async {
            let streams = client.streams().await;
            let chat = client.chat("chat", SocketOptions::new()).await.unwrap();
            join_all((0..3).map(|_| client.item())).await;
            tokio::spawn(async move {
                std::future::pending::<()>().await;
                drop((streams, chat));
            });
            let client = client.clone();
            tokio::spawn(async move { client.chat("falls-silent", SocketOptions::new()).await.map(drop) });
            tokio::task::yield_now().await;
        });
        ends.end(runtime);
        let second = threads();
        second.block_on(soon(async {
            for _ in 0..5 {
                assert_eq!(client.item().await.unwrap(), 1);
            }
            drop(client.streams().await);
            let mut chat = client.chat("chat", SocketOptions::new()).await.unwrap();
            assert_eq!(chat.next().await.unwrap().unwrap(), "welcome");
            drop(chat);
            client.inner.close().await;
            assert_eq!(client.item().await.unwrap_err().kind(), ErrorKind::Closed);
        }));
        until(|| server.open.load(SeqCst) == 0 && second.handle().metrics().num_alive_tasks() == 0);
    }
}

#[test]
fn a_call_that_has_begun_on_a_runtime_that_is_gone_fails_on_the_next_one() {
    for (runtime, ends) in all() {
        let server = Server::start();
        let client = builder(&server).build().unwrap();
        // The answer to a handshake that never comes.
        let mut waiting = Box::pin(async { client.chat("hangs-up", SocketOptions::new()).await.map(drop) });
        runtime.block_on(async {
            let first = client.chat("hangs-up", SocketOptions::new()).await.unwrap();
            let asked = async {
                while server.asked.load(SeqCst) < 2 {
                    tokio::task::yield_now().await;
                }
            };
            select(&mut waiting, Box::pin(asked)).await;
            drop(first);
        });
        ends.end(runtime);
        let error = one_thread().block_on(soon(waiting)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    }
}

#[test]
fn a_call_needs_a_runtime_and_says_so() {
    let server = Server::start();
    let client = builder(&server).build().unwrap();
    let error = block_on(client.item()).unwrap_err();
    assert!(error.kind() == ErrorKind::Request && error.to_string().contains("tokio runtime"), "{error}");
    assert_eq!(one_thread().block_on(client.item()).unwrap(), 1);
}

#[test]
fn a_client_is_closed_without_a_runtime() {
    for (runtime, ends) in all() {
        let server = Server::start();
        let client = builder(&server).build().unwrap();
        let mut events = runtime.block_on(client.events(EventOptions::new())).unwrap();
        ends.end(runtime);
        let closes = std::thread::spawn({
            let client = client.clone();
            move || block_on(client.inner.close())
        });
        while block_on(events.next()).is_some() {}
        drop(events);
        closes.join().unwrap();
        assert_eq!(block_on(client.item()).unwrap_err().kind(), ErrorKind::Closed);
    }
}
