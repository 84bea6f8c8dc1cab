//! How streams end.

use std::time::Duration;

use clientwright_runtime::testing::{Answer, VirtualClock};
use clientwright_runtime::{Clock, Error, ErrorKind};
use futures_util::future::{Either, join, select};

use crate::api::{built, events, no_more, secs};
use crate::client::{Client, Problem};

#[test]
fn a_terminator_ends_a_stream_and_is_no_event() {
    let (clock, server, client) = built();
    let answer = events("data: {\"n\":1}\n\ndata: [DONE]\n\ndata: {\"n\":2}\n\n").then_silence();
    server.on("POST", "/answers").reply(answer);
    clock.run(async {
        let mut stream = client.ask().await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap().n, 1);
        assert!(stream.next().await.is_none() && stream.next().await.is_none());
        // The stream is still held, and has nothing to wait for.
        client.inner.close().await;
    });
    assert_eq!(clock.passed(), secs(0));
}

#[test]
fn no_content_ends_a_stream() {
    let (clock, server, client) = built();
    server.on("GET", "/ticks").reply(no_more());
    clock.run(async { assert!(client.ticks().await.unwrap().next().await.is_none()) });
    assert_eq!(server.calls().len(), 1);
}

/// What ends a stream whose client is closed a second after the first event.
async fn closing_while_it_waits(clock: &VirtualClock, client: &Client) -> Error<Problem> {
    let mut stream = client.ticks().await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    let closing = async {
        clock.sleep(secs(1)).await;
        client.inner.close().await;
    };
    let (ended, ()) = join(stream.next(), closing).await;
    assert!(stream.next().await.is_none());
    ended.unwrap().unwrap_err()
}

#[test]
fn a_client_that_closes_ends_its_streams_at_once() {
    let (clock, server, client) = built();
    server.on("GET", "/ticks").reply(events("data: {\"n\":1}\n\n").then_silence());
    let error = clock.run(closing_while_it_waits(&clock, &client));
    assert_eq!((error.kind(), clock.passed(), server.calls().len()), (ErrorKind::Closed, secs(1), 1));
}

#[test]
fn a_client_that_is_closed_opens_no_stream_again() {
    let (clock, server, client) = built();
    server.on("GET", "/ticks").reply(events("data: {\"n\":1}\n\n"));
    let error = clock.run(closing_while_it_waits(&clock, &client));
    assert_eq!((error.kind(), server.calls().len()), (ErrorKind::Closed, 1));
    assert_eq!(clock.passed(), secs(1), "not when it would have been opened again");
}

#[test]
fn a_stream_that_is_dropped_holds_up_nothing() {
    let (clock, server, client) = built();
    server.on("GET", "/ticks").reply(events("data: {\"n\":1}\n\n").then_silence());
    clock.run(async {
        let mut stream = client.ticks().await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        drop(stream);
        client.inner.close().await;
    });
    assert_eq!((clock.passed(), server.is_closed()), (secs(0), true));
}

/// One event in two halves behind a head, a second before each; asks to be asked again after one more.
fn slow(n: u64) -> Answer {
    let answer = events("retry: 1000\n").delay(secs(1));
    answer.body_after(secs(1), format!("id: {n}\ndata: {{\"n\"")).body_after(secs(1), format!(":{n}}}\n\n"))
}

/// In a head, in an event, in a wait before it is opened again, in the call that does so.
#[test]
fn a_stream_that_is_dropped_wherever_it_waits_holds_up_nothing() {
    for half_seconds in 0..24 {
        let (clock, server, client) = built();
        server.on("GET", "/ticks").once(slow(1)).once(slow(2)).reply(slow(3));
        clock.run(async {
            let reads = async {
                let mut stream = client.ticks().await.unwrap();
                while stream.next().await.is_some() {}
            };
            let drops = clock.sleep(Duration::from_millis(500 * half_seconds));
            select(Box::pin(reads), drops).await;
            let before = clock.passed();
            client.inner.close().await;
            assert_eq!(clock.passed(), before, "dropped after {half_seconds} half seconds");
        });
    }
}

#[test]
fn a_read_that_is_dropped_wherever_it_waits_loses_no_event() {
    for millis in [1, 7, 400, 1_500] {
        let (clock, server, client) = built();
        server.on("GET", "/ticks").once(slow(1)).once(slow(2)).once(slow(3)).reply(no_more());
        let seen = clock.run(async {
            let mut stream = client.ticks().await.unwrap();
            let mut seen = Vec::new();
            loop {
                match select(Box::pin(stream.next()), clock.sleep(Duration::from_millis(millis))).await {
                    Either::Left((Some(event), _)) => seen.push(event.unwrap().n),
                    Either::Left((None, _)) => return seen,
                    Either::Right(((), _)) => {}
                }
            }
        });
        assert_eq!(seen, [1, 2, 3], "a read for {millis} ms at a time");
    }
}

#[test]
fn a_stream_is_shown_without_what_it_carries() {
    let (clock, server, client) = built();
    server.on("GET", "/ticks").reply(events("data: {\"n\":1}\n\ndata: s3cr3t\n\n"));
    clock.run(async {
        let call = client.ticks().header("authorization", "Bearer s3cr3t");
        let mut stream = call.await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        let shown = format!("{stream:?}");
        assert!(shown.contains("open") && !shown.contains("s3cr3t"), "{shown}");
    });
}
