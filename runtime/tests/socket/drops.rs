//! Futures dropped wherever they wait. A harness polls one so many times and drops it, for every number of times.

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Clock, SocketOptions};
use futures_util::FutureExt;
use futures_util::future::{join, poll_fn};

use crate::support::{CLOSE, Peer, TEXT, Texts, pair_with_room};

/// Polls `future` up to `times` times, each when it is woken, and drops it. Its output, if it got that far.
async fn polled<T>(times: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.poll_unpin(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Reads one byte after the other, slowly.
async fn slowly(peer: &mut Peer, clock: &VirtualClock, until: usize) -> Vec<String> {
    let mut got = Vec::new();
    while got.len() < until {
        let Some(frame) = peer.message().await else { break };
        if frame.opcode == CLOSE {
            peer.send(CLOSE, frame.payload).await;
            break;
        }
        got.push(serde_json::from_slice(&frame.payload).unwrap());
        clock.sleep(Duration::from_millis(1)).await;
    }
    got
}

#[test]
fn a_send_that_is_dropped_has_sent_all_or_handed_back() {
    for times in 1..40 {
        let clock = VirtualClock::new();
        clock.run(async {
            let options = SocketOptions::new().send_queue(2, 1 << 20);
            let (mut socket, mut peer): (Texts, _) = pair_with_room(&clock, options, 16).await;
            let client = async {
                let mut refused = Vec::new();
                for number in 0..8 {
                    let sent = polled(times, socket.send(number.to_string())).await;
                    let unsent = socket.unsent();
                    assert_eq!(sent.is_some(), unsent.is_empty(), "{times}: {number}");
                    assert!(unsent.is_empty() || unsent == [number.to_string()]);
                    refused.extend(unsent);
                }
                socket.close(1000, "").await.unwrap();
                refused
            };
            let (refused, got) = join(client, slowly(&mut peer, &clock, usize::MAX)).await;
            let mut all = [refused, got].concat();
            all.sort();
            assert_eq!(all, ["0", "1", "2", "3", "4", "5", "6", "7"], "{times}");
        });
    }
}

#[test]
fn a_receive_that_is_dropped_loses_no_message() {
    for times in 1..20 {
        let clock = VirtualClock::new();
        clock.run(async {
            let (mut socket, mut peer): (Texts, _) = pair_with_room(&clock, SocketOptions::new(), 16).await;
            let script = async {
                for number in 0..20 {
                    for byte in crate::support::frame(true, TEXT, format!("\"{number}\"").as_bytes()) {
                        peer.write(&[byte]).await;
                        clock.sleep(Duration::from_millis(1)).await;
                    }
                }
                peer.close(1000, "").await;
            };
            let client = async {
                let mut got = Vec::new();
                loop {
                    match polled(times, socket.next()).await {
                        Some(Some(message)) => got.push(message.unwrap()),
                        Some(None) => return got,
                        None => clock.sleep(Duration::from_micros(100)).await,
                    }
                }
            };
            let (got, ()) = join(client, script).await;
            assert_eq!(got, (0..20).map(|number| number.to_string()).collect::<Vec<_>>(), "{times}");
        });
    }
}

#[test]
fn a_flush_or_a_close_that_is_dropped_goes_on() {
    for times in 0..40 {
        let clock = VirtualClock::new();
        clock.run(async {
            let (mut socket, mut peer): (Texts, _) = pair_with_room(&clock, SocketOptions::new(), 16).await;
            let client = async {
                for number in 0..8 {
                    socket.send(number.to_string()).await.unwrap();
                }
                polled(times, socket.flush()).await;
                let closed = polled(times, socket.close(1000, "")).await;
                clock.sleep(Duration::from_secs(4)).await;
                match times {
                    0 => assert_eq!(socket.close_reason(), None, "never begun"),
                    _ => assert_eq!(socket.close_reason().unwrap().code, 1000, "{times} {closed:?}"),
                }
                assert!(socket.unsent().is_empty());
                drop(socket);
            };
            let ((), got) = join(client, slowly(&mut peer, &clock, usize::MAX)).await;
            assert_eq!(got.len(), 8, "{times}");
        });
    }
}
