//! Bodies of many values, and word of how far a body has got.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Body, Bytes, ErrorKind, JsonLines, JsonSequence, Part, RetryPolicy};
use futures_util::{StreamExt, stream};

use crate::api::{Item, answered};
use crate::bytes::Told;

fn items() -> impl Iterator<Item = Item> + Clone {
    (1..=3).map(Item::new)
}

const LINES: &str = "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n";

fn ok() -> Answer {
    Answer::json(200, "{\"id\":0}")
}

#[test]
fn lines_are_sent_under_the_operations_own_media_type() {
    let (clock, server, client) = answered(ok());
    clock.run(async {
        client.import().lines(items().collect::<Vec<_>>()).await.unwrap();
        client.import().lines(JsonLines::iter(items())).await.unwrap();
        client.import().lines(JsonLines::stream(stream::iter(items()))).await.unwrap();
        client.upload_lines(JsonLines::iter(items())).await.unwrap();
    });
    for (call, content_type) in
        server.calls().iter().zip(["application/x-ndjson"; 3].into_iter().chain(["application/jsonl"]))
    {
        assert_eq!((call.text().as_str(), call.header("content-type")), (LINES, Some(content_type)));
    }
}

#[test]
fn a_sequence_has_a_separator_in_front_of_each_text() {
    let (clock, server, client) = answered(ok());
    clock.run(async {
        client.import().sequence(items().collect::<Vec<_>>()).await.unwrap();
        client.import().sequence(JsonSequence::iter(items())).await.unwrap();
        client.import().sequence(JsonSequence::stream(stream::iter(items()))).await.unwrap();
    });
    for call in server.calls() {
        assert_eq!(call.text(), "\x1e{\"id\":1}\n\x1e{\"id\":2}\n\x1e{\"id\":3}\n");
        assert_eq!(call.header("content-type"), Some("application/json-seq"));
    }
}

#[test]
fn no_values_are_an_empty_body_of_its_type() {
    let (clock, server, client) = answered(ok());
    clock.run(async { client.import().lines(Vec::<Item>::new()).await.unwrap() });
    assert_eq!(
        (server.calls()[0].text().as_str(), server.calls()[0].header("content-type")),
        ("", Some("application/x-ndjson"))
    );
}

#[test]
fn a_line_feed_in_a_value_ends_no_line() {
    let (clock, server, client) = answered(ok());
    clock.run(async { client.import().lines(vec!["a\nb\r\u{2028}\x1e".to_owned()]).await.unwrap() });
    assert_eq!(server.calls()[0].text(), "\"a\\nb\\r\u{2028}\\u001e\"\n");
}

#[test]
fn lists_and_iterators_are_sent_again_and_streams_are_not() {
    let retried = |lines: JsonLines<Item>| {
        let (clock, server, client) = answered(Answer::status(503).header("retry-after", "1"));
        let error = clock.run(async { client.import().lines(lines).retry(RetryPolicy::standard()).await.unwrap_err() });
        assert!(server.calls().iter().all(|call| call.text() == LINES));
        (error.attempts().len(), error.gave_up().is_some())
    };
    assert_eq!(retried(items().collect::<Vec<_>>().into()).0, 3);
    assert_eq!(retried(JsonLines::iter(items())).0, 3);
    assert_eq!(retried(JsonLines::stream(stream::iter(items()))), (1, true));
}

#[test]
fn a_list_has_a_length_and_the_others_have_none() {
    let (_, _, client) = answered(ok());
    let length = |lines: JsonLines<Item>| client.import().lines(lines).request().unwrap().body().len();
    assert_eq!(length(items().collect::<Vec<_>>().into()), Some(LINES.len() as u64));
    assert_eq!(length(JsonLines::iter(items())), None);
    assert_eq!(length(JsonLines::stream(stream::iter(items()))), None);
}

