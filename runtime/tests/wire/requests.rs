//! What a call makes of its values: target, headers and body, and what it refuses.

use bytes::Bytes;
use clientwright_runtime::private as rt;
use futures_util::{StreamExt, TryStreamExt, stream};
use rt::{Body, Param, Spec, Style};
use serde_json::{Value, json};

use crate::support;

static SEARCH: Spec = Spec {
    params: &[
        Param::query("token").secret(),
        Param::header("X-Secret").secret(),
        Param::path("id").secret(),
        Param::query("role").explode(true),
    ],
    ..Spec::get("search", "/users/{id}")
};
static PATCH: Spec = Spec { body: "application/merge-patch+json", ..Spec::patch("patch", "/") };
static CSV: Spec = Spec { body: "text/csv", accept: "text/csv, */*;q=0.1", ..Spec::post("csv", "/") };
static PUT: Spec = Spec { body: "application/octet-stream", accept: "", ..Spec::put("put", "/") };
static IMAGE: Spec = Spec { body: "image/*", ..Spec::put("image", "/") };
static IMAGES: Spec = Spec { body: "image/png, image/jpeg", ..Spec::put("images", "/") };
static ANY: Spec = Spec { body: "*/*", ..Spec::put("any", "/") };

async fn read(body: Body) -> Result<Bytes, String> {
    let chunks: Vec<Bytes> = body.into_stream().try_collect().await.map_err(|error| error.to_string())?;
    Ok(chunks.concat().into())
}

#[test]
fn values_stand_where_they_were_set_first() {
    let call = support::call(&SEARCH)
        .path("id", &json!("1"))
        .query("b", &json!(1))
        .query("role", &json!(["x", "y"]))
        .query("a", &json!(2))
        .query("b", &json!(3))
        .path("id", &json!("2"));
    assert_eq!(call.request().unwrap().uri(), "http://localhost/base/users/2?b=3&role=x&role=y&a=2");
    let unset = call.query("role", &json!([])).request().unwrap();
    assert_eq!(unset.uri().query(), Some("b=3&a=2"), "an empty value takes back what was set");
}

#[test]
fn the_callers_own_query_and_headers_come_last() {
    let mut call = support::call(&CSV).query("a", &json!(1)).header("X-One", &json!("ours"));
    call.options_mut().query("a", "b c");
    call.options_mut().header("x-one", "theirs");
    call.options_mut().header("accept", "text/csv");
    let request = call.request().unwrap();
    assert_eq!(request.uri().query(), Some("a=1&a=b%20c"));
    assert_eq!(request.headers().get_all("x-one").iter().collect::<Vec<_>>(), ["theirs"]);
    assert_eq!(request.headers()["accept"], "text/csv");
    call.options_mut().header("bad name", "x");
    assert_eq!(call.request().unwrap_err().to_string(), "header `bad name`: not a header");
}

