//! Faults of HTTP/2: what the caller sees, and how often the server is asked.

use std::sync::atomic::Ordering;
use std::time::Duration;

use clientwright_runtime::{Error, ErrorKind, GaveUp, Phase, ReqwestTransport, Sent, Timeouts, TokioClock};

use crate::api::{Item, patient};
use crate::client::{Client, ClientBuilder, Problem};
use crate::raw::{DATA, END_HEADERS, ENHANCE_YOUR_CALM, HEADERS, INTERNAL_ERROR, NO_ERROR, OK, REFUSED_STREAM, Server};
use crate::script::{pattern, pieces};
use crate::setups::stalled;
use crate::waits::Waits;

fn builder(server: &Server) -> ClientBuilder {
    let transport = ReqwestTransport::builder().no_system_proxy().http2_prior_knowledge().build().unwrap();
    let builder = patient().base_url(format!("http://{}/", server.address));
    builder.transport(transport).clock(Waits::default())
}

fn client(server: &Server) -> Client {
    builder(server).build().unwrap()
}

fn said(result: Result<Item, Error<Problem>>) -> (ErrorKind, Sent, bool, Option<GaveUp>) {
    let error = result.map(|item| item.id).unwrap_err();
    (error.kind(), error.was_sent(), error.is_retryable(), error.gave_up())
}

#[tokio::test]
async fn a_refused_stream_was_not_processed_and_is_sent_again() {
    let server = Server::start(|mut peer, _, count| async move {
        loop {
            let stream = peer.request().await?;
            match count.one() {
                0 => peer.reset(stream, REFUSED_STREAM).await?,
                _ => peer.answer(stream).await?,
            }
        }
    })
    .await;
    assert_eq!(client(&server).post().body("once").await.unwrap().id, "1");
    assert_eq!((server.hits(), server.connections.load(Ordering::SeqCst)), (2, 1));
}

#[tokio::test]
async fn streams_that_are_always_refused_are_given_up_unsent() {
    let server = Server::start(|mut peer, _, count| async move {
        loop {
            let stream = peer.request().await?;
            count.one();
            peer.reset(stream, REFUSED_STREAM).await?;
        }
    })
    .await;
    let error = said(client(&server).post().body("once").await);
    assert_eq!(error, (ErrorKind::Protocol, Sent::No, true, Some(GaveUp::Attempts)));
    assert_eq!(server.hits(), 3);
}

#[tokio::test]
async fn a_stream_that_a_server_leaves_out_as_it_goes_is_sent_again_elsewhere() {
    for code in [NO_ERROR, ENHANCE_YOUR_CALM] {
        let server = Server::start(move |mut peer, number, count| async move {
            loop {
                let stream = peer.request().await?;
                count.one();
                if number == 0 {
                    peer.go_away(0, code).await?;
                    peer.drain().await;
                    return Ok(());
                }
                peer.answer(stream).await?;
            }
        })
        .await;
        assert_eq!(client(&server).post().body("once").await.unwrap().id, "1", "{code}");
        assert_eq!((server.hits(), server.connections.load(Ordering::SeqCst)), (2, 2), "{code}");
    }
}

#[tokio::test]
async fn a_stream_that_a_server_ends_before_it_goes_is_answered() {
    let server = Server::start(|mut peer, number, count| async move {
        let stream = peer.request().await?;
        count.one();
        if number == 0 {
            peer.go_away(stream, NO_ERROR).await?;
        }
        peer.answer(stream).await?;
        peer.drain().await;
        Ok(())
    })
    .await;
    let client = client(&server);
    assert_eq!(client.post().body("once").await.unwrap().id, "1");
    assert_eq!(client.post().body("another").await.unwrap().id, "1");
    assert_eq!(
        (server.hits(), server.connections.load(Ordering::SeqCst)),
        (2, 2),
        "no call meets the connection that goes"
    );
}

#[tokio::test]
async fn a_stream_that_a_server_takes_along_and_breaks_may_have_been_processed() {
    let server = Server::start(|mut peer, _, count| async move {
        let stream = peer.request().await?;
        count.one();
        peer.go_away(stream, NO_ERROR).await
    })
    .await;
    let client = client(&server);
    assert_eq!(
        said(client.post().body("once").await),
        (ErrorKind::Io, Sent::Maybe, false, Some(GaveUp::NotIdempotent))
    );
    assert_eq!(server.hits(), 1);
    assert_eq!(said(client.get().await), (ErrorKind::Io, Sent::Maybe, true, Some(GaveUp::Attempts)));
    assert_eq!(server.hits(), 4);
}

