//! httpbin behind gunicorn: it says what it was sent, and answers in every way there is. Both are in a Python environment.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

use clientwright_runtime::{Body, ErrorKind, Part, ReqwestTransport, Sent, Timeouts};
use futures_util::stream;
use serde_json::{Value, json};

use crate::api::once;
use crate::client::{Client, ClientBuilder};
use crate::peer::{Peer, folder};

struct Httpbin {
    port: u16,
    _peer: Peer,
}

impl Httpbin {
    fn start() -> Option<Self> {
        let folder = folder();
        let gunicorn = folder.join("bin/gunicorn");
        if !gunicorn.is_file() || !folder.join("bin/flask").is_file() {
            eprintln!("skipped: no httpbin in {}; `bash .ci/peers` puts it there", folder.display());
            return None;
        }
        let own = tempfile::tempdir().unwrap();
        let mut command = Command::new(gunicorn);
        command.args(["--bind", "127.0.0.1:0", "--worker-class", "gthread", "--threads", "4", "httpbin:app"]);
        command.current_dir(own.path());
        let port = |line: &str| line.split_once("Listening at: http://127.0.0.1:")?.1.split(' ').next()?.parse().ok();
        let started = Peer::start(command, own, "QUIT", port);
        let (peer, port) = started.unwrap_or_else(|said| panic!("gunicorn does not start:\n{said}"));
        Some(Self { port, _peer: peer })
    }

    fn builder(&self) -> ClientBuilder {
        let transport = ReqwestTransport::builder().no_system_proxy().build().unwrap();
        once().transport(transport).base_url(format!("http://127.0.0.1:{}/", self.port))
    }

    fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

#[tokio::test]
async fn every_method_arrives_with_its_json_and_its_query() {
    let Some(httpbin) = Httpbin::start() else { return };
    let client = httpbin.client();
    let (value, text) = (json!({"name": "Zoë", "list": [1, null, "€"]}), "a&b=ü +%/?");
    let echoes = [
        client.get().with(|call| call.query("q", &text.to_owned())).await.unwrap(),
        client.post().with(|call| call.query("q", &text.to_owned()).json(&value)).await.unwrap(),
        client.put().with(|call| call.query("q", &text.to_owned()).json(&value)).await.unwrap(),
        client.patch().with(|call| call.query("q", &text.to_owned()).json(&value)).await.unwrap(),
        client.delete().with(|call| call.query("q", &text.to_owned())).await.unwrap(),
    ];
    for (echo, (method, sent)) in echoes.iter().zip([
        ("GET", &Value::Null),
        ("POST", &value),
        ("PUT", &value),
        ("PATCH", &value),
        ("DELETE", &Value::Null),
    ]) {
        assert_eq!((&echo["method"], &echo["json"], &echo["args"]["q"]), (&json!(method), sent, &json!(text)));
        assert_eq!(
            (&echo["headers"]["Accept"], &echo["headers"]["User-Agent"]),
            (&json!("application/json"), &json!("test/1.0.0"))
        );
    }
    client.head().await.unwrap();
}

#[tokio::test]
async fn what_is_sent_in_pieces_arrives_whole() {
    let Some(httpbin) = Httpbin::start() else { return };
    let client = httpbin.client();
    let pieces = (0..500).map(|at| Ok::<_, std::io::Error>(format!("{at:04} ").repeat(100)));
    let whole: String = (0..500).map(|at| format!("{at:04} ").repeat(100)).collect();
    let echo = client.upload().body(Body::stream(stream::iter(pieces.collect::<Vec<_>>()))).await.unwrap();
    assert_eq!(echo["headers"]["Transfer-Encoding"], "chunked");
    assert!(echo["data"] == *whole, "{} bytes", echo["data"].as_str().unwrap().len());
    let echo = client.post().file("Zoë", Part::bytes("of a file").file_name("a \"b\".txt")).await.unwrap();
    assert_eq!((&echo["form"], &echo["files"]), (&json!({"text": "Zoë"}), &json!({"file": "of a file"})));
}

#[tokio::test]
async fn what_comes_in_pieces_arrives_whole() {
    let Some(httpbin) = Httpbin::start() else { return };
    let client = httpbin.client();
    let mut received = Vec::new();
    for _ in 0..2 {
        let mut stream = client.download(100_000, 7).await.unwrap();
        let mut bytes = Vec::new();
        while let Some(piece) = stream.next().await {
            bytes.extend_from_slice(&piece.unwrap());
        }
        received.push(bytes);
    }
    assert_eq!(received[0].len(), 100_000);
    assert!(received[0] == received[1] && received[0].iter().any(|byte| *byte != received[0][0]));
}

#[tokio::test]
async fn encodings_that_are_asked_for_are_undone_and_others_are_told() {
    let Some(httpbin) = Httpbin::start() else { return };
    let client = httpbin.client();
    for (encoding, says) in [("gzip", "gzipped"), ("brotli", "brotli")] {
        let value = client.encoded().with(|call| call.path("encoding", &encoding.to_owned())).await.unwrap();
        assert_eq!(value[says], true);
        let asked = value["headers"]["Accept-Encoding"].as_str().unwrap();
        assert!(asked.contains("gzip") && asked.contains("br") && !asked.contains("deflate"), "{asked}");
    }
    let error = client.encoded().with(|call| call.path("encoding", &"deflate".to_owned())).await.unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Decode, Some(200)));
}

