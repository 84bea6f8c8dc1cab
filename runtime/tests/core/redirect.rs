//! Which redirects are followed, and what goes along.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{ErrorKind, Rejected, Token, TokenError, TokenSource};

use crate::api::ITEM;
use crate::client::setting;

fn to(location: &str) -> Answer {
    Answer::status(302).header("location", location)
}

#[test]
fn a_get_is_followed_on_the_same_origin_with_credentials_and_without_a_referer() {
    for status in [301, 302, 303, 307, 308] {
        let (clock, server, builder) = setting();
        server.on("GET", "/secured").reply(Answer::status(status).header("location", "/moved?x=1#part"));
        server.on("GET", "/moved").reply(Answer::json(200, ITEM));
        let client = builder.bearer("t").build().unwrap();
        let response = clock.run(async { client.secured().header("x-mine", "1").response().await.unwrap() });
        let moved = &server.calls()[1];
        assert_eq!(moved.url, "http://mock.localhost/moved?x=1");
        assert_eq!((moved.header("authorization"), moved.header("x-mine")), (Some("Bearer t"), Some("1")));
        assert_eq!(moved.header("referer"), None);
        assert_eq!(
            (response.attempts().len(), response.url().as_str()),
            (1, "http://mock.localhost/moved?x=[redacted]")
        );
    }
}

#[test]
fn another_origin_gets_harmless_headers_only() {
    for location in
        ["http://other.localhost/x", "http://mock.localhost:81/x", "https://mock.localhost/x", "//evil.localhost/x"]
    {
        let (clock, server, builder) = setting();
        server.on("GET", "/secured").reply(to(location));
        server.on("GET", "/x").reply(Answer::json(200, ITEM));
        let client = builder.bearer("t").header("x-session", "s").header("cookie", "c=1").build().unwrap();
        clock.run(async { client.secured().await.unwrap() });
        let call = &server.calls()[1];
        let names: Vec<_> = call.headers.keys().map(|name| name.as_str()).collect();
        assert!(names.iter().all(|name| ["accept", "user-agent"].contains(name)), "{location}: {names:?}");
        assert!(call.header("accept").is_some());
    }
}

#[test]
fn credentials_return_with_the_call_to_their_origin() {
    for status in [301, 302, 303, 307, 308] {
        let (clock, server, builder) = setting();
        let to = |location: &str| Answer::status(status).header("location", location);
        server.on("GET", "/secured").reply(to("http://other.localhost/x"));
        server.on("GET", "/x").reply(to("http://mock.localhost/back"));
        server.on("GET", "/back").reply(Answer::json(200, ITEM));
        let client = builder.bearer("t").build().unwrap();
        clock.run(async { client.secured().header("x-mine", "1").await.unwrap() });
        let carried: Vec<_> = server
            .calls()
            .iter()
            .map(|call| (call.header("authorization").is_some(), call.header("x-mine").is_some()))
            .collect();
        assert_eq!(carried, [(true, true), (false, false), (true, true)]);
    }
}

#[test]
fn another_origin_that_answers_401_has_not_rejected_the_token() {
    struct Loaded;
    impl TokenSource for Loaded {
        async fn load(&self) -> Result<Token, TokenError> {
            Ok("t".into())
        }
        async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
            panic!("the token was never sent there")
        }
    }
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(to("http://other.localhost/x"));
    server.on("GET", "/x").reply(Answer::status(401));
    let client = builder.bearer(Loaded).build().unwrap();
    clock.run(async { client.secured().await.unwrap_err() });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn a_trusted_origin_gets_credentials() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(to("http://other.localhost/x"));
    server.on("GET", "/x").reply(Answer::json(200, ITEM));
    let client = builder.bearer("t").trust_origin("http://other.localhost").build().unwrap();
    clock.run(async { client.secured().await.unwrap() });
    assert_eq!(server.calls()[1].header("authorization"), Some("Bearer t"));
}

#[test]
fn a_post_is_not_followed() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").reply(to("/moved"));
    let client = builder.build().unwrap();
    let error = clock.run(async { client.post().await.unwrap_err() });
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::UnexpectedStatus, Some(302)));
    assert_eq!(server.calls().len(), 1);
}

#[test]
fn https_is_not_left_for_http() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(to("http://mock.localhost/x"));
    let client = builder.base_url("https://mock.localhost/").bearer("t").build().unwrap();
    let error = clock.run(async { client.secured().await.unwrap_err() });
    assert_eq!((error.kind(), error.attempts().len(), server.calls().len()), (ErrorKind::Redirect, 1, 1));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    assert!(error.to_string().contains("from https to http"), "{error}");
}

#[test]
fn ten_redirects_and_no_more() {
    for (hops, followed) in [(10, true), (11, false)] {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(to("/1"));
        for hop in 1..hops {
            server.on("GET", &format!("/{hop}")).reply(to(&format!("/{}", hop + 1)));
        }
        server.on("GET", &format!("/{hops}")).reply(Answer::json(200, ITEM));
        let client = builder.build().unwrap();
        let result = clock.run(async { client.get().await });
        assert_eq!(result.is_ok(), followed, "{hops}");
        if let Err(error) = result {
            assert_eq!((error.kind(), server.calls().len()), (ErrorKind::Redirect, 11));
        }
    }
}

#[test]
fn a_location_that_is_none_is_an_error_and_none_at_all_a_response() {
    for (answer, kind) in [
        (to("ftp://x/"), ErrorKind::Redirect),
        (to("http://["), ErrorKind::Redirect),
        (Answer::status(302), ErrorKind::UnexpectedStatus),
        (Answer::status(304).header("location", "/x"), ErrorKind::UnexpectedStatus),
    ] {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(answer);
        let client = builder.build().unwrap();
        assert_eq!(clock.run(async { client.get().await.unwrap_err() }).kind(), kind);
    }
}
