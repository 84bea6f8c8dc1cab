//! Parts that arrive one by one.

use std::time::Duration;

use clientwright_runtime::ErrorKind;

use crate::api::{answered, body};

const TYPE: &str = "multipart/mixed; boundary=\"B b\"";

#[test]
fn a_part_is_read_as_what_it_is() {
    let text =
        "--B b\r\ncontent-type: application/json\r\nx-n: 1\r\n\r\n{\"id\":1}\r\n--B b\r\n\r\n{\"id\":2}\r\n--B b--\r\n";
    let (left, right) = text.split_at(70);
    let (clock, server, client) = answered(body(TYPE, &[left, right]));
    clock.run(async {
        let mut parts = client.mixed().await.unwrap();
        let first = parts.next().await.unwrap().unwrap();
        assert_eq!((first.body.id, &first.headers["x-n"]), (1, &"1".parse().unwrap()));
        assert_eq!(parts.next().await.unwrap().unwrap().body.id, 2);
        assert!(parts.next().await.is_none());
        assert!(parts.next().await.is_none());
        let mut files = client.files().await.unwrap();
        assert_eq!(files.next().await.unwrap().unwrap().body, "{\"id\":1}");
    });
    assert_eq!(server.calls()[0].header("accept"), Some("multipart/mixed"));
}

#[test]
fn a_text_is_the_value_itself_or_json() {
    let text = "--B b\n\nhello\n--B b\ncontent-type: text/plain\n\n\"hello\"\n--B b\ncontent-type: application/json\n\n\"hello\"\n--B b--";
    let (clock, _, client) = answered(body(TYPE, &[text]));
    clock.run(async {
        let mut parts = client.texts().await.unwrap();
        for _ in 0..3 {
            assert_eq!(parts.next().await.unwrap().unwrap().body, "hello");
        }
    });
}

#[test]
fn a_part_that_does_not_decode_is_an_error_and_the_next_one_follows() {
    let text =
        "--B b\ncontent-type: image/png\n\nx\n--B b\ncontent-type: application/json\n\n{\n--B b\n\n{\"id\":3}\n--B b--";
    let (clock, _, client) = answered(body(TYPE, &[text]));
    clock.run(async {
        let mut parts = client.mixed().await.unwrap();
        let image = parts.next().await.unwrap().unwrap_err();
        assert_eq!((image.kind(), image.content_type()), (ErrorKind::UnexpectedContentType, Some("image/png")));
        let cut = parts.next().await.unwrap().unwrap_err();
        assert_eq!((cut.kind(), cut.body().unwrap()), (ErrorKind::Decode, &"{".into()));
        assert_eq!(parts.next().await.unwrap().unwrap().body.id, 3);
        assert!(parts.next().await.is_none());
    });
}

#[test]
fn a_body_that_is_no_multipart_is_an_error_of_the_call() {
    for (content_type, kind, message) in [
        ("application/json", ErrorKind::UnexpectedContentType, "expected multipart/mixed, found application/json"),
        ("multipart/mixed", ErrorKind::Decode, "the content type names no boundary"),
        ("", ErrorKind::UnexpectedContentType, "found no content type"),
    ] {
        let (clock, _, client) = answered(body(content_type, &["{}"]));
        let error = clock.run(async { client.mixed().await.unwrap_err() });
        assert_eq!(error.kind(), kind);
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn a_body_that_ends_too_early_is_an_error_behind_what_came() {
    let (clock, _, client) = answered(body(TYPE, &["--B b\n\n{\"id\":1}\n--B b\n\n{\"id\":2}"]));
    clock.run(async {
        let mut parts = client.mixed().await.unwrap();
        assert_eq!(parts.next().await.unwrap().unwrap().body.id, 1);
        let error = parts.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains("the body ended before its last part did"), "{error}");
        assert!(parts.next().await.is_none());
    });
}

#[test]
fn a_connection_that_breaks_behind_the_last_part_breaks_nothing() {
    let (clock, _, client) = answered(body(TYPE, &["--B b\n\n{\"id\":1}\n--B b--"]).then_broken());
    clock.run(async {
        let mut parts = client.mixed().await.unwrap();
        assert_eq!(parts.next().await.unwrap().unwrap().body.id, 1);
        assert!(parts.next().await.is_none());
    });
    let (clock, _, client) = answered(body(TYPE, &["--B b\n\n{\"id\":1}\n--B b\n"]).then_broken());
    clock.run(async {
        let mut parts = client.mixed().await.unwrap();
        assert_eq!(parts.next().await.unwrap().unwrap().body.id, 1);
        assert_eq!(parts.next().await.unwrap().unwrap_err().kind(), ErrorKind::Io);
        assert!(parts.next().await.is_none());
    });
}

#[test]
fn a_part_that_is_too_long_ends_the_stream() {
    let (clock, _, client) = answered(body(TYPE, &["--B b\n\n{\"id\":1}\n--B b\n\n{\"id\":1000}\n--B b--"]));
    clock.run(async {
        let mut parts = client.mixed().await.unwrap().part_limit(8);
        assert_eq!(parts.next().await.unwrap().unwrap().body.id, 1);
        let error = parts.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains("a part is longer than 8 bytes"), "{error}");
        assert!(parts.next().await.is_none());
    });
}

#[test]
fn an_error_tells_when_it_came() {
    let head = "--b\r\ncontent-type: application/json\r\n\r\n";
    for (end, kind) in
        [("{}\r\n--b--", ErrorKind::Decode), ("{}\r\n--b--\r\nmore", ErrorKind::Decode), ("{", ErrorKind::Decode)]
    {
        let answer = body("multipart/mixed; boundary=b", &[head]);
        let answer = answer.body_after(Duration::from_secs(1), format!("{{}}\r\n{head}"));
        let (clock, _, client) = answered(answer.body_after(Duration::from_secs(4), end));
        let (first, last) = clock.run(async {
            let mut parts = client.mixed().await.unwrap();
            (parts.next().await.unwrap().unwrap_err(), parts.next().await.unwrap().unwrap_err())
        });
        assert_eq!((first.elapsed(), first.kind()), (Duration::from_secs(1), ErrorKind::Decode), "{end}");
        assert_eq!((last.elapsed(), last.kind()), (Duration::from_secs(5), kind), "{end}");
    }
}
