//! What is secret in a request, quoted in every manner.

use std::collections::BTreeMap;
use std::convert::Infallible;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{Body, Part, codec};
use futures_util::stream;

use crate::api::{Change, builder, show};
use crate::parrot::{MANNERS, Parrot};
use crate::watch::Canaries;

/// Calls with what `give` gives the call, whatever the server makes of it.
fn quoted(canaries: &Canaries, give: impl Fn(rt::Call) -> rt::Call) {
    for manner in MANNERS {
        canaries.watch(|seen| {
            let (clock, parrot) = (VirtualClock::new(), Parrot::new(*manner));
            let client = builder(&clock, parrot.clone()).build().unwrap();
            let call = client.post().with(&give);
            seen.debug("the call", &call);
            clock.run(async { show(seen, "post", call.response().await) });
            assert_eq!(parrot.heard().len(), 1, "{manner:?}");
        });
    }
}

fn with_code(call: rt::Call) -> rt::Call {
    call.path("code", &"c0de".to_owned())
}

#[test]
fn secret_parameters_of_every_place_are_not_shown() {
    let mut canaries = Canaries::default();
    let [path, query, header, cookie] = [(); 4].map(|()| canaries.plant());
    quoted(&canaries, |call| {
        call.path("code", &path).query("q", &query).header("X-Own", &header).cookie("own", &cookie)
    });
}

#[test]
fn parameters_that_are_called_secret_are_not_shown() {
    let mut canaries = Canaries::default();
    let [query, header, extra, option] = [(); 4].map(|()| canaries.plant());
    quoted(&canaries, |call| {
        let mut call = with_code(call).query("access_token", &query).header("X-Auth-Token", &header);
        call.options_mut().query("api_key", &extra);
        call.options_mut().header("x-client-secret", &option);
        call
    });
}

#[test]
fn secret_properties_of_a_json_body_are_not_shown() {
    let mut canaries = Canaries::default();
    let word = canaries.plant_as("q7X \"c4n4ry\\/ü\n+Vu3&Kp9z<R8>'w");
    canaries.plant_as("81372645");
    let change = Change { name: "Ann".to_owned(), word: word.into(), pin: 81_372_645 };
    quoted(&canaries, |call| with_code(call).json(&change));
}

#[test]
fn secret_properties_of_a_form_are_not_shown() {
    let mut canaries = Canaries::default();
    let word = canaries.plant();
    canaries.plant_as("81372645");
    let change = Change { name: "Ann".to_owned(), word: word.into(), pin: 81_372_645 };
    quoted(&canaries, |call| with_code(call).form(&change));
}

#[test]
fn secret_parts_of_a_multipart_body_are_not_shown() {
    let mut canaries = Canaries::default();
    let [word, token, file] = [(); 3].map(|()| canaries.plant());
    // One is in memory with all else, the other makes a body of several pieces.
    let pictures = [
        Part::bytes("....".as_bytes()),
        Part::body(Body::factory(None, || stream::iter([Ok::<_, Infallible>("....")]))).file_name("picture"),
    ];
    for picture in pictures {
        quoted(&canaries, |call| {
            let call = with_code(call).part("word", &word).part("idToken", &token);
            call.file("private_key", Part::bytes(file.clone().into_bytes())).file("picture", picture.clone())
        });
    }
}

/// A token that nobody knows yet, and what would fill a log or a terminal.
#[test]
fn what_does_not_decode_is_not_shown() {
    let mut canaries = Canaries::default();
    let fresh = canaries.plant();
    let (long, key) = ("x".repeat(1 << 20), format!("{}\u{1b}[2J\u{202e}", "k".repeat(1 << 20)));
    let texts = [
        serde_json::json!({ "said": { "access": fresh } }),
        serde_json::json!({ "said": [fresh, long] }),
        serde_json::json!([fresh, { &key: fresh }]),
        serde_json::json!({ &key: fresh, "said": 1 }),
        serde_json::json!(fresh),
    ];
    for text in texts {
        let text = text.to_string();
        // The body itself is logged at the finest level, for it is not known what it is; all else is not.
        let seen = {
            let clock = VirtualClock::new();
            let server = MockTransport::new(&clock);
            server.on("POST", "/open").reply(Answer::json(200, text));
            let client = builder(&clock, server).build().unwrap();
            clock.run(async { client.open().await.unwrap_err() })
        };
        canaries.watch(|watch| {
            watch.error("the error", &seen);
            let told = format!("{seen}\n{seen:?}");
            assert!(told.len() < 4000 && !told.contains(['\u{1b}', '\u{202e}']), "{told}");
        });
    }
}

#[test]
fn a_key_at_the_way_to_the_fault_is_shown_within_bounds() {
    let key = format!("{}\u{1b}[2J\u{202e}/~", "k".repeat(1 << 20));
    let value = serde_json::json!({ &key: { "said": "x" } });
    let error = codec::from_slice::<BTreeMap<String, i64>>(value.to_string().as_bytes()).unwrap_err();
    let told = format!("{error}\n{error:?}");
    assert!(told.len() < 1500 && told.contains("/kkkk") && told.contains("characters left out"), "{told}");
    assert!(told.contains("\\u{1b}[2J\\u{202e}~1~0") && !told.contains(['\u{1b}', '\u{202e}']), "{told}");
    assert_eq!(error.message(), "expected i64, found an object");
}
