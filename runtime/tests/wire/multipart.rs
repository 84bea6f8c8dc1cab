//! Multipart bodies, as an independent parser reads them.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use clientwright_runtime::{FileOr, private as rt};
use futures_util::{TryStreamExt, stream};
use proptest::prelude::*;
use rt::{Body, Call, Part, PartSpec, Spec};
use serde_json::{Value, json};

use crate::support;

static UPLOAD: Spec = Spec {
    parts: &[
        PartSpec::new("avatar", &["image/jpeg", "image/png"]),
        PartSpec::new("photo", &["image/*"]),
        PartSpec::new("report", &["application/pdf"]),
        PartSpec::new("history", &["application/json"]),
        PartSpec::new("quoted", &["application/json"]),
        PartSpec::new("note", &["text/markdown"]),
    ],
    body: "multipart/form-data",
    ..Spec::post("upload", "/upload")
};

#[derive(Debug, PartialEq)]
struct Field {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    body: Bytes,
}

fn field(name: &str, file_name: Option<&str>, content_type: &str, body: impl Into<Bytes>) -> Field {
    Field {
        name: name.to_owned(),
        file_name: file_name.map(str::to_owned),
        content_type: Some(content_type.to_owned()),
        body: body.into(),
    }
}

async fn bytes(body: Body) -> Result<Bytes, String> {
    let chunks: Vec<Bytes> = body.into_stream().try_collect().await.map_err(|error| error.to_string())?;
    Ok(chunks.concat().into())
}

/// Parses the request's body, having checked that it is as long as it says.
async fn parsed(call: Call) -> Vec<Field> {
    let request = call.request().expect("the parts can be written");
    let content_type = request.headers()["content-type"].to_str().unwrap().to_owned();
    let boundary = multer::parse_boundary(&content_type).expect("the content type carries the boundary");
    let length = request.body().len();
    let whole = bytes(request.into_body()).await.expect("the body streams");
    assert!(length.is_none_or(|length| length == whole.len() as u64));
    let mut parser = multer::Multipart::new(stream::iter([Ok::<_, std::io::Error>(whole)]), boundary);
    let mut fields = Vec::new();
    while let Some(found) = parser.next_field().await.expect("the body is well formed") {
        fields.push(Field {
            name: found.name().unwrap_or_default().to_owned(),
            file_name: found.file_name().map(str::to_owned),
            content_type: found.content_type().map(ToString::to_string),
            body: found.bytes().await.expect("the part is whole"),
        });
    }
    fields
}

fn failure(call: Call) -> String {
    call.request().expect_err("the parts must be refused").to_string()
}