#[tokio::test]
async fn a_status_is_what_the_call_ends_with() {
    let Some(httpbin) = Httpbin::start() else { return };
    let client = httpbin.client();
    let status = |code: u16| client.status().with(|call| call.path("code", &code));
    for code in [200, 201, 204] {
        status(code).await.unwrap();
    }
    for code in [400, 404, 409, 418, 429, 500, 503] {
        let error = status(code).await.unwrap_err();
        assert_eq!((error.status().map(|status| status.as_u16()), error.was_sent()), (Some(code), Sent::Yes));
    }
}

#[tokio::test]
async fn redirects_are_followed_and_tokens_stay_at_home() {
    let Some(httpbin) = Httpbin::start() else { return };
    let client = httpbin.builder().bearer("t").build().unwrap();
    for form in ["redirect", "relative-redirect", "absolute-redirect"] {
        let call = client.redirects().with(|call| call.path("form", &form.to_owned()).path("times", &3));
        let value = call.await.unwrap();
        let home = format!("http://127.0.0.1:{}/get", httpbin.port);
        assert_eq!((&value["url"], &value["headers"]["Authorization"]), (&json!(home), &json!("Bearer t")));
    }
    let error = client.redirects().with(|call| call.path("form", &"redirect".to_owned()).path("times", &12)).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Redirect);
    let away = format!("http://localhost:{}/anything", httpbin.port);
    let value = client.redirect_to().with(|call| call.query("url", &away)).header("x-own", "mine").await.unwrap();
    let told = &value["headers"];
    assert_eq!((&value["url"], told.get("Authorization"), told.get("X-Own")), (&json!(away), None, None));
}

#[tokio::test]
async fn credentials_and_cookies_arrive_as_they_are() {
    let Some(httpbin) = Httpbin::start() else { return };
    let basic = |password: &str| httpbin.builder().basic("zoë", password).build().unwrap();
    let path = |call: clientwright_runtime::private::Call| {
        call.path("user", &"zoë".to_owned()).path("password", &"p:a ss".to_owned())
    };
    assert_eq!(basic("p:a ss").basic_auth().with(path).await.unwrap()["authenticated"], true);
    let error = basic("wrong").basic_auth().with(path).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    let bearer = httpbin.builder().bearer("a.b-c_d~e+f/g=").build().unwrap();
    assert_eq!(bearer.bearer_auth().await.unwrap()["token"], "a.b-c_d~e+f/g=");
    let value =
        httpbin.client().cookies().with(|call| call.cookie("a", &"1".to_owned()).cookie("b", &"two".to_owned()));
    let found: BTreeMap<String, Value> = serde_json::from_value(value.await.unwrap()["cookies"].take()).unwrap();
    assert_eq!(found, BTreeMap::from([("a".to_owned(), json!("1")), ("b".to_owned(), json!("two"))]));
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_cut() {
    let Some(httpbin) = Httpbin::start() else { return };
    let limit = Duration::from_millis(100);
    let client = httpbin.builder().timeouts(Timeouts::none().attempt(limit)).build().unwrap();
    let error = client.delay().with(|call| call.path("seconds", &10)).await.unwrap_err();
    assert!(error.timeout_phase().is_some() && error.limit() == Some(limit), "{error:?}");
}
