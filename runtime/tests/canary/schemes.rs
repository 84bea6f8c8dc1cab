//! Credentials of every scheme, quoted in every manner.

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Body, Failure, Interceptor, Next, ResponseBody, http};

use crate::api::{BASIC, BEARER, COOKIE_KEY, Client, ClientBuilder, HEADER_KEY, OTHER, QUERY_KEY, builder, show};
use crate::parrot::{MANNERS, Parrot};
use crate::watch::Canaries;

/// Calls with what `give` gives the client, whatever the server makes of it.
fn quoted(
    canaries: &Canaries,
    give: impl Fn(ClientBuilder) -> ClientBuilder,
    call: impl AsyncFn(&Client, &mut crate::watch::Seen),
) {
    for manner in MANNERS {
        canaries.watch(|seen| {
            let (clock, parrot) = (VirtualClock::new(), Parrot::new(*manner));
            let builder = give(builder(&clock, parrot.clone()));
            seen.debug("the builder", &builder);
            let client = builder.build().unwrap();
            seen.debug("the client", &client);
            clock.run(async { call(&client, seen).await });
            assert!(!parrot.heard().is_empty(), "{manner:?}");
        });
    }
}

/// A test for each scheme: what the client is given, and a call that needs it.
macro_rules! schemes {
    ($($law:ident: |$builder:ident, $secret:ident| $give:expr, $call:ident;)*) => { $(
        #[test]
        fn $law() {
            let mut canaries = Canaries::default();
            let secret = canaries.plant();
            canaries.plant_as(&format!("ann:{secret}"));
            let give = |builder: ClientBuilder| builder.with(|$builder| {
                let $secret = secret.as_str();
                $give
            });
            quoted(&canaries, give, async |client, seen| {
                let call = client.$call();
                seen.debug("the call", &call);
                show(seen, stringify!($call), call.response().await);
            });
        }
    )* };
}

schemes! {
    a_bearer_token_is_not_shown: |builder, secret| builder.bearer(&BEARER, secret), with_bearer;
    a_password_is_not_shown: |builder, secret| builder.basic(&BASIC, "ann", secret), with_basic;
    a_credential_of_another_scheme_is_not_shown: |builder, secret| builder.authorization(&OTHER, format!("Digest {secret}")), with_other;
    a_key_in_a_header_is_not_shown: |builder, secret| builder.api_key(&HEADER_KEY, secret), with_header_key;
    a_key_in_a_query_is_not_shown: |builder, secret| builder.api_key(&QUERY_KEY, secret), with_query_key;
    a_key_in_a_cookie_is_not_shown: |builder, secret| builder.api_key(&COOKIE_KEY, secret), with_cookie_key;
    two_credentials_of_one_call_are_not_shown:
        |builder, secret| builder.api_key(&HEADER_KEY, secret).basic(&BASIC, "ann", secret), with_two;
    a_header_of_the_client_that_is_called_secret_is_not_shown:
        |builder, secret| builder.header("X-Auth-Token", secret), open;
}

#[test]
fn a_credential_that_the_caller_sets_for_one_call_is_not_shown() {
    let mut canaries = Canaries::default();
    let [bearer, key] = [canaries.plant(), canaries.plant()];
    let give =
        |builder: ClientBuilder| builder.with(|builder| builder.bearer(&BEARER, "usual").api_key(&HEADER_KEY, "usual"));
    quoted(&canaries, give, async |client, seen| {
        let call = client.with_bearer().header("authorization", &format!("Bearer {bearer}"));
        seen.debug("the call", &call);
        show(seen, "bearer", call.response().await);
        let call = client.with_header_key().header("x-api-key", &key);
        seen.debug("the call", &call);
        show(seen, "key", call.response().await);
    });
}

/// Puts a credential on requests, and looks at what comes of them as a log would.
struct Signing(String);

impl Interceptor for Signing {
    async fn intercept(
        &self,
        mut request: http::Request<Body>,
        next: Next<'_>,
    ) -> Result<http::Response<ResponseBody>, Failure> {
        let value = http::HeaderValue::from_str(&format!("Signature {}", self.0)).unwrap();
        request.headers_mut().insert("authorization", value);
        request.headers_mut().insert("x-session-token", http::HeaderValue::from_str(&self.0).unwrap());
        let result = next.run(request).await;
        if let Err(failure) = &result {
            tracing::info!(%failure, ?failure, "seen on the way");
        }
        result
    }
}

#[test]
fn a_credential_that_an_interceptor_sets_is_not_shown() {
    let mut canaries = Canaries::default();
    let [signature, token] = [canaries.plant(), canaries.plant()];
    for is_of_attempts in [true, false] {
        let give = |builder: ClientBuilder| {
            let builder = builder.with(|builder| builder.bearer(&BEARER, token.as_str()));
            let signing = Signing(signature.clone());
            if is_of_attempts { builder.attempt_interceptor(signing) } else { builder.interceptor(signing) }
        };
        quoted(&canaries, give, async |client, seen| show(seen, "signed", client.with_bearer().response().await));
    }
}
