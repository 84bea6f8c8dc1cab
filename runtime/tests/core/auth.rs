//! Which credentials a request carries, and where they may go.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{
    Body, BoxFuture, ErrorKind, Rejected, ResponseBody, Sent, Token, TokenError, TokenSource, Transport, TransportError,
};

use crate::api::ITEM;
use crate::client::{ClientBuilder, setting};

fn everywhere()
-> (clientwright_runtime::testing::VirtualClock, clientwright_runtime::testing::MockTransport, ClientBuilder) {
    let (clock, server, builder) = setting();
    for path in ["/item", "/sign-in", "/secured", "/optional", "/either", "/by-query", "/file"] {
        server.on("GET", path).reply(Answer::json(200, ITEM));
        server.on("POST", path).reply(Answer::json(200, ITEM));
    }
    (clock, server, builder)
}

#[test]
fn an_operation_without_security_never_carries_a_token() {
    let (clock, server, builder) = everywhere();
    let client = builder.bearer("t").key("k").basic("u", "p").build().unwrap();
    clock.run(async {
        client.get().await.unwrap();
        client.sign_in().await.unwrap();
    });
    for call in server.calls() {
        assert_eq!((call.header("authorization"), call.header("x-key")), (None, None), "{}", call.path);
    }
}

#[test]
fn a_missing_credential_is_a_local_error_that_names_the_schemes() {
    let (clock, server, builder) = everywhere();
    let client = builder.key("k").build().unwrap();
    let error = clock.run(async { client.either().await.unwrap_err() });
    assert_eq!((error.kind(), error.was_sent(), error.attempts().len()), (ErrorKind::Auth, Sent::No, 0));
    assert_eq!(error.to_string(), "getEither: GET /either: needs credentials for (`key` and `user`) or `token`");
    assert!(server.calls().is_empty());
}

#[test]
fn the_first_alternative_that_can_be_met_is_taken() {
    let (clock, server, builder) = everywhere();
    let client = builder.bearer("t").key("k").build().unwrap();
    clock.run(async { client.either().await.unwrap() });
    assert_eq!(
        (server.calls()[0].header("authorization"), server.calls()[0].header("x-key")),
        (Some("Bearer t"), None)
    );

    let (clock, server, builder) = everywhere();
    let client = builder.bearer("t").key("k").basic("Aladdin", "open sesame").build().unwrap();
    clock.run(async { client.either().await.unwrap() });
    // The example of RFC 7617 section 2.
    let basic = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
    assert_eq!(
        (server.calls()[0].header("authorization"), server.calls()[0].header("x-key")),
        (Some(basic), Some("k"))
    );
}

#[test]
fn optional_security_uses_what_is_there() {
    for (token, sent) in [(Some("t"), Some("Bearer t")), (None, None)] {
        let (clock, server, builder) = everywhere();
        let builder = token.into_iter().fold(builder, |builder, token| builder.bearer(token));
        let client = builder.build().unwrap();
        clock.run(async { client.optional().await.unwrap() });
        assert_eq!(server.calls()[0].header("authorization"), sent);
    }
}

#[test]
fn a_key_goes_into_the_query_percent_encoded() {
    let (clock, server, builder) = everywhere();
    let client = builder.query_key("a&b c").build().unwrap();
    clock.run(async { client.by_query().query("limit", "1").await.unwrap() });
    assert_eq!(server.calls()[0].query, "limit=1&api_key=a%26b%20c");
}

#[test]
fn credentials_do_not_show_in_the_request_that_is_built_but_not_sent() {
    let (_, _, builder) = everywhere();
    let client = builder.bearer("t").build().unwrap();
    assert!(!client.secured().request().unwrap().headers().contains_key("authorization"));
}

