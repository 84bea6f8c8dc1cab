//! Sockets over very many connections, with nobody to poll them, and to their end.

use std::sync::Arc;
use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Clock, Spawner};

use futures_util::future::{Either, join, select};
use tokio::io::duplex;
use tokio::sync::mpsc;

use super::{again, listening};
use crate::support::{Peer, TEXT, Texts, server};

#[test]
fn ten_thousand_reconnects_lose_no_message() {
    const ROUNDS: usize = 10_000;
    let clock = VirtualClock::new();
    clock.run(async {
        let (sender, mut peers) = mpsc::unbounded_channel();
        let (socket, openings) = server::<String, String>(&clock, again(), move |opening| {
            // Every third attempt meets nobody.
            let (ours, theirs) = duplex(1 << 12);
            (opening.number % 3 != 2).then(|| sender.send(Peer::new(theirs)).map(|()| ours).unwrap())
        })
        .await;
        let (mut sender, mut receiver) = socket.split();
        let script = async {
            for round in 0..ROUNDS {
                let mut peer = peers.recv().await.unwrap();
                assert_eq!(peer.message().await.unwrap().payload, format!("\"{round}\"").into_bytes());
                peer.send(TEXT, format!("\"{round}\"")).await;
                if round % 2 == 0 {
                    peer.close(1012, "").await;
                }
            }
            let mut peer = peers.recv().await.unwrap();
            peer.close(1000, "").await;
        };
        let client = async {
            for round in 0..ROUNDS {
                sender.send(round.to_string()).await.unwrap();
                assert_eq!(receiver.next().await.unwrap().unwrap(), round.to_string());
                // Until the end of this connection has been seen: what is sent before is in doubt.
                let next = select(Box::pin(receiver.next()), clock.sleep(Duration::from_secs(5)));
                assert!(round + 1 == ROUNDS || matches!(next.await, Either::Right(_)));
            }
            assert!(receiver.next().await.is_none());
        };
        join(script, client).await;
        assert_eq!(sender.unsent(), Vec::<String>::new());
        assert!(openings.lock().unwrap().len() > ROUNDS * 4 / 3);
    });
}

#[test]
fn a_socket_without_anybody_to_poll_connects_anew() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (socket, mut peers) = listening(&clock, again()).await;
        drop(peers.recv().await);
        let mut peer = peers.recv().await.unwrap();
        assert!(clock.passed() <= Duration::from_secs(6 + 1), "{:?}", clock.passed());
        drop(socket);
        assert_eq!(peer.message().await.unwrap().close_code(), Some(1001));
    });
}

#[test]
fn the_task_ends_with_the_socket() {
    /// Counts the tasks that have not ended.
    #[derive(Clone, Debug)]
    struct Counting(VirtualClock, Arc<()>);
    impl Spawner for Counting {
        fn spawn(
            &self,
            task: clientwright_runtime::BoxFuture<'static, ()>,
        ) -> Option<clientwright_runtime::BoxFuture<'static, ()>> {
            let held = Arc::clone(&self.1);
            self.0.spawn(Box::pin(async move {
                task.await;
                drop(held);
            }))
        }
    }
    for ends in 0..4 {
        let clock = VirtualClock::new();
        let tasks = Arc::new(());
        let spawner = Counting(clock.clone(), Arc::clone(&tasks));
        clock.run(async {
            let (ours, theirs) = duplex(1 << 12);
            let mut ours = Some(ours);
            let mut socket: Texts =
                clientwright_runtime::testing::open_socket(clock.clone(), spawner.clone(), again(), move |_| {
                    let ours = ours.take().ok_or_else(crate::support::refused);
                    Box::pin(async move { ours })
                })
                .await
                .unwrap();
            let mut peer = Peer::new(theirs);
            assert_eq!(Arc::strong_count(&tasks), 4, "the test, the spawner here and in the socket, the task");
            match ends {
                0 => {}
                1 => drop(join(socket.close(1000, ""), peer.agree()).await),
                2 => drop(peer),
                _ => {
                    peer.close(1000, "").await;
                    assert!(socket.next().await.is_none());
                }
            }
            clock.sleep(Duration::from_millis(1)).await;
            drop(socket);
            clock.sleep(Duration::from_millis(1)).await;
            assert_eq!(Arc::strong_count(&tasks), 2, "{ends}");
        });
    }
}