#[tokio::test]
async fn values_are_written_by_their_kind() {
    let call = support::call(&UPLOAD)
        .part("id", &json!(7))
        .part("text", &json!("grün"))
        .part("labels", &json!(["a", null, "b"]))
        .part("address", &json!({"city": "X"}))
        .part("absent", &Value::Null)
        .part("none", &json!([]));
    let expected = [
        field("id", None, "text/plain", "7"),
        field("text", None, "text/plain; charset=utf-8", "grün"),
        field("labels", None, "text/plain", "a"),
        field("labels", None, "text/plain", "b"),
        field("address", None, "application/json", r#"{"city":"X"}"#),
    ];
    assert_eq!(parsed(call).await, expected);
}

#[tokio::test]
async fn declared_content_types_hold_for_values() {
    let call = support::call(&UPLOAD)
        .part("history", &json!([{"city": "Y"}, {"city": "Z"}]))
        .part("quoted", &json!("text"))
        .part("note", &json!("# hi"));
    let expected = [
        field("history", None, "application/json", r#"[{"city":"Y"},{"city":"Z"}]"#),
        field("quoted", None, "application/json", r#""text""#),
        field("note", None, "text/markdown", "# hi"),
    ];
    assert_eq!(parsed(call).await, expected);
    let refused = failure(support::call(&UPLOAD).part("note", &json!({"a": 1})));
    assert_eq!(refused, "part `note`: an object or array cannot be written as text/markdown");
}

#[tokio::test]
async fn files_have_names_types_and_headers() {
    let call = support::call(&UPLOAD)
        .file("avatar", Part::bytes("png").file_name("me.png").content_type("image/png").header("X-Tag", "1"))
        .file("report", Part::bytes(vec![0, 159, 146, 150]))
        .files("other", vec![Part::text("a"), Part::bytes("b").file_name("b.bin")]);
    let text = String::from_utf8_lossy(&bytes(call.request().unwrap().into_body()).await.unwrap()).into_owned();
    assert!(text.contains("Content-Type: image/png\r\nx-tag: 1\r\n\r\npng\r\n"), "{text}");
    let expected = [
        field("avatar", Some("me.png"), "image/png", "png"),
        field("report", Some("report"), "application/pdf", vec![0, 159, 146, 150]),
        field("other", Some("other"), "text/plain", "a"),
        field("other", Some("b.bin"), "application/octet-stream", "b"),
    ];
    assert_eq!(parsed(call).await, expected);
}

#[tokio::test]
async fn what_may_be_a_file_or_a_value_is_written_as_what_it_is() {
    let call = support::call(&UPLOAD)
        .file_or("mask", FileOr::<Value>::from(Part::bytes("png").file_name("m.png")))
        .file_or("frame", FileOr::<String>::from("https://x.example/a.png"))
        .file_or("place", FileOr::from(json!({"id": 7})))
        .files_or("pages", vec![FileOr::from(Part::bytes("a")), FileOr::from("b".to_owned())])
        .files_or("none", Vec::<FileOr<String>>::new());
    let expected = [
        field("mask", Some("m.png"), "application/octet-stream", "png"),
        field("frame", None, "text/plain", "https://x.example/a.png"),
        field("place", None, "application/json", r#"{"id":7}"#),
        field("pages", Some("pages"), "application/octet-stream", "a"),
        field("pages", None, "text/plain", "b"),
    ];
    assert_eq!(parsed(call).await, expected);
}

#[test]
fn content_types_that_are_not_allowed_are_refused() {
    let call = |name, part| failure(support::call(&UPLOAD).file(name, part));
    let refused = call("avatar", Part::bytes("x").content_type("image/gif"));
    assert_eq!(refused, "part `avatar`: the content type is image/gif; allowed: image/jpeg, image/png");
    let unnamed = call("avatar", Part::bytes("x"));
    assert_eq!(unnamed, "part `avatar`: the content type must be given; allowed: image/jpeg, image/png");
    assert!(call("photo", Part::bytes("x")).ends_with("allowed: image/*"));
    assert!(call("report", Part::bytes("x").content_type("text/plain")).ends_with("allowed: application/pdf"));
    assert!(call("free", Part::bytes("x").content_type("a/b\r\nX: y")).contains("control characters"));
    assert!(call("free", Part::bytes("x").header("a b", "c")).contains("malformed"));
    assert!(call("free", Part::bytes("x").header("a", "c\nd")).contains("control characters"));
}

#[tokio::test]
async fn hostile_names_stay_in_their_quotes() {
    let call = support::call(&UPLOAD)
        .file("a\"; filename=\"x", Part::bytes("1").file_name("..\\\"; name=\"y\r\nX-Evil: 1\r\n\r\n../../ü😀.png"));
    let text = String::from_utf8(bytes(call.request().unwrap().into_body()).await.unwrap().to_vec()).unwrap();
    let disposition = text.lines().nth(1).unwrap();
    assert_eq!(
        disposition,
        "Content-Disposition: form-data; name=\"a%22; filename=%22x\"; \
         filename=\"..\\%22; name=%22y%0D%0AX-Evil: 1%0D%0A%0D%0A../../ü😀.png\""
    );
    assert_eq!(text.matches("\r\n\r\n").count(), 1);
}

#[tokio::test]
async fn nothing_set_is_no_body() {
    let request = support::call(&UPLOAD).part("absent", &Value::Null).request().unwrap();
    assert!(request.body().is_empty());
    assert!(!request.headers().contains_key("content-type"));
}

#[tokio::test]
async fn a_part_that_is_set_again_is_replaced() {
    let call = support::call(&UPLOAD).part("id", &json!(1)).part("b", &json!(2)).part("id", &json!(3));
    assert_eq!(parsed(call).await, [field("id", None, "text/plain", "3"), field("b", None, "text/plain", "2")]);
}

#[tokio::test]
async fn large_bodies_are_not_copied_and_keep_their_length() {
    let large = Bytes::from(vec![7_u8; 300_000]);
    let call = support::call(&UPLOAD).file("a", Part::bytes(large.clone())).file("b", Part::bytes(large.clone()));
    let request = call.request().unwrap();
    assert!(request.body().as_bytes().is_none());
    assert!(request.body().len().unwrap() > 600_000);
    assert!(request.body().replayable());
    let (first, second) = (bytes(request.body().clone()).await.unwrap(), bytes(request.body().clone()).await.unwrap());
    assert_eq!(first, second, "the same bytes, boundary included, for every attempt");
    assert_eq!(parsed(call).await.len(), 2);
}

#[tokio::test]
async fn a_stream_makes_the_length_unknown_and_is_sent_once() {
    let chunks = stream::iter([Ok::<_, std::io::Error>("ab"), Ok("cd")]);
    let call = support::call(&UPLOAD).part("id", &json!(1)).file("s", Part::stream(chunks).file_name("s.bin"));
    let request = call.request().unwrap();
    assert_eq!(request.body().len(), None);
    assert!(request.body().replayable(), "not polled yet");
    assert_eq!(parsed(call).await[1], field("s", Some("s.bin"), "application/octet-stream", "abcd"));
    assert!(!request.body().replayable());
    assert!(bytes(request.into_body()).await.unwrap_err().contains("sent before"));
}

#[tokio::test]
async fn files_are_read_anew_for_each_attempt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mé.png");
    let content = vec![42_u8; 200_000];
    std::fs::write(&path, &content).unwrap();

    let call = support::call(&UPLOAD).file("avatar", Part::path(&path).await.unwrap());
    let request = call.request().unwrap();
    assert!(request.body().replayable());
    assert!(request.body().len().unwrap() > 200_000);
    let first = bytes(request.body().clone()).await.unwrap();
    assert_eq!(first, bytes(request.body().clone()).await.unwrap());
    assert_eq!(parsed(call).await, [field("avatar", Some("mé.png"), "image/png", content)]);

    std::fs::write(&path, "shorter").unwrap();
    let changed = bytes(request.body().clone()).await.unwrap_err();
    assert!(changed.contains("7 bytes now, 200000 bytes then"), "{changed}");

    let file = std::fs::File::create(&path).unwrap();
    file.set_len(200_000).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1)).unwrap();
    let changed = bytes(request.body().clone()).await.unwrap_err();
    assert!(changed.contains("changed since it was chosen"), "{changed}");

    std::fs::remove_file(&path).unwrap();
    assert!(bytes(request.into_body()).await.is_err());
}

#[tokio::test]
async fn the_type_of_a_file_is_guessed_but_the_only_allowed_one_wins() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scan.gif");
    std::fs::write(&path, "gif").unwrap();
    let part = Part::path(&path).await.unwrap();
    let sent = parsed(support::call(&UPLOAD).file("report", part.clone()).file("photo", part.clone())).await;
    assert_eq!(sent[0].content_type.as_deref(), Some("application/pdf"));
    assert_eq!(sent[1].content_type.as_deref(), Some("image/gif"));
    assert!(failure(support::call(&UPLOAD).file("avatar", part)).contains("allowed: image/jpeg, image/png"));
}

