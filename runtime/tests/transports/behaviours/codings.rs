//! Content codings, which the transport undoes. Enters: a way to a server.

use clientwright_runtime::{Bytes, ErrorKind, GaveUp, Sent};

use super::get;
use crate::script::{Reply, Script, Then};
use crate::setups::Setup;

/// The first 3 MiB of nothing without end, in 3 KiB.
fn bomb() -> Bytes {
    let mut block = Vec::with_capacity(1 << 16);
    let nothing = vec![0; 1 << 20];
    let mut coder = flate2::Compress::new(flate2::Compression::best(), false);
    coder.compress_vec(&nothing, &mut block, flate2::FlushCompress::Full).unwrap();
    // Each block is on its own behind a full flush.
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255][..], &block, &block, &block].concat().into()
}

pub(crate) async fn what_is_compressed_is_counted_as_it_becomes(setup: Setup) {
    let stage =
        setup(get([Reply::status(200).header("content-encoding", "gzip").piece(bomb()).then(Then::Silence)])).await;
    let error = stage.client().max_body_bytes(2 << 20).build().unwrap().get().await.unwrap_err();
    assert_eq!((error.kind(), stage.seen().await.len()), (ErrorKind::BodyTooLarge, 1), "{error:?}");
    stage.left(1).await;
}

/// `text` as gzip (RFC 1952).
fn gzip(text: &str) -> Vec<u8> {
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut coder, text.as_bytes()).unwrap();
    coder.finish().unwrap()
}

/// Bodies that are not what their coding says.
fn miscoded() -> Vec<(&'static str, Vec<u8>)> {
    let good = gzip(r#"{"id":"1"}"#);
    let (mut checksum, mut middle) = (good.clone(), good.clone());
    checksum[good.len() - 8] ^= 1;
    middle[10] = 0xff;
    vec![
        ("gzip", b"not gzip at all, and long enough to be seen".to_vec()),
        ("gzip", checksum),
        ("gzip", middle),
        ("gzip", good[..good.len() - 9].to_vec()),
        #[cfg(feature = "brotli")]
        ("br", vec![0xff; 64]),
        #[cfg(feature = "zstd")]
        ("zstd", b"not zstd at all, and long enough to be seen".to_vec()),
    ]
}

pub(crate) async fn a_body_that_is_miscoded_does_not_decode(setup: Setup) {
    for (coding, body) in miscoded() {
        let stage =
            setup(get([Reply::status(200).header("content-encoding", coding).piece(body).then(Then::Miscoded)])).await;
        let error = stage.client().build().unwrap().get().await.unwrap_err();
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Decode, Sent::Yes), "{coding}: {error:?}");
        assert_eq!(
            (error.is_retryable(), error.status().map(|status| status.as_u16())),
            (false, Some(200)),
            "{coding}"
        );
        assert!(error.to_string().contains("(status 200): its content coding is broken: "), "{error}");
        assert_eq!(stage.seen().await.len(), 1, "{coding}: repeating does not help");
    }
}

pub(crate) async fn an_error_that_is_miscoded_stays_what_its_status_says(setup: Setup) {
    for (coding, body) in miscoded() {
        let busy = Reply::status(503).header("content-encoding", coding).piece(body).then(Then::Miscoded);
        let stage = setup(get([busy.header("retry-after", "0"), Reply::item("1")])).await;
        assert_eq!(stage.client().build().unwrap().get().await.unwrap().id, "1", "{coding}");
        assert_eq!(stage.seen().await.len(), 2);
    }
}

pub(crate) async fn a_coded_body_that_is_cut_off_is_io(setup: Setup) {
    let body = gzip(&format!(r#"{{"id":"{}"}}"#, "1".repeat(1000)));
    let cut = Reply::status(200).header("content-encoding", "gzip").piece(body[..body.len() / 2].to_vec());
    let stage = setup(get([cut.then(Then::Break)])).await;
    let error = stage.client().build().unwrap().get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Io, Sent::Yes, true), "{error:?}");
    assert_eq!((error.gave_up(), stage.seen().await.len()), (Some(GaveUp::Attempts), 3));
}

pub(crate) async fn what_is_coded_is_read_as_it_was(setup: Setup) {
    let stage = setup(get([Reply::status(200).header("content-encoding", "gzip").piece(gzip(r#"{"id":"1"}"#))])).await;
    assert_eq!(stage.client().build().unwrap().get().await.unwrap().id, "1");
}

pub(crate) async fn a_download_that_is_miscoded_does_not_decode(setup: Setup) {
    for (coding, body) in miscoded() {
        let file = Reply::status(200).header("content-encoding", coding).piece(body).then(Then::Miscoded);
        let stage = setup(Script::default().on("GET", "/download", [file])).await;
        let file = stage.client().build().unwrap().download().await.unwrap();
        let error = file.collect().await.unwrap_err();
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Decode, Sent::Yes), "{coding}: {error:?}");
    }
}

pub(crate) async fn an_error_that_swells_is_cut(setup: Setup) {
    let teapot = Reply::status(418).header("content-encoding", "gzip").piece(bomb()).then(Then::Silence);
    let stage = setup(get([teapot])).await;
    let error = stage.client().build().unwrap().get().await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::UnexpectedStatus, 418));
    assert_eq!((error.body().map(Bytes::len), error.is_body_truncated()), (Some(1 << 20), true));
    assert_eq!(stage.seen().await.len(), 1);
    stage.left(1).await;
}
