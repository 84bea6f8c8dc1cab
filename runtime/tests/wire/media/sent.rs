//! What is sent, and under which name.

use clientwright_runtime::private as rt;
use clientwright_runtime::{Body, ErrorKind, Part};
use serde_json::json;

use super::{Call, Problem, Server};

static UPLOAD: rt::Spec = rt::Spec {
    body: "multipart/form-data",
    parts: &[rt::PartSpec::new("photo", &["image/*"])],
    ..rt::Spec::post("upload", "/")
};
static IMAGE: rt::Spec = rt::Spec { body: "image/*", ..rt::Spec::post("image", "/") };
static ANY: rt::Spec = rt::Spec { body: "*/*", ..rt::Spec::post("any", "/") };
static ANY_JSON: rt::Spec = rt::Spec { body: "application/*+json", ..rt::Spec::post("anyJson", "/") };
static OCTETS_AS_JSON: rt::Spec = rt::Spec { body: "application/json", ..rt::Spec::post("octets", "/") };
static FORM: rt::Spec = rt::Spec {
    body: "application/x-www-form-urlencoded",
    parts: &[
        rt::PartSpec::new("list", &["application/json"]),
        rt::PartSpec::new("word", &["application/json"]),
        rt::PartSpec::new("plain", &["text/plain"]),
        rt::PartSpec::new("deep", &["application/json"]).style(rt::Style::DeepObject),
    ],
    ..rt::Spec::post("form", "/")
};

#[derive(Clone, Debug)]
enum Sent {
    Json(Problem),
    Form(Problem),
    Csv(String),
    Octets(Body),
    Multipart(SentParts),
}

#[derive(Clone, Debug)]
struct SentParts(rt::Parts);

rt::payload! { Sent {
    "application/vnd.a+json" => Json(json);
    "application/x-www-form-urlencoded" => Form(form);
    "text/csv" => Csv(text) from String;
    "image/*" => Octets(bytes) from Body;
    "multipart/mixed" => Multipart(parts) from SentParts;
} }