#[test]
fn bodies_go_under_the_operations_media_type() {
    let content_type = |call: rt::Call| {
        let request = call.request().unwrap();
        request.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(content_type(support::call(&PATCH).json(&json!({}))).as_deref(), Some("application/merge-patch+json"));
    assert_eq!(content_type(support::call(&CSV).json(&json!({}))).as_deref(), Some("application/json"));
    assert_eq!(content_type(support::call(&CSV).text("a;b")).as_deref(), Some("text/csv"));
    assert_eq!(content_type(support::call(&CSV).text("ü")).as_deref(), Some("text/csv; charset=utf-8"));
    assert_eq!(content_type(support::call(&SEARCH).path("id", &json!("1")).text("a")).as_deref(), Some("text/plain"));
    assert_eq!(content_type(support::call(&PUT).bytes("a")).as_deref(), Some("application/octet-stream"));
    assert_eq!(content_type(support::call(&ANY).bytes("a")).as_deref(), Some("application/octet-stream"));
    let png = Body::from("png").content_type("image/png");
    assert_eq!(content_type(support::call(&IMAGE).bytes(png)).as_deref(), Some("image/png"));
    let jpeg = Body::from("jpeg").content_type("image/jpeg");
    assert_eq!(content_type(support::call(&IMAGES).bytes(jpeg)).as_deref(), Some("image/jpeg"));
    assert_eq!(content_type(support::call(&PUT)), None, "no body, no content type");
}

#[tokio::test]
async fn bytes_that_go_as_text_are_written_in_base64() {
    static PNG: Spec = Spec { body: "image/png", ..Spec::put("png", "/") };
    let request = support::call(&PNG).base64([0xfb, 0xff, 0]).request().unwrap();
    assert_eq!(request.headers()["content-type"], "image/png");
    assert_eq!(read(request.into_body()).await.unwrap(), "+/8A");
}

#[test]
fn a_body_that_the_operation_does_not_take_is_refused() {
    let failure = |body: Body| support::call(&IMAGE).bytes(body).request().unwrap_err().to_string();
    assert_eq!(failure("x".into()), "body: the content type must be given; allowed: image/*");
    let refused = failure(Body::from("x").content_type("text/html"));
    assert_eq!(refused, "body: the content type is text/html; allowed: image/*");
}

#[test]
fn accept_is_the_operations() {
    assert_eq!(support::call(&CSV).request().unwrap().headers()["accept"], "text/csv, */*;q=0.1");
    assert!(!support::call(&PUT).request().unwrap().headers().contains_key("accept"));
    let own = support::call(&CSV).header("Accept", &json!("image/png")).request().unwrap();
    assert_eq!(own.headers()["accept"], "image/png", "a described Accept parameter is meant");
}

#[test]
fn a_described_content_type_cannot_take_the_boundary_away() {
    let call = support::call(&CSV).header("Content-Type", &json!("multipart/form-data")).part("a", &json!(1));
    let request = call.request().unwrap();
    assert!(request.headers()["content-type"].to_str().unwrap().starts_with("multipart/form-data; boundary="));
}

#[test]
fn cookies_share_one_header() {
    let request = support::call(&CSV).cookie("a", &json!("1")).cookie("b", &json!("x y")).request().unwrap();
    assert_eq!(request.headers().get_all("cookie").iter().collect::<Vec<_>>(), ["a=1; b=x%20y"]);
    let mut headers = request.headers().clone();
    rt::append_cookie(&mut headers, "key", "s;1").unwrap();
    assert_eq!(headers["cookie"], "a=1; b=x%20y; key=s%3B1");
    assert!(headers["cookie"].is_sensitive());
}

#[test]
fn a_cookie_of_its_own_style_is_written_as_it_is() {
    static COOKIES: Spec = Spec {
        params: &[Param::cookie("all").style(Style::Cookie), Param::cookie("one").style(Style::Cookie).explode(false)],
        ..Spec::get("cookies", "/")
    };
    let written = |name, value: Value| {
        let request = support::call(&COOKIES).cookie(name, &value).request();
        request.map(|request| request.headers().get("cookie").map(|value| value.to_str().unwrap().to_owned()))
    };
    for (name, value, expected) in [
        ("all", json!("a b%20c"), "all=a b%20c"),
        ("all", json!(["x", "y"]), "all=x; all=y"),
        ("all", json!({"R": 100, "G": 200}), "R=100; G=200"),
        ("one", json!(["x", "y"]), "one=x,y"),
        ("one", json!({"R": 100, "G": 200}), "one=R,100,G,200"),
    ] {
        assert_eq!(written(name, value).unwrap().as_deref(), Some(expected));
    }
    assert_eq!(written("all", json!([])).unwrap(), None);
    for (name, value) in [
        ("all", json!("a; admin=1")),
        ("all", json!({"a; b": 1})),
        ("all", json!({"a=b": 1})),
        ("one", json!(["a,b"])),
        ("one", json!("a\nb")),
    ] {
        assert!(written(name, value.clone()).is_err(), "{value}");
    }
}

#[test]
fn the_first_failure_is_kept() {
    let call = support::call(&SEARCH).path("id", &json!("")).header("bad name", &json!("x")).query("a", &json!(1));
    assert!(call.request().unwrap_err().to_string().starts_with("path parameter `id`"));
    let named = support::call(&CSV).header("bad name", &json!("x")).request().unwrap_err();
    assert_eq!(named.to_string(), "header `bad name`: not a header name");
    let long = support::call(&CSV).query("q", &json!("x".repeat(70_000))).request().unwrap_err();
    assert!(long.to_string().starts_with("request: the URL cannot be built"), "{long}");
}

#[test]
fn debug_shows_what_is_known_to_be_harmless() {
    let call = support::call(&SEARCH)
        .path("id", &json!("hunter1"))
        .query("token", &json!("hunter2"))
        .query("role", &json!(["hunter8"]))
        .query("sort", &json!("visible"))
        .header("X-Secret", &json!("hunter3"))
        .cookie("session", &json!("hunter4"))
        .json(&json!({"password": "hunter5", "name": "Ann"}));
    let shown = format!("{call:?} {:#?}", call.request().unwrap().headers());
    assert!(!shown.contains("hunter"), "{shown}");
    assert!(shown.contains("visible") && shown.contains("search") && shown.contains("Ann"), "{shown}");
    let file = support::call(&CSV).file("f", rt::Part::text("hunter6")).part("p", &json!("hunter7"));
    assert!(!format!("{file:?}").contains("hunter"));
}

#[tokio::test]
async fn bodies_in_memory() {
    assert_eq!(Body::empty().len(), Some(0));
    assert!(Body::empty().is_empty() && !Body::from("").is_empty());
    assert_eq!(read(Body::from("text")).await.unwrap(), "text");
    assert_eq!(Body::from(vec![1, 2]).as_bytes().map(|bytes| bytes.len()), Some(2));
    let body = Body::from(String::from("again"));
    assert!(body.replayable());
    assert_eq!(read(body.clone()).await, read(body).await);
}

#[tokio::test]
async fn a_stream_blocks_a_second_attempt_only_if_it_was_polled() {
    let body = Body::stream(stream::iter([Ok::<_, std::io::Error>("a")]));
    let unpolled = body.clone().into_stream();
    drop(unpolled);
    assert!(body.replayable());
    assert_eq!(body.clone().into_stream().next().await.unwrap().unwrap(), "a");
    assert!(!body.replayable());
    assert!(read(body).await.unwrap_err().contains("sent before"));
}

#[tokio::test]
async fn lengths_are_held() {
    let chunks = |count| stream::iter((0..count).map(|_| Ok::<_, std::io::Error>("ab")));
    assert_eq!(read(Body::sized_stream(4, chunks(2))).await.unwrap(), "abab");
    let long = read(Body::sized_stream(3, chunks(2))).await.unwrap_err();
    assert_eq!(long, "the body is longer than the 3 bytes that were announced");
    let short = read(Body::sized_stream(5, chunks(2))).await.unwrap_err();
    assert_eq!(short, "the body ended after 4 of 5 bytes");
    let made = Body::factory(Some(2), move || chunks(1));
    assert_eq!((read(made.clone()).await.unwrap(), read(made.clone()).await.unwrap()), ("ab".into(), "ab".into()));
    assert_eq!(made.len(), Some(2));
    assert_eq!(Body::factory(None, move || chunks(1)).len(), None);
}

#[test]
fn calls_can_be_kept_and_sent_elsewhere() {
    fn is_kept<T: Clone + Send + Sync + 'static>(value: T) -> T {
        value
    }
    let call = is_kept(support::call(&CSV).query("a", &Value::from(1)));
    let again = call.clone().query("a", &Value::from(2));
    assert_eq!(call.request().unwrap().uri().query(), Some("a=1"));
    assert_eq!(again.request().unwrap().uri().query(), Some("a=2"));
}