#[tokio::test]
async fn only_regular_files_are_parts() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Part::path(folder.path()).await.is_err());
    assert!(Part::path(folder.path().join("missing")).await.is_err());
}

#[test]
fn files_outside_a_runtime_are_an_error() {
    let mut opening = Box::pin(Part::path("Cargo.toml"));
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(opened) = opening.as_mut().poll(&mut cx) else { panic!("there is nothing to wait for") };
    assert!(opened.unwrap_err().to_string().contains("tokio runtime"));
}

/// Names with the characters that matter.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[^\\\\]{1,8}", "[a\"\r\n\t;=%\0\x7f ]{1,6}", "[a\"]{0,2}[\\\\]"]
}

/// What a parser of quoted strings sees of them.
fn escaped(name: &str) -> String {
    let mut escaped = name.replace('"', "%22");
    for control in (0..32).chain([127]).map(char::from) {
        escaped = escaped.replace(control, &format!("%{:02X}", u32::from(control)));
    }
    escaped.strip_suffix('\\').map(|rest| format!("{rest}%5C")).unwrap_or(escaped)
}

proptest! {
    #[test]
    fn any_content_arrives(
        contents in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 1..4),
        name in text(),
        file_name in text(),
    ) {
        let parts: Vec<Part> = contents.iter().map(|content| Part::bytes(content.clone()).file_name(&*file_name)).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let fields = runtime.block_on(parsed(support::call(&UPLOAD).files(&name, parts)));
        let expected: Vec<Field> = contents.into_iter()
            .map(|content| field(&escaped(&name), Some(&escaped(&file_name)), "application/octet-stream", content))
            .collect();
        prop_assert_eq!(fields, expected);
    }
}

#[tokio::test]
async fn a_part_has_one_content_type_whoever_says_it() {
    let png = || Part::body(Body::from("x").content_type("image/png"));
    let photo = |part| support::call(&UPLOAD).file("photo", part);
    let sent = |media_type| vec![field("photo", Some("photo"), media_type, "x")];
    assert_eq!(parsed(photo(png())).await, sent("image/png"));
    assert_eq!(parsed(photo(png().header("Content-Type", "image/gif"))).await, sent("image/gif"));
    assert_eq!(parsed(photo(png().content_type("image/gif"))).await, sent("image/gif"));
    for range in [png().header("content-type", "image/*"), Part::body(Body::from("x").content_type("image/*"))] {
        assert_eq!(failure(photo(range)), "part `photo`: the content type is a range: name one type of it");
    }
}