#[tokio::test]
async fn a_body_goes_under_the_media_type_of_its_choice() {
    let server = Server::echoing().await;
    let problem = || Problem { code: "a".to_owned() };
    let png = Body::from("png").content_type("image/png");
    let parts = SentParts(rt::Parts::new(&UPLOAD).part("code", &json!("a")));
    let sent = [
        (Sent::Json(problem()), "application/vnd.a+json", r#"{"code":"a"}"#),
        (Sent::Form(problem()), "application/x-www-form-urlencoded", "code=a"),
        (Sent::Csv("a;b".to_owned()), "text/csv", "a;b"),
        (Sent::Octets(png), "image/png", "png"),
        (
            Sent::Multipart(parts),
            "multipart/mixed; boundary=",
            "name=\"code\"\r\nContent-Type: text/plain\r\n\r\na\r\n",
        ),
    ];
    for (body, media_type, text) in sent {
        Call(server.client.call(&UPLOAD).payload(body)).await.unwrap();
        let request = server.request();
        assert!(request.contains(&format!("content-type: {media_type}")), "{request}");
        assert!(request.contains(text), "{request}");
    }
}

#[tokio::test]
async fn a_range_is_never_sent_as_a_type() {
    let server = Server::echoing().await;
    Call(server.client.call(&ANY).bytes("a")).await.unwrap();
    assert_eq!(server.header("content-type").as_deref(), Some("application/octet-stream"));
    Call(server.client.call(&ANY).bytes(Body::from("a").content_type("image/png"))).await.unwrap();
    assert_eq!(server.header("content-type").as_deref(), Some("image/png"));
    for spec in [&ANY, &ANY_JSON] {
        Call(server.client.call(spec).json(&json!(1))).await.unwrap();
        assert_eq!(server.header("content-type").as_deref(), Some("application/json"));
    }
    Call(server.client.call(&ANY).text("a")).await.unwrap();
    assert_eq!(server.header("content-type").as_deref(), Some("text/plain"));
}

#[tokio::test]
async fn a_range_that_the_caller_gives_is_refused() {
    let server = Server::echoing().await;
    let image = || server.client.call(&IMAGE);
    let file = |media_type: &str| Part::bytes("a").content_type(media_type);
    let calls = [
        image().bytes(Body::from("a").content_type("image/*")),
        image().bytes(Body::from("a").content_type("image/png, image/gif")),
        server.client.call(&ANY).bytes(Body::from("a").content_type("*/*")),
        server.client.call(&UPLOAD).file("photo", file("image/*")),
        server.client.call(&UPLOAD).other("more", file("image/*")),
    ];
    for call in calls.map(Call).into_iter().chain([Call(image().bytes("a")).header("content-type", "image/*")]) {
        let error = call.await.unwrap_err();
        assert!(error.to_string().contains("the content type is a range: name one type of it"), "{error}");
    }
    assert!(server.requests.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_header_may_say_what_the_body_is() {
    let server = Server::echoing().await;
    Call(server.client.call(&IMAGE).bytes("a")).header("content-type", "image/gif").await.unwrap();
    let request = server.request();
    assert_eq!(request.matches("content-type: image/gif\r\n").count(), 1, "{request}");
    assert!(request.ends_with("\r\n\r\na"), "{request}");
    let error = Call(server.client.call(&IMAGE).bytes("a")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encode);
    assert!(error.to_string().contains("body: the content type must be given; allowed: image/*"), "{error}");
    assert!(server.requests.lock().unwrap().is_empty());
}

#[tokio::test]
async fn octets_go_as_they_are_under_any_type() {
    let server = Server::echoing().await;
    Call(server.client.call(&OCTETS_AS_JSON).bytes("\u{1}\"raw")).await.unwrap();
    let request = server.request();
    assert!(
        request.contains("content-type: application/json\r\n") && request.ends_with("\r\n\r\n\u{1}\"raw"),
        "{request}"
    );
}

#[tokio::test]
async fn a_multipart_body_is_sent_without_parts_where_it_is_required() {
    let server = Server::echoing().await;
    Call(server.client.call(&UPLOAD).multipart()).await.unwrap();
    let request = server.request();
    let (_, boundary) = request.split_once("content-type: multipart/form-data; boundary=").expect(&request);
    let boundary = boundary.lines().next().unwrap_or_default();
    assert!(request.ends_with(&format!("\r\n\r\n--{boundary}--\r\n")), "{request}");
    assert!(request.contains(&format!("content-length: {}\r\n", boundary.len() + 6)), "{request}");
    Call(server.client.call(&UPLOAD).multipart().part("list", &json!([]))).await.unwrap();
    assert!(server.header("content-type").is_some(), "nothing was set to anything");
    Call(server.client.call(&UPLOAD).part("list", &json!([]))).await.unwrap();
    assert_eq!(server.header("content-type"), None, "no body that may be left out");
}

#[tokio::test]
async fn parts_beyond_the_description_go_as_they_are() {
    let server = Server::echoing().await;
    let call = server.client.call(&UPLOAD).part("kind", &json!("a"));
    let call = call.other("note", Part::from("x")).other("more", Part::from(json!({"a": 1})));
    Call(call).await.unwrap();
    let body = server.body();
    assert!(body.contains("name=\"kind\"\r\nContent-Type: text/plain\r\n\r\na\r\n"), "{body}");
    assert!(body.contains("name=\"note\"\r\nContent-Type: text/plain\r\n\r\nx\r\n"), "{body}");
    assert!(body.contains("name=\"more\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n"), "{body}");
}

#[tokio::test]
async fn properties_of_a_form_have_the_content_type_of_their_encoding() {
    let server = Server::echoing().await;
    let value = json!({
        "list": [1, {"a": 2}], "word": "w", "plain": [1, "b c"], "tree": {"a": [1]}, "trees": [{"a": 1}, 2],
        "deep": {"a": 1}, "none": null,
    });
    Call(server.client.call(&FORM).form(&value)).await.unwrap();
    let body = server.body();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut expected = vec![
        ("list", r#"[1,{"a":2}]"#),
        ("word", r#""w""#),
        ("plain", "1"),
        ("plain", "b c"),
        ("tree", r#"{"a":[1]}"#),
        ("trees", r#"{"a":1}"#),
        ("trees", "2"),
        ("deep[a]", "1"),
    ];
    expected.sort_by_key(|(name, _)| name.trim_end_matches("[a]"));
    let mut found = pairs.clone();
    found.sort_by_key(|(name, _)| name.trim_end_matches("[a]"));
    assert_eq!(found, expected);
    let refused = server.client.call(&FORM).form(&json!({"plain": {"a": 1}})).request().unwrap_err();
    assert_eq!(refused.to_string(), "part `plain`: an object or array cannot be written as text/plain");
}
