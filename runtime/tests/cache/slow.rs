//! The network first, and what is stored where it fails or is slow.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{CachePolicy, Clock, ErrorKind, Outcome, Phase, Sent, TransportErrorKind};

use crate::api::{cached, done, item, secs};

const FIRST: CachePolicy = CachePolicy::NetworkFirst { within: secs(2) };

#[test]
fn the_network_answers_where_it_is_there_in_time() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=60")).once(item("2", "max-age=60").delay(secs(1)));
    clock.run(async {
        client.get().cache_policy(FIRST).await.unwrap();
        let second = client.get().cache_policy(FIRST).response().await.unwrap();
        assert_eq!((second.body().id.as_str(), second.attempts().len()), ("2", 1));
        assert_eq!(done(&second), "clientwright; fwd=request; stored");
    });
}

#[test]
fn what_is_stored_answers_where_the_network_takes_longer_and_its_answer_is_stored_all_the_same() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=60")).once(item("2", "max-age=60").delay(secs(5)));
    clock.run(async {
        client.get().await.unwrap();
        let began = clock.passed();
        let slow = client.get().cache_policy(FIRST).response().await.unwrap();
        assert_eq!(clock.passed() - began, secs(2));
        assert_eq!(
            (slow.body().id.as_str(), done(&slow)),
            ("1", "clientwright; fwd=request; ttl=58; detail=network-slow")
        );
        clock.sleep(secs(4)).await;
        assert_eq!(client.get().await.unwrap().id, "2");
    });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn what_is_stored_answers_where_the_network_fails_and_must_be_validated_too() {
    let (clock, server, client) = cached();
    let rule = server.on("GET", "/item").once(item("1", "no-cache")).once(Answer::status(503));
    rule.once(Answer::error(TransportErrorKind::Connect)).once(Answer::error(TransportErrorKind::Tls));
    clock.run(async {
        client.get().await.unwrap();
        let broken = client.get().cache_policy(FIRST).response().await.unwrap();
        assert_eq!(done(&broken), "clientwright; fwd=request; fwd-status=503; ttl=0; detail=policy");
        let absent = client.get().cache_policy(FIRST).response().await.unwrap();
        assert_eq!(done(&absent), "clientwright; fwd=request; ttl=0; detail=policy");
        let untrusted = client.get().cache_policy(FIRST).await.map(|item| item.id).unwrap_err();
        assert_eq!(untrusted.kind(), ErrorKind::Tls, "who is there is told");
    });
}

#[test]
fn where_nothing_is_stored_the_network_has_the_calls_own_time() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=60").delay(secs(9)));
    clock.run(async {
        assert_eq!(client.get().cache_policy(FIRST).await.unwrap().id, "1");
    });
}

#[test]
fn a_failure_of_the_network_is_that_of_the_call_with_its_attempts() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=60")).once(Answer::status(400));
    clock.run(async {
        client.get().await.unwrap();
        let error = client.get().cache_policy(FIRST).await.map(|item| item.id).unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts().len()), (400, 1));
        assert!(error.url().ends_with("/item"), "{}", error.url());
    });
}

#[test]
fn a_limit_of_the_call_that_strikes_meanwhile_knows_what_was_sent() {
    let (clock, server, client) = cached();
    let rule = server.on("GET", "/item").once(item("1", "max-age=60"));
    rule.once(Answer::silence()).once(Answer::connecting()).reply(Answer::silence());
    clock.run(async {
        client.get().await.unwrap();
        let hasty = || client.get().cache_policy(FIRST).timeout(secs(1));
        for sent in [Sent::Maybe, Sent::No] {
            let error = hasty().await.map(|item| item.id).unwrap_err();
            assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Timeout(Phase::Operation), sent));
            assert!(matches!(error.attempts(), [one] if one.outcome == Outcome::Unfinished), "{:?}", error.attempts());
        }
        // What is stored may not answer, so that it waits on.
        let picky = client.get().header("cache-control", "no-cache").cache_policy(FIRST).timeout(secs(3));
        assert_eq!(picky.await.map(|item| item.id).unwrap_err().was_sent(), Sent::Maybe);
        let began = clock.passed();
        let slow = client.get().cache_policy(FIRST).response().await.unwrap();
        assert_eq!((slow.attempts().len(), clock.passed() - began), (0, secs(2)), "what goes on is not of the call");
    });
}