#[test]
fn a_value_that_cannot_be_written_fails_the_call() {
    let (clock, _, client) = answered(ok());
    clock.run(async {
        let list = client.import().lines(vec![1.0, f64::NAN]).await.unwrap_err();
        assert_eq!(list.kind(), ErrorKind::Encode);
        let iter = client.import().lines(JsonLines::iter([1.0, f64::NAN])).await.unwrap_err();
        assert_eq!(iter.kind(), ErrorKind::Request);
        assert!(iter.to_string().contains("value 2: "), "{iter}");
        let values = stream::iter([Ok(1), Err(io::Error::other("no more"))]);
        let failed = client.import().lines(JsonLines::try_stream(values)).await.unwrap_err();
        assert!(failed.to_string().contains("no more"), "{failed}");
    });
}

#[test]
fn values_are_sent_as_soon_as_they_are_there_and_together_where_many_are() {
    let (clock, _, client) = answered(ok());
    let later = clock.clone();
    let slow = stream::iter(1..=2).then(move |id| {
        let sleep = clientwright_runtime::Clock::sleep(&later, Duration::from_secs(1));
        async move {
            sleep.await;
            Item::new(id)
        }
    });
    let request = client.import().lines(JsonLines::stream(slow)).request().unwrap();
    clock.run(async {
        let mut pieces = request.into_body().into_stream();
        assert_eq!(pieces.next().await.unwrap().unwrap(), "{\"id\":1}\n");
        assert_eq!(clock.passed(), Duration::from_secs(1));
        assert_eq!(pieces.next().await.unwrap().unwrap(), "{\"id\":2}\n");
        assert!(pieces.next().await.is_none());
    });
    let request = client.import().lines(JsonLines::iter((0..10_000).map(Item::new))).request().unwrap();
    let pieces: Vec<Bytes> = clock.run(request.into_body().into_stream().map(Result::unwrap).collect());
    assert!(pieces.iter().all(|piece| piece.len() <= 17 * 1024) && pieces.len() < 12);
}

#[test]
fn the_progress_of_an_upload_is_told() {
    let (clock, server, client) = answered(ok());
    let told = Told::default();
    clock.run(async {
        client.upload().body(Body::from(vec![b'x'; 150_000]).progress(told.callback())).await.unwrap();
    });
    let total = Some(150_000);
    assert_eq!(told.list(), [(65_536, total), (131_072, total), (150_000, total)]);
    assert_eq!(server.calls()[0].body.len(), 150_000);
}

#[test]
fn the_progress_of_a_stream_is_told_by_the_clients_clock() {
    let (clock, _, client) = answered(ok());
    let (told, later) = (Told::default(), clock.clone());
    let slow = stream::iter(0..4).then(move |_| {
        let sleep = clientwright_runtime::Clock::sleep(&later, Duration::from_millis(50));
        async move {
            sleep.await;
            Ok::<_, Infallible>("x")
        }
    });
    clock.run(async { client.upload().body(Body::stream(slow).progress(told.callback())).await.unwrap() });
    assert_eq!(told.list(), [(1, None), (3, None), (4, None)]);
}

#[test]
fn an_attempt_that_follows_another_one_begins_at_zero() {
    let (clock, _, client) = answered(Answer::status(503).header("retry-after", "1"));
    let told = Told::default();
    clock.run(async {
        let body = Body::from("four").progress(told.callback());
        client.upload().body(body).retry(RetryPolicy::standard()).await.unwrap_err();
    });
    assert_eq!(told.list(), [(4, Some(4)); 3]);
}

#[test]
fn the_progress_of_one_file_among_parts_is_told() {
    let (clock, server, client) = answered(ok());
    let told = Told::default();
    clock.run(async {
        let file = Part::body(Body::from("content").progress(told.callback()));
        client.upload().file(file).await.unwrap();
    });
    assert_eq!(told.list(), [(7, Some(7))]);
    assert!(server.calls()[0].text().contains("\r\n\r\ncontent\r\n"));
}

#[test]
fn the_progress_of_an_empty_body_is_told_once_for_each_attempt() {
    let (clock, _, client) = answered(Answer::status(503).header("retry-after", "1"));
    let told = Told::default();
    clock.run(async {
        let body = Body::from("").progress(told.callback());
        client.upload().body(body).retry(RetryPolicy::standard()).await.unwrap_err();
    });
    assert_eq!(told.list(), [(0, Some(0)); 3]);
}
