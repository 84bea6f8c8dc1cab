//! Streams of all kinds that are dropped wherever they wait, and streams that are open when the client closes.

use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use clientwright_runtime::testing::{Answer, VirtualClock};
use clientwright_runtime::{Clock, Error, ErrorKind};
use futures_util::future::{BoxFuture, join, poll_fn, select};
use futures_util::{FutureExt, Stream, StreamExt};

use crate::api::answered;
use crate::client::{Client, Problem};

/// What a stream gives, as text.
type Items = Pin<Box<dyn Stream<Item = Result<String, ErrorKind>> + Send>>;

type Opens = fn(&Client) -> BoxFuture<'static, Result<Items, Error<Problem>>>;

/// A kind of stream: its name, its media type, its body and how that is opened.
struct Kind(&'static str, &'static str, &'static str, Opens);

/// One way to open each kind. Each body has the items 1 and 2.
const KINDS: [Kind; 6] = [
    Kind("lines", "application/x-ndjson", "{\"id\":1}\n{\"id\":2}\n", |client| {
        opened(client.export().into_future(), |item| item.id.to_string())
    }),
    Kind("sequence", "application/json-seq", "\u{1e}{\"id\":1}\n\u{1e}{\"id\":2}\n", |client| {
        opened(client.follow().into_future(), |item| item.id.to_string())
    }),
    Kind("elements", "application/json", "[{\"id\":1},{\"id\":2}]", |client| {
        opened(client.list().elements(), |item| item.id.to_string())
    }),
    Kind("parts", "multipart/mixed; boundary=b", "--b\r\n\r\n{\"id\":1}\r\n--b\r\n\r\n{\"id\":2}\r\n--b--", |client| {
        opened(client.mixed().into_future(), |part| part.body.id.to_string())
    }),
    Kind("files", "multipart/mixed; boundary=b", "--b\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b--", |client| {
        opened(client.files().into_future(), |part| String::from_utf8_lossy(&part.body).into_owned())
    }),
    Kind("bytes", "text/plain", "12", |client| {
        opened(client.download().into_future(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
    }),
];

fn opened<S, T>(
    opening: impl Future<Output = Result<S, Error<Problem>>> + Send + 'static,
    show: fn(T) -> String,
) -> BoxFuture<'static, Result<Items, Error<Problem>>>
where
    S: Stream<Item = Result<T, Error<Problem>>> + Send + 'static,
    T: 'static,
{
    async move {
        let shown = opening.await?.map(move |item| item.map(show).map_err(|error| error.kind()));
        Ok(Box::pin(shown) as Items)
    }
    .boxed()
}

/// A body that comes byte by byte, 1 ms between two, behind a head that takes 1 ms.
fn slowly(Kind(_, media_type, body, _): &Kind) -> Answer {
    let answer = Answer::status(200).header("content-type", media_type).delay(Duration::from_millis(1));
    body.chars().fold(answer, |answer, byte| answer.body_after(Duration::from_millis(1), byte.to_string()))
}

/// Polls `future` up to `times` times, each when it is woken, and drops it.
async fn polled<T>(times: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(|cx| {
        left = left.saturating_sub(1);
        match future.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[test]
fn a_read_that_is_dropped_wherever_it_waits_loses_nothing() {
    for kind in &KINDS {
        for times in 1..20 {
            let (clock, _, client) = answered(slowly(kind));
            let got: String = clock.run(async {
                let mut stream = (kind.3)(&client).await.unwrap();
                let mut got = Vec::new();
                loop {
                    match polled(times, stream.next()).await {
                        Some(Some(item)) => got.push(item.unwrap()),
                        Some(None) => return got.concat(),
                        None => clock.sleep(Duration::from_micros(100)).await,
                    }
                }
            });
            assert_eq!(got, "12", "{}, after {times} polls", kind.0);
        }
    }
}

/// Closes the client, which nothing holds up.
async fn assert_free(clock: &VirtualClock, client: &Client, what: &str) {
    let before = clock.passed();
    client.inner.close().await;
    assert_eq!(clock.passed(), before, "{what}");
}

#[test]
fn a_stream_that_is_dropped_wherever_it_waits_leaves_nothing_behind() {
    for kind in &KINDS {
        for millis in 0..60 {
            let (clock, _, client) = answered(slowly(kind));
            clock.run(async {
                let reads = async {
                    let mut stream = (kind.3)(&client).await.unwrap();
                    while stream.next().await.is_some() {}
                };
                select(Box::pin(reads), clock.sleep(Duration::from_millis(millis))).await;
                assert_free(&clock, &client, kind.0).await;
            });
        }
    }
}

#[test]
fn a_client_that_closes_waits_for_each_kind_of_stream_that_is_read() {
    for kind in &KINDS {
        let (clock, _, client) = answered(slowly(kind));
        clock.run(async {
            let mut stream = (kind.3)(&client).await.unwrap();
            let reads = async {
                let mut got = Vec::new();
                while let Some(item) = stream.next().await {
                    got.push(item.unwrap());
                }
                got.concat()
            };
            let (got, ()) = join(reads, client.inner.close()).await;
            assert_eq!(got, "12", "{}", kind.0);
        });
        assert!(clock.passed() < Duration::from_secs(5));
    }
}

#[test]
fn a_client_that_closes_cuts_off_each_kind_of_stream_at_the_limit() {
    for kind in &KINDS {
        for is_read in [true, false] {
            let (clock, _, client) = answered(slowly(kind).then_silence());
            clock.run(async {
                let mut stream = (kind.3)(&client).await.unwrap();
                assert!(stream.next().await.unwrap().is_ok());
                let before = clock.passed();
                let mut rest: Vec<_> = match is_read {
                    true => join(stream.by_ref().collect(), client.inner.close()).await.0,
                    false => {
                        client.inner.close().await;
                        Vec::new()
                    }
                };
                assert!(clock.passed() - before <= Duration::from_secs(5), "{}", kind.0);
                rest.extend(stream.by_ref().collect::<Vec<_>>().await);
                // What is complete without the end of the body has ended well.
                let is_complete = rest.iter().all(Result::is_ok) && matches!(kind.0, "elements" | "parts" | "files");
                assert!(is_complete || rest.last() == Some(&Err(ErrorKind::Closed)), "{}: {rest:?}", kind.0);
                assert!(stream.next().await.is_none());
            });
        }
    }
}