#[tokio::test]
async fn a_stream_that_is_reset_may_have_been_processed() {
    let server = Server::start(|mut peer, _, count| async move {
        loop {
            let stream = peer.request().await?;
            count.one();
            peer.reset(stream, INTERNAL_ERROR).await?;
        }
    })
    .await;
    let client = client(&server);
    assert_eq!(
        said(client.post().body("once").await),
        (ErrorKind::Io, Sent::Maybe, false, Some(GaveUp::NotIdempotent))
    );
    assert_eq!(server.hits(), 1);
    assert_eq!(said(client.get().await), (ErrorKind::Io, Sent::Maybe, true, Some(GaveUp::Attempts)));
    assert_eq!((server.hits(), server.connections.load(Ordering::SeqCst)), (4, 1));
}

#[tokio::test]
async fn a_stream_that_is_reset_in_the_answer_was_processed() {
    for code in [INTERNAL_ERROR, REFUSED_STREAM] {
        let server = Server::start(move |mut peer, _, count| async move {
            loop {
                let stream = peer.request().await?;
                count.one();
                peer.send(HEADERS, END_HEADERS, stream, OK).await?;
                peer.send(DATA, 0, stream, br#"{"id""#).await?;
                peer.reset(stream, code).await?;
            }
        })
        .await;
        let client = client(&server);
        let error = said(client.post().body("once").await);
        assert_eq!((error, server.hits()), ((ErrorKind::Io, Sent::Yes, false, Some(GaveUp::NotIdempotent)), 1));
        let error = said(client.get().await);
        assert_eq!((error, server.hits()), ((ErrorKind::Io, Sent::Yes, true, Some(GaveUp::Attempts)), 4));
    }
}

#[tokio::test]
async fn an_early_answer_ends_an_upload() {
    let server = Server::start(|mut peer, _, count| async move {
        peer.opens_windows = false;
        let stream = peer.frame().await?.stream;
        count.one();
        peer.answer(stream).await?;
        peer.reset(stream, NO_ERROR).await?;
        peer.drain().await;
        Ok(())
    })
    .await;
    assert_eq!(client(&server).post().body(pieces(&pattern(1 << 20))).await.unwrap().id, "1");
    assert_eq!(server.hits(), 1);
}

#[tokio::test]
async fn what_is_no_http2_is_a_protocol_error() {
    let server = Server::start(|mut peer, _, count| async move {
        let stream = peer.request().await?;
        count.one();
        // Data before the head.
        peer.send(DATA, 0, stream, b"x").await?;
        peer.drain().await;
        Ok(())
    })
    .await;
    let error = said(client(&server).get().await);
    assert_eq!((error, server.hits()), ((ErrorKind::Protocol, Sent::Maybe, false, None), 1));
}

#[tokio::test]
async fn a_window_that_stays_shut_is_silence() {
    let server = Server::start(|mut peer, _, count| async move {
        peer.opens_windows = false;
        let mut read = 0;
        // The window that each stream and connection begins with (RFC 9113 section 6.9.2).
        while read < 65_535 {
            let frame = peer.frame().await?;
            read += if frame.kind == DATA { frame.payload.len() } else { 0 };
        }
        count.one();
        peer.drain().await;
        Ok(())
    })
    .await;
    let timeouts = Timeouts::none().read(Duration::from_secs(5));
    let client = builder(&server).clock(TokioClock).timeouts(timeouts).build().unwrap();
    let error = stalled(server.reached(1), client.post().body(pieces(&pattern(1 << 20)))).await.err().unwrap();
    assert_eq!((error.timeout_phase(), error.was_sent()), (Some(Phase::Read), Sent::Maybe), "{error:?}");
    assert_eq!((error.gave_up(), server.hits()), (Some(GaveUp::NotIdempotent), 1));
}

#[tokio::test]
async fn a_connection_that_answers_no_ping_is_broken() {
    let server = Server::start(|mut peer, _, count| async move {
        peer.request().await?;
        count.one();
        peer.drain().await;
        Ok(())
    })
    .await;
    let transport = ReqwestTransport::builder().no_system_proxy().http2_prior_knowledge();
    let transport = transport.http2_pings(Duration::from_secs(10), Duration::from_secs(5)).build().unwrap();
    let client = builder(&server).transport(transport).build().unwrap();
    let error = stalled(server.reached(1), client.post().body("once")).await.err().unwrap();
    assert_eq!(
        (error.kind(), error.was_sent(), error.is_retryable()),
        (ErrorKind::Io, Sent::Maybe, false),
        "{error:?}"
    );
    assert_eq!((error.gave_up(), server.hits()), (Some(GaveUp::NotIdempotent), 1));
}
