//! Requests that the description does not know.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Body, ErrorKind};

use crate::client::setting;

#[test]
fn they_go_through_the_same_stages() {
    let (clock, server, builder) = setting();
    server.on("GET", "/v2/hidden").once(Answer::status(503)).reply(Answer::status(200).header("x-a", "1").body("raw"));
    let client = builder.base_url("http://mock.localhost/v2").header("x-app", "demo").bearer("t").build().unwrap();
    let request = http::Request::get("/hidden?a=1").body(Body::empty()).unwrap();
    let response = clock.run(async { client.inner.send(request).await.unwrap() });
    assert_eq!((response.body().as_ref(), &response.headers()["x-a"]), (&b"raw"[..], &"1".parse().unwrap()));
    let calls = server.calls();
    assert_eq!((calls.len(), calls[1].url.as_str()), (2, "http://mock.localhost/v2/hidden?a=1"));
    assert_eq!((calls[1].header("authorization"), calls[1].header("x-app")), (Some("Bearer t"), Some("demo")));
}

#[test]
fn an_error_status_is_an_error() {
    let (clock, server, builder) = setting();
    server.on("POST", "/hidden").reply(Answer::json(409, r#"{"code":"taken"}"#));
    let client = builder.build().unwrap();
    let request = http::Request::post("/hidden").body(Body::from("x")).unwrap();
    let error = clock.run(async { client.inner.send(request).await.unwrap_err() });
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    assert!(error.to_string().contains("409 Conflict: taken"), "{error}");
}

#[test]
fn credentials_do_not_go_to_another_origin() {
    let (clock, server, builder) = setting();
    let client = builder.bearer("t").build().unwrap();
    let request = http::Request::get("https://elsewhere.example/").body(Body::empty()).unwrap();
    let error = clock.run(async { client.inner.send(request).await.unwrap_err() });
    assert!(error.is_auth() && error.to_string().contains("elsewhere.example:443"), "{error}");
    assert!(server.calls().is_empty());
}
