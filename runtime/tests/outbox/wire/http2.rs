//! The same over HTTP/2, where streams end and connections stay.

use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Outbox, ReqwestTransport, Waits};
use h2::Reason;

use super::{client, deferred};
use crate::api::TAKEN;
use crate::http2::Server;

#[tokio::test]
async fn a_stream_that_is_reset_is_sent_again_with_the_same_key_and_bytes() {
    for reason in [Reason::INTERNAL_ERROR, Reason::REFUSED_STREAM, Reason::CANCEL] {
        let server = Server::start(move |talk, number| match number {
            0 => talk.reset(reason),
            1 => talk.answer(503, &[("retry-after", "1")], b"busy"),
            _ => talk.answer(200, &[("content-type", "application/json")], TAKEN.as_bytes()),
        })
        .await;
        let (clock, outbox) = (VirtualClock::new(), Outbox::in_memory().open().await.unwrap());
        let mut events = outbox.events();
        let transport = ReqwestTransport::builder().no_system_proxy().http2_prior_knowledge().build().unwrap();
        let client = client(server.url(), &clock, &outbox).transport(transport).build().unwrap();
        let body = "x".repeat(1 << 20);
        let first = client.say(&body).enqueue("a").await.unwrap();
        let second = client.say("behind").enqueue("a").await.unwrap();
        for waits in [Waits::Backoff, Waits::ServerAsked] {
            let (is, wait) = deferred(&mut events, 1).await;
            assert_eq!(is, waits, "{reason:?}");
            clock.advance(wait.max(Duration::from_secs(1)));
        }
        first.delivered().await.unwrap();
        second.delivered().await.unwrap();
        let seen = server.seen();
        assert_eq!((seen.len(), server.connections()), (4, 1), "{reason:?}");
        assert!(seen[..3].iter().all(|one| one.body == format!("\"{body}\"") && one.headers == seen[0].headers));
        assert_ne!(seen[3].headers["idempotency-key"], seen[0].headers["idempotency-key"]);
    }
}