#[test]
fn what_the_caller_sets_wins() {
    let (clock, server, builder) = everywhere();
    let client = builder.bearer("t").build().unwrap();
    clock.run(async { client.secured().header("authorization", "Bearer mine").await.unwrap() });
    assert_eq!(server.calls()[0].header("authorization"), Some("Bearer mine"));

    let (clock, server, builder) = everywhere();
    let client = builder.build().unwrap();
    clock.run(async { client.secured().header("authorization", "Bearer mine").await.unwrap() });
    assert_eq!(server.calls()[0].header("authorization"), Some("Bearer mine"));
}

#[test]
fn plain_http_gets_credentials_on_this_machine_only() {
    for base in [
        "http://localhost/",
        "http://127.0.0.1:8080/",
        "http://[::1]/",
        "http://a.localhost/",
        "https://api.example.com/",
    ] {
        let (clock, server, builder) = everywhere();
        let client = builder.base_url(base).bearer("t").build().unwrap();
        clock.run(async { client.secured().await.unwrap() });
        assert_eq!(server.calls()[0].header("authorization"), Some("Bearer t"), "{base}");
    }
    for base in
        ["http://api.example.com/", "http://127.0.0.1.example.com/", "http://10.0.0.1/", "http://localhost.example/"]
    {
        let (clock, server, builder) = everywhere();
        let client = builder.base_url(base).bearer("t").build().unwrap();
        let error = clock.run(async { client.secured().await.unwrap_err() });
        assert!(error.is_auth() && error.to_string().contains("plain http"), "{error}");
        assert!(server.calls().is_empty());
    }
    let (clock, server, builder) = everywhere();
    let client = builder.base_url("http://api.example.com/").bearer("t").allow_insecure().build().unwrap();
    clock.run(async { client.secured().await.unwrap() });
    assert_eq!(server.calls()[0].header("authorization"), Some("Bearer t"));
}

#[test]
fn a_server_of_one_operation_is_trusted_as_the_description_names_it() {
    let (clock, server, _) = everywhere();
    let builder = ClientBuilder::new().transport(server.clone()).clock(clock.clone()).allow_insecure();
    let client = builder.bearer("t").build().unwrap();
    clock.run(async { client.elsewhere().await.unwrap() });
    let call = &server.calls()[0];
    assert_eq!((call.url.as_str(), call.header("authorization")), ("http://upload.localhost/file", Some("Bearer t")));
}

#[test]
fn a_base_url_of_the_callers_holds_for_all_operations() {
    let (clock, server, builder) = everywhere();
    let client = builder.bearer("t").build().unwrap();
    clock.run(async { client.elsewhere().await.unwrap() });
    assert_eq!(server.calls()[0].url, "http://mock.localhost/file");
}

#[test]
fn the_builder_reports_everything_that_is_wrong_at_once() {
    let (_, _, builder) = everywhere();
    let error = builder.base_url("ftp://x").header("bad name", "x").trust_origin("nonsense").build().unwrap_err();
    assert_eq!(error.problems().count(), 3, "{error}");
}

/// As in a browser, which sets some headers itself.
struct Refusing;

impl Transport for Refusing {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<ResponseBody>, TransportError>> {
        unreachable!("nothing is sent")
    }

    fn refuses(&self, header: &http::HeaderName) -> Option<&'static str> {
        matches!(header.as_str(), "authorization" | "x-key" | "origin").then_some("it is not ours")
    }
}

#[test]
fn what_the_transport_cannot_send_is_told_when_the_client_is_built() {
    let built = |with: fn(ClientBuilder) -> ClientBuilder| {
        let (_, _, builder) = everywhere();
        with(builder.transport(Refusing)).build().map(drop).map_err(|error| error.to_string())
    };
    let told = |what: &str, header: &str| {
        format!("cannot build the client: {what}: the transport cannot send the header `{header}`: it is not ours")
    };
    assert_eq!(built(|builder| builder), Ok(()));
    assert_eq!(built(|builder| builder.query_key("k").header("x-other", "o")), Ok(()));
    assert_eq!(built(|builder| builder.bearer("t")), Err(told("credential for `token`", "authorization")));
    assert_eq!(built(|builder| builder.basic("ann", "p")), Err(told("credential for `user`", "authorization")));
    assert_eq!(built(|builder| builder.key("k")), Err(told("credential for `key`", "x-key")));
    assert_eq!(built(|builder| builder.header("Origin", "o")), Err(told("header `origin`", "origin")));
}

