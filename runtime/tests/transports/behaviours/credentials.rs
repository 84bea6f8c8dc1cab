//! Whom credentials reach. Enters: a way to a server.

use std::sync::atomic::{AtomicU32, Ordering};

use clientwright_runtime::{
    Body, ErrorKind, Failure, Interceptor, Next, Rejected, ResponseBody, Sent, Token, TokenError, TokenSource,
};

use super::get;
use crate::script::{Reply, Script};
use crate::setups::Setup;

/// Counts what it gives out.
#[derive(Default)]
struct Counted(AtomicU32);

impl TokenSource for Counted {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(Token::new(format!("t{}", self.0.fetch_add(1, Ordering::SeqCst))))
    }

    async fn refresh(&self, rejected: Rejected) -> Result<Token, TokenError> {
        assert_eq!(rejected.token.access(), "t0");
        self.load().await
    }
}

pub(crate) async fn a_rejected_token_is_renewed_once(setup: Setup) {
    let rejected = Reply::status(401).header("www-authenticate", "Bearer error=\"invalid_token\"");
    let stage = setup(Script::default().on("GET", "/secured", [rejected, Reply::item("1")])).await;
    let client = stage.client().bearer(Counted::default()).build().unwrap();
    assert_eq!(client.secured().await.unwrap().id, "1");
    let seen = stage.seen().await;
    let tokens = seen.iter().map(|seen| seen.header("authorization").unwrap()).collect::<Vec<_>>();
    assert_eq!(tokens, ["Bearer t0", "Bearer t1"]);
}

pub(crate) async fn a_redirect_elsewhere_carries_no_credentials(setup: Setup) {
    // Where elsewhere is, is known once the server is there: the way back leads over it.
    let script = get([Reply::item("1")]).on("GET", "/secured", [Reply::status(302).header("location", "/item")]);
    let stage = setup(script.clone()).await;
    assert_eq!(stage.client().bearer("t").build().unwrap().secured().await.unwrap().id, "1");
    assert_eq!(stage.seen().await.iter().filter(|seen| seen.header("authorization") == Some("Bearer t")).count(), 2);

    let abroad = setup(get([Reply::item("2")])).await;
    let away = Reply::status(302).header("location", format!("{}item", abroad.elsewhere));
    let stage = setup(script.on("GET", "/secured", [away])).await;
    // In memory there is but one server for all origins.
    let answered = stage.client().bearer("t").build().unwrap().secured().header("x-own", "mine").await.unwrap().id;
    let seen = [stage.seen().await, abroad.seen().await].concat();
    let (home, away) = (&seen[0], &seen[1]);
    assert_eq!(seen.len(), 2, "{answered}");
    assert_ne!(home.host, away.host);
    assert_eq!((home.header("authorization"), home.header("x-own")), (Some("Bearer t"), Some("mine")));
    assert_eq!((away.header("authorization"), away.header("x-own"), away.header("referer")), (None, None, None));
    assert_eq!(away.header("accept"), Some("application/json"));
}

/// Sends what goes to the path elsewhere.
struct Elsewhere(String);

impl Interceptor for Elsewhere {
    async fn intercept(
        &self,
        mut request: http::Request<Body>,
        next: Next<'_>,
    ) -> Result<http::Response<ResponseBody>, Failure> {
        assert!(request.headers().get("authorization").is_none(), "the interceptor sees no credentials");
        let path = request.uri().path().trim_start_matches('/');
        *request.uri_mut() = format!("{}{path}", self.0).parse().unwrap();
        next.run(request).await
    }
}

/// The other origin is the same server: whatever it is told, it has seen.
pub(crate) async fn an_interceptor_takes_no_credentials_elsewhere(setup: Setup) {
    let stage =
        setup(Script::default().on("GET", "/secured", [Reply::item("1")]).on("GET", "/item", [Reply::item("1")])).await;
    let elsewhere = Elsewhere(stage.elsewhere.clone());
    let client = stage.client().bearer("t").header("x-token", "t").attempt_interceptor(elsewhere).build().unwrap();
    let error = client.secured().await.err().unwrap();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Auth, Sent::No), "{error:?}");
    let error = client.get().await.err().unwrap();
    assert_eq!(
        (error.kind(), error.was_sent()),
        (ErrorKind::Auth, Sent::No),
        "a default header proves, too: {error:?}"
    );
    assert_eq!(stage.seen().await.len(), 0);
}

/// What goes where it was to go is signed as it is, and has the credentials on it.
pub(crate) async fn credentials_are_put_on_behind_the_interceptors(setup: Setup) {
    struct Signs;
    impl Interceptor for Signs {
        async fn intercept(
            &self,
            mut request: http::Request<Body>,
            next: Next<'_>,
        ) -> Result<http::Response<ResponseBody>, Failure> {
            let mut names = request.headers().keys().map(http::HeaderName::as_str).collect::<Vec<_>>();
            names.sort_unstable();
            let names = names.join(" ").parse().unwrap();
            request.headers_mut().insert("x-signed", names);
            next.run(request).await
        }
    }
    let stage = setup(Script::default().on("GET", "/secured", [Reply::item("1")])).await;
    let client = stage.client().bearer("t").attempt_interceptor(Signs).build().unwrap();
    client.secured().await.unwrap();
    // Who a page is, the browser says.
    let signed = if cfg!(target_arch = "wasm32") { "accept" } else { "accept user-agent" };
    let seen = stage.seen().await;
    assert_eq!((seen[0].header("authorization"), seen[0].header("x-signed")), (Some("Bearer t"), Some(signed)));
}
