//! Media types over a real socket: what is asked for, what is sent under which name, what a reply is read as.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use clientwright_runtime::private as rt;
use clientwright_runtime::{Body, Bytes, ErrorKind, Part, RetryPolicy};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

static API: rt::Api =
    rt::Api { name: "media", title: "Media", version: "1", servers: &[], schemes: &[], security: &[] };

/// A server that answers every request with the same bytes and keeps what it was sent.
struct Server {
    client: rt::Client,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn answering(status: u16, headers: &str, body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (kept, headers, length) = (Arc::clone(&requests), headers.replace('\n', "\r\n"), body.len());
        let answer =
            format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read(&mut stream).await;
                kept.lock().unwrap().push(request);
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        let builder = rt::Builder::new(&API).base_url(format!("http://{address}/"));
        Self { client: builder.build().unwrap(), requests }
    }

    async fn echoing() -> Self {
        Self::answering(200, "content-type: application/json\n", "7").await
    }

    fn call(&self, spec: &'static rt::Spec) -> Call {
        Call(self.client.call(spec))
    }

    fn request(&self) -> String {
        self.requests.lock().unwrap().pop().expect("a request came")
    }

    /// The value of a header of the last request.
    fn header(&self, name: &str) -> Option<String> {
        let request = self.request();
        let head = request.split("\r\n\r\n").next().unwrap_or_default().to_owned();
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    }

    /// The body of the last request.
    fn body(&self) -> String {
        self.request().split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default()
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.unwrap();
        read.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        if count == 0 || body.len() >= length.unwrap_or_default() {
            return text;
        }
    }
}

rt::operation! {
    struct Call: GET "/" as "get"
    -> Result<i64, Error<Problem>> as rt::Json<_>, rt::Json<_>, Documented
}

struct Problem {
    code: String,
}

rt::record! { Problem {
    required code = "code";
} }

#[derive(Clone, Debug, PartialEq)]
struct Documented {
    total: Option<i64>,
    tags: Option<Vec<String>>,
}

rt::headers! { Documented {
    total = "X-Total";
    tags = "X-Tags";
} }

rt::operation! {
    struct Choice: GET "/" as "choice" { accept: "application/json, text/json, text/plain, application/pdf", }
    -> Result<Answer, Error<Infallible>> as Answer, rt::Undocumented
}

rt::outcome! { enum Answer {
    Json(Problem) = 200 "application/json" "text/json" as rt::Json<_>,
    Plain(String) = 200 "text/plain" as rt::Text,
    Pdf(Bytes) = 200 "application/pdf" as rt::Binary,
} }

static GET: &rt::Spec = Call::SPEC;
static LEFT_TO_DEFAULT: rt::Spec = rt::Spec { success: &[201], ..rt::Spec::get("get", "/") };
static BARE: rt::Spec = rt::Spec { bare: &[rt::Status::Exact(304), rt::Status::Range(5)], ..rt::Spec::get("get", "/") };
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

#[tokio::test]
async fn lines_of_one_header_are_one_value() {
    let headers = "content-type: application/json\nX-Tags: a, b\nX-Total: 3\nx-tags: c\n";
    let response = Server::answering(200, headers, "7").await.call(GET).response().await.unwrap();
    assert_eq!(response.documented().total, Some(3));
    assert_eq!(response.documented().tags.as_deref(), Some(&["a".to_owned(), "b".to_owned(), "c".to_owned()][..]));
}

#[tokio::test]
async fn a_malformed_header_fails_nothing_and_stays_among_all() {
    let headers = "content-type: application/json\nX-Total: many\n";
    let response = Server::answering(200, headers, "7").await.call(GET).response().await.unwrap();
    assert_eq!((response.documented().total, response.body()), (None, &7));
    assert_eq!(response.headers()["x-total"], "many");
}

#[tokio::test]
async fn default_covers_a_success_that_is_not_described() {
    let json = "content-type: application/json\n";
    let described = Server::answering(201, json, "7").await.call(&LEFT_TO_DEFAULT).await;
    assert_eq!(described.unwrap(), 7);
    let server = Server::answering(200, json, r#"{"code":"queued"}"#).await;
    let error = server.call(&LEFT_TO_DEFAULT).await.unwrap_err();
    assert_eq!(error.api(), Some(&Problem { code: "queued".to_owned() }));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    let meant = Server::answering(200, json, "8").await.call(&LEFT_TO_DEFAULT).await;
    assert_eq!(meant.unwrap(), 8, "what `default` does not describe is the success");
    let open = Server::answering(200, json, r#"{"code":"queued"}"#).await.call(GET).await;
    assert_eq!(open.unwrap_err().kind(), ErrorKind::Decode, "without `default` every success is the one described");
}

#[tokio::test]
async fn a_failure_is_documented_without_a_body_too() {
    let kind = async |status: u16, body: &str| {
        let server = Server::answering(status, "content-type: application/json\n", body).await;
        let error = Call(server.client.call(&BARE)).retry(RetryPolicy::never()).await.unwrap_err();
        (error.kind(), error.api().is_some())
    };
    assert_eq!(kind(304, "").await, (ErrorKind::Api, false));
    assert_eq!(kind(503, "<html>").await, (ErrorKind::Api, false));
    assert_eq!(kind(503, r#"{"code":"down"}"#).await, (ErrorKind::Api, true), "what it says is read all the same");
    assert_eq!(kind(404, "").await, (ErrorKind::UnexpectedStatus, false));
}

#[tokio::test]
async fn a_reply_is_read_by_its_media_type() {
    let answered = async |content_type: &str, body: &str| {
        let server = Server::answering(200, &format!("content-type: {content_type}\n"), body).await;
        Choice(server.client.call(Choice::SPEC)).await
    };
    let problem = Answer::Json(Problem { code: "a".to_owned() });
    assert_eq!(answered("Application/JSON; charset=utf-8", r#"{"code":"a"}"#).await.unwrap(), problem);
    assert_eq!(answered("text/json", r#"{"code":"a"}"#).await.unwrap(), problem);
    assert_eq!(answered("text/plain", "7").await.unwrap(), Answer::Plain("7".to_owned()));
    assert_eq!(answered("application/pdf", "%PDF").await.unwrap(), Answer::Pdf(Bytes::from("%PDF")));
    let error = answered("application/xml", "<a/>").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedContentType);
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"<a/>"[..]));
}

#[tokio::test]
async fn another_media_type_than_the_one_read_is_its_own_error() {
    for content_type in ["application/xml", "text/csv", "text/html; charset=utf-8"] {
        let server = Server::answering(200, &format!("content-type: {content_type}\n"), "7").await;
        assert_eq!(server.call(GET).await.unwrap_err().kind(), ErrorKind::UnexpectedContentType, "{content_type}");
    }
    assert_eq!(Server::answering(200, "", "7").await.call(GET).await.unwrap(), 7, "no content type is tolerated");
}

#[tokio::test]
async fn one_of_several_media_types_can_be_asked_for() {
    let server = Server::answering(200, "content-type: text/plain\n", "a").await;
    Choice(server.client.call(Choice::SPEC)).await.unwrap();
    assert_eq!(server.header("accept").as_deref(), Some(Choice::SPEC.accept));
    Choice(server.client.call(Choice::SPEC).accept("text/plain")).await.unwrap();
    assert_eq!(server.header("accept").as_deref(), Some("text/plain"));
}

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