/// Each is refused where it is given, or where a source hands it over; nothing is sent.
const FLAWED: &[(&str, &str)] = &[
    ("", "empty"),
    (" secret", "spaces at an end"),
    ("secret\t", "control characters"),
    ("secret ", "spaces at an end"),
    ("sec\r\nret", "control characters"),
    ("sec\0ret", "control characters"),
    ("sec\u{7f}ret", "control characters"),
];

#[test]
fn secrets_that_would_be_changed_on_the_way_are_refused_when_the_client_is_built() {
    for (secret, word) in FLAWED {
        for builder in [
            setting().2.bearer(*secret),
            setting().2.token(*secret),
            setting().2.key(*secret),
            setting().2.query_key(*secret),
        ] {
            let error = builder.build().unwrap_err().to_string();
            assert!(error.contains(word) && !error.contains("ret"), "{secret:?}: {error}");
        }
    }
}

#[test]
fn a_user_name_has_no_colon_and_no_part_has_control_characters() {
    for (user, password, word) in [
        ("an:n", "p", "colon"),
        ("an\nn", "p", "control characters"),
        ("ann", "p\0", "control characters"),
        ("ann", "p\u{85}", "control characters"),
    ] {
        let error = setting().2.basic(user, password).build().unwrap_err().to_string();
        assert!(error.contains(word) && error.contains("`user`"), "{user:?} {password:?}: {error}");
    }
    for (user, password) in [("ann", "a:b:c"), ("key", ""), ("", "token"), ("ännchen", "p ß ")] {
        assert!(setting().2.basic(user, password).build().is_ok(), "{user:?} {password:?}");
    }
}

#[test]
fn a_key_may_be_beyond_ascii_where_it_is_encoded() {
    let (clock, server, builder) = everywhere();
    let client = builder.query_key("schlüssel").build().unwrap();
    clock.run(async { client.by_query().await.unwrap() });
    assert_eq!(server.calls()[0].query, "api_key=schl%C3%BCssel");
}

struct Store(&'static str);

impl TokenSource for Store {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(Token::new(self.0))
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        Ok(Token::new(self.0))
    }
}

#[test]
fn a_source_that_hands_over_such_a_token_fails_the_call() {
    for (secret, word) in FLAWED {
        let (clock, server, builder) = everywhere();
        let client = builder.bearer(Store(secret)).build().unwrap();
        let error = clock.run(async { client.secured().await.unwrap_err() });
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Auth, Sent::No));
        let text = error.to_string();
        assert!(text.contains(word) && !text.contains("ret"), "{secret:?}: {text}");
        assert!(server.calls().is_empty());
    }
}

#[test]
fn a_credential_of_one_scheme_wins_over_one_for_all() {
    let (clock, server, builder) = everywhere();
    let client = builder.token("own").bearer("all").build().unwrap();
    clock.run(async { client.secured().await.unwrap() });
    assert_eq!(server.calls()[0].header("authorization"), Some("Bearer own"));
}

#[test]
fn a_base_url_is_refused_where_something_of_it_would_be_lost() {
    for (url, word) in [
        ("http://h/?v=1", "a query"),
        ("http://h/#top", "a fragment"),
        ("http://ann:pw@h/", "user information"),
        ("127.0.0.1:80", "write `http://127.0.0.1:80`"),
        ("localhost:8080", "write `http://localhost:8080`"),
    ] {
        let error = setting().2.base_url(url).build().unwrap_err().to_string();
        assert!(error.contains("base_url: ") && error.contains(word) && !error.contains("pw"), "{url}: {error}");
    }
}
