//! JSON values that arrive one by one.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Error, ErrorKind, JsonStream, Phase, Timeouts};
use futures_util::{FutureExt, StreamExt, TryStreamExt};

use crate::api::{Item, answered, body};
use crate::client::Problem;

/// Everything that a stream gives: ids, or errors.
async fn all(mut stream: JsonStream<Item, Problem>) -> Vec<Result<i32, Error<Problem>>> {
    let mut found = Vec::new();
    while let Some(item) = stream.next().await {
        found.push(item.map(|item| item.id));
    }
    assert!(stream.next().await.is_none(), "nothing comes behind the end");
    found
}

fn ids(found: Vec<Result<i32, Error<Problem>>>) -> Vec<i32> {
    found.into_iter().map(Result::unwrap).collect()
}

#[test]
fn the_content_type_says_how_values_stand_in_the_body() {
    for (content_type, text) in [
        ("application/x-ndjson", "{\"id\":1}\n{\"id\":2}\r\n\n{\"id\":3}"),
        ("application/jsonl; charset=utf-8", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n"),
        ("application/json-seq", "\x1e{\"id\":1}\n\x1e{\"id\":2}\n\x1e{\"id\":3}\n"),
        ("application/geo+json-seq", "\x1e{\"id\":1}\n\x1e{\"id\":2}\n\x1e{\"id\":3}\n"),
        // Called JSON, and asked for as lines.
        ("application/json", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n"),
        ("", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n"),
    ] {
        let (left, right) = text.split_at(11);
        let (clock, server, client) = answered(body(content_type, &[left, right]));
        assert_eq!(clock.run(async { ids(all(client.export().await.unwrap()).await) }), [1, 2, 3], "{content_type}");
        assert_eq!(server.calls()[0].header("accept"), Some("application/x-ndjson"));
    }
    let (clock, _, client) = answered(body("application/json", &["\x1e{\"id\":1}\n"]));
    assert_eq!(clock.run(async { ids(all(client.follow().await.unwrap()).await) }), [1]);
}

#[test]
fn another_content_type_is_an_error_of_the_call() {
    let (clock, _, client) = answered(body("text/html", &["<html>"]));
    let error = clock.run(async { client.export().await.unwrap_err() });
    assert_eq!(error.kind(), ErrorKind::UnexpectedContentType);
    assert!(error.to_string().contains("expected application/x-ndjson, found text/html"), "{error}");
    assert_eq!(error.body().unwrap(), "<html>");
}

#[test]
fn a_documented_failure_is_an_error_of_the_call() {
    let (clock, _, client) = answered(Answer::json(403, r#"{"code":"no"}"#));
    let error = clock.run(async { client.export().await.unwrap_err() });
    assert_eq!(error.api().unwrap().code, "no");
}

#[test]
fn a_value_that_does_not_decode_tells_its_place_and_the_next_one_follows() {
    let text = "{\"id\":1}\n\n{\"id\":\"x\"}\n{\"id\":\n{\"id\":4}\n";
    let (clock, _, client) = answered(body("application/x-ndjson", &[text]));
    let found = clock.run(async { all(client.export().await.unwrap()).await });
    let [Ok(1), Err(kind), Err(cut), Ok(4)] = &found[..] else { panic!("{found:?}") };
    assert_eq!(kind.kind(), ErrorKind::Decode);
    let place = |error: &Error<Problem>| {
        let decode = error.decode_error().unwrap();
        (decode.path().to_owned(), decode.line(), decode.column())
    };
    assert_eq!(place(kind), ("/id".to_owned(), 3, 9));
    assert_eq!(kind.body().unwrap(), "{\"id\":\"x\"}");
    assert_eq!(kind.status().unwrap(), 200);
    assert_eq!(place(cut).1, 4);
    let text = kind.to_string();
    assert!(text.starts_with("export: GET /export: ") && text.contains("at /id (line 3, column 9)"), "{text}");
}

#[test]
fn a_secret_value_is_not_told_by_an_error() {
    let (clock, _, client) = answered(body("application/x-ndjson", &["{\"id\":1,\"secret\":[\"hunter2\"]}\n"]));
    let found = clock.run(async { all(client.export().await.unwrap()).await });
    let error = found[0].as_ref().unwrap_err();
    assert!(!format!("{error} {error:?} {:?}", error.snippet()).contains("hunter2"), "{error}");
}

#[test]
fn a_text_that_was_cut_off_is_an_error_and_the_next_one_follows() {
    let text = "\x1e{\"id\":1}\n\x1e{\"id\":\x1e12\x1e{\"id\":3}\n\x1e{\"id\":4}";
    let (clock, _, client) = answered(body("application/json-seq", &[text]));
    let found = clock.run(async { all(client.follow().await.unwrap()).await });
    let [Ok(1), Err(cut), Err(number), Ok(3), Ok(4)] = &found[..] else { panic!("{found:?}") };
    assert_eq!((cut.decode_error().unwrap().line(), cut.kind()), (2, ErrorKind::Decode));
    assert!(number.to_string().contains("may be cut off"), "{number}");
}

#[test]
fn a_list_is_read_element_by_element() {
    let text = "[ {\"id\":1},\n {\"id\":\"x\"} , {\"id\":3}]\n";
    let (clock, server, client) = answered(body("application/json", &[text]));
    let found = clock.run(async { all(client.list().elements().await.unwrap()).await });
    let [Ok(1), Err(error), Ok(3)] = &found[..] else { panic!("{found:?}") };
    let decode = error.decode_error().unwrap();
    assert_eq!((decode.path(), decode.line(), decode.column()), ("/1/id", 2, 10));
    assert_eq!(server.calls()[0].header("accept"), Some("application/json"));
    assert_eq!(server.calls()[0].url, "http://mock.localhost/list");
}

#[test]
fn a_list_of_lists_has_lists_for_elements() {
    let (clock, _, client) = answered(body("application/json", &["[[{\"id\":1},{\"id\":2}],[]]"]));
    let lists: Vec<Vec<Item>> =
        clock.run(async { client.nested().elements().await.unwrap().try_collect().await.unwrap() });
    assert_eq!(lists.iter().map(Vec::len).collect::<Vec<_>>(), [2, 0]);
}

#[test]
fn what_is_no_list_is_an_error_of_the_stream() {
    for (text, message) in [
        ("{\"items\":[]}", "expected a JSON array, found `{` (line 1, column 1)"),
        ("", "expected a JSON array, the body is empty"),
        ("[{\"id\":1}", "the body ended before the array did (line 1, column 10)"),
        ("[{\"id\":1}]\n[", "expected nothing behind the array, found `[` (line 2, column 1)"),
    ] {
        let (clock, _, client) = answered(body("application/json", &[text]));
        let found = clock.run(async { all(client.list().elements().await.unwrap()).await });
        let error = found.last().unwrap().as_ref().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn a_value_that_is_too_long_ends_the_stream() {
    let (clock, _, client) = answered(body("application/x-ndjson", &["{\"id\":1}\n{\"id\":1000}\n{\"id\":3}\n"]));
    let found = clock.run(async { all(client.export().await.unwrap().value_limit(8)).await });
    let [Ok(1), Err(error)] = &found[..] else { panic!("{found:?}") };
    assert!(error.to_string().contains("a value is longer than 8 bytes (line 2, column 1)"), "{error}");
}

#[test]
fn a_connection_that_breaks_ends_the_stream_behind_what_came() {
    let (clock, _, client) = answered(body("application/x-ndjson", &["{\"id\":1}\n{\"id\":2}"]).then_broken());
    let found = clock.run(async { all(client.export().await.unwrap()).await });
    let [Ok(1), Err(error)] = &found[..] else { panic!("{found:?}") };
    assert_eq!((error.kind(), error.operation_id()), (ErrorKind::Io, "export"));
}

#[test]
fn a_silent_peer_is_noticed() {
    let (clock, _, client) = answered(body("application/x-ndjson", &["{\"id\":1}\n"]).then_silence());
    let found = clock.run(async { all(client.export().await.unwrap()).await });
    let [Ok(1), Err(error)] = &found[..] else { panic!("{found:?}") };
    assert_eq!(error.kind(), ErrorKind::Timeout(Phase::Read));
    assert_eq!(error.limit(), Timeouts::new().read);
}

#[test]
fn a_value_is_given_as_soon_as_it_is_there() {
    let answer = body("application/x-ndjson", &["{\"id\":1}\n"]).body_after(Duration::from_secs(5), "{\"id\":2}\n");
    let (clock, _, client) = answered(answer);
    clock.run(async {
        let mut stream = client.export().await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap().id, 1);
        assert_eq!(clock.passed(), Duration::ZERO);
        assert_eq!(stream.next().await.unwrap().unwrap().id, 2);
        assert_eq!(clock.passed(), Duration::from_secs(5));
    });
}

#[test]
fn the_deadline_holds_for_the_stream_too() {
    let answer = body("application/x-ndjson", &["{\"id\":1}\n"]).body_after(Duration::from_secs(15), "{\"id\":2}\n");
    let (clock, _, client) = answered(answer);
    let found = clock.run(async { all(client.export().timeout(Duration::from_secs(7)).await.unwrap()).await });
    let [Ok(1), Err(error)] = &found[..] else { panic!("{found:?}") };
    assert_eq!(error.kind(), ErrorKind::Timeout(Phase::Operation));
}

#[test]
fn a_dropped_read_loses_nothing() {
    let answer = body("application/x-ndjson", &["{\"id\""]).body_after(Duration::from_secs(1), ":1}\n");
    let (clock, _, client) = answered(answer);
    clock.run(async {
        let mut stream = client.export().await.unwrap();
        assert!(stream.next().now_or_never().is_none());
        assert_eq!(stream.next().await.unwrap().unwrap().id, 1);
    });
}

#[test]
fn the_response_has_the_stream_in_it() {
    let (clock, _, client) = answered(body("application/x-ndjson", &["{\"id\":1}\n"]).header("x-request-id", "r1"));
    clock.run(async {
        let response = client.export().response().await.unwrap();
        assert_eq!((response.status().as_u16(), response.request_id()), (200, Some("r1")));
        let items: Vec<Item> = response.into_body().map(Result::unwrap).collect().await;
        assert_eq!(items.len(), 1);
    });
}

/// When the errors of values came that came after 1 s and 5 s, the last one behind the end of the body's last piece.
fn told(media_type: &str, pieces: [&'static str; 3]) -> Vec<u64> {
    let [first, second, last] = pieces;
    let answer = body(media_type, &[first]);
    let answer = answer.body_after(Duration::from_secs(1), second).body_after(Duration::from_secs(4), last);
    let (clock, _, client) = answered(answer);
    let found = clock.run(async {
        match media_type {
            "application/json" => all(client.list().elements().await.unwrap()).await,
            "application/json-seq" => all(client.follow().await.unwrap()).await,
            _ => all(client.export().await.unwrap()).await,
        }
    });
    found.iter().filter_map(|item| Some(item.as_ref().err()?.elapsed().as_secs())).collect()
}

#[test]
fn an_error_tells_when_it_came() {
    assert_eq!(told("application/x-ndjson", ["{\"id\":1}\n", "{}\n", "{}"]), [1, 5]);
    assert_eq!(told("application/x-ndjson", ["{\"id\":1}\n", "{}\n", "{}\n"]), [1, 5]);
    assert_eq!(told("application/json-seq", ["\u{1e}{\"id\":1}\n", "\u{1e}{}\n\u{1e}", "{}"]), [1, 5]);
    assert_eq!(
        told("application/json-seq", ["\u{1e}1\n", "\u{1e}{}\n\u{1e}", "12"]),
        [1, 1, 5],
        "the next one ends a text"
    );
    assert_eq!(told("application/json", ["[{\"id\":1},", "{},", "{}]"]), [1, 5]);
    assert_eq!(told("application/json", ["[{\"id\":1},", "{}", "]]"]), [1, 5]);
    assert_eq!(told("application/json", ["[{\"id\":1}", ",{}", ",{}"]), [1, 5, 5], "the last one is the end");
}
