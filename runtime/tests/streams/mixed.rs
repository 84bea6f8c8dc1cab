//! Parts that are sent one behind the other.

use std::io;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Bytes, ErrorKind, MixedParts, RetryPolicy};
use futures_util::stream;

use crate::api::{Item, answered};

enum Either {
    Json(Vec<Item>),
    MultipartMixed(MixedParts<Item>),
}

rt::payload! { Either {
    "application/json" => Json(json) from Vec<Item>;
    "multipart/mixed" => MultipartMixed(mixed) from MixedParts<Item>;
} }

fn items() -> impl Iterator<Item = Item> + Clone {
    (1..=3).map(Item::new)
}

fn ok() -> Answer {
    Answer::json(200, "{\"id\":0}")
}

/// What a content type says the boundary is, as RFC 2045 section 5.1 writes it of our characters.
fn boundary(content_type: &str) -> &str {
    content_type.strip_prefix("multipart/mixed; boundary=").expect("a boundary")
}

fn parts(boundary: &str, media_type: &str, contents: &[&str]) -> String {
    let part = |content: &&str| format!("--{boundary}\r\nContent-Type: {media_type}\r\n\r\n{content}\r\n");
    format!("{}--{boundary}--\r\n", contents.iter().map(part).collect::<String>())
}

#[test]
fn each_value_is_a_part_of_json() {
    let (clock, server, client) = answered(ok());
    clock.run(async {
        client.import().mixed(items().collect::<Vec<_>>()).await.unwrap();
        client.import().mixed(MixedParts::iter(items())).await.unwrap();
        client.import().mixed(MixedParts::stream(stream::iter(items()))).await.unwrap();
    });
    let calls = server.calls();
    assert_eq!(calls.len(), 3);
    for call in calls {
        let boundary = boundary(call.header("content-type").unwrap());
        assert!((1..=70).contains(&boundary.len()), "RFC 2046 section 5.1.1");
        let expected = parts(boundary, "application/json", &["{\"id\":1}", "{\"id\":2}", "{\"id\":3}"]);
        assert_eq!(call.text(), expected);
    }
}

#[test]
fn bytes_are_parts_as_they_are() {
    let (clock, server, client) = answered(ok());
    let contents = ["", "--", "\r\n--b\r\n"];
    clock.run(async { client.import().mixed(contents.map(Bytes::from).to_vec()).await.unwrap() });
    let call = &server.calls()[0];
    let boundary = boundary(call.header("content-type").unwrap());
    assert_eq!(call.text(), parts(boundary, "application/octet-stream", &contents));
}

#[test]
fn no_values_are_the_closing_boundary_alone() {
    let (clock, server, client) = answered(ok());
    clock.run(async {
        client.import().mixed(Vec::<Item>::new()).await.unwrap();
        client.import().mixed(MixedParts::stream(stream::iter(Vec::<Item>::new()))).await.unwrap();
    });
    for call in server.calls() {
        assert_eq!(call.text(), format!("--{}--\r\n", boundary(call.header("content-type").unwrap())));
    }
}

#[test]
fn lists_and_iterators_are_sent_again_under_their_boundary_and_streams_are_not() {
    let retried = |mixed: MixedParts<Item>| {
        let (clock, server, client) = answered(Answer::status(503).header("retry-after", "1"));
        let error = clock.run(async { client.import().mixed(mixed).retry(RetryPolicy::standard()).await.unwrap_err() });
        for call in server.calls() {
            let boundary = boundary(call.header("content-type").unwrap());
            assert!(call.text().ends_with(&format!("{{\"id\":3}}\r\n--{boundary}--\r\n")));
        }
        (error.attempts().len(), error.gave_up().is_some())
    };
    assert_eq!(retried(items().collect::<Vec<_>>().into()).0, 3);
    assert_eq!(retried(MixedParts::iter(items())).0, 3);
    assert_eq!(retried(MixedParts::stream(stream::iter(items()))), (1, true));
}

#[test]
fn a_list_of_parts_has_a_length_and_the_others_have_none() {
    let (_, _, client) = answered(ok());
    let length = |mixed: MixedParts<Item>| client.import().mixed(mixed).request().unwrap().body().len();
    assert!(length(items().collect::<Vec<_>>().into()).is_some());
    assert_eq!(length(MixedParts::iter(items())), None);
    assert_eq!(length(MixedParts::stream(stream::iter(items()))), None);
}

#[test]
fn a_part_that_cannot_be_written_fails_the_call() {
    let (clock, _, client) = answered(ok());
    clock.run(async {
        let list = client.import().mixed(vec![1.0, f64::NAN]).await.unwrap_err();
        assert_eq!(list.kind(), ErrorKind::Encode);
        let iter = client.import().mixed(MixedParts::iter([1.0, f64::NAN])).await.unwrap_err();
        assert_eq!(iter.kind(), ErrorKind::Request);
        assert!(iter.to_string().contains("value 2: "), "{iter}");
        let values = stream::iter([Ok(1), Err(io::Error::other("no more"))]);
        let failed = client.import().mixed(MixedParts::try_stream(values)).await.unwrap_err();
        assert!(failed.to_string().contains("no more"), "{failed}");
    });
}

#[test]
fn a_header_cannot_take_the_place_of_the_boundary() {
    let (clock, _, client) = answered(ok());
    let call = client.import().mixed(vec![Item::new(1)]).header("content-type", "multipart/mixed");
    let error = clock.run(async { call.await.unwrap_err() });
    assert!(error.to_string().contains("boundary"), "{error}");
}

#[test]
fn parts_may_be_one_of_several_forms() {
    let (_, _, client) = answered(ok());
    let content_type = |body: Either| {
        let request = client.import().payload(body).request().unwrap();
        request.headers()["content-type"].to_str().unwrap().to_owned()
    };
    assert_eq!(content_type(items().collect::<Vec<_>>().into()), "application/json");
    assert!(!boundary(&content_type(MixedParts::iter(items()).into())).is_empty());
}
