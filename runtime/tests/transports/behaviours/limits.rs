//! How much of a body is held in memory. Enters: a way to a server.

use clientwright_runtime::{ErrorKind, Sent};

use super::get;
use crate::script::{Reply, Script, Then, pattern};
use crate::setups::Setup;

pub(crate) async fn a_success_beyond_the_limit_is_not_read_on(setup: Setup) {
    let endless = Reply::status(200).piece(pattern(600)).piece(pattern(600)).then(Then::Silence);
    let stage = setup(get([endless])).await;
    let error = stage.client().max_body_bytes(1000).build().unwrap().get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::BodyTooLarge, Sent::Yes), "{error:?}");
    assert_eq!((error.status().unwrap().as_u16(), stage.seen().await.len()), (200, 1));
    assert!(error.to_string().contains("more than 1000 bytes"), "{error}");
    stage.left(1).await;
}

pub(crate) async fn a_declared_length_beyond_the_limit_is_not_read_at_all(setup: Setup) {
    let announced = Reply::status(200).header("content-length", "1073741824").then(Then::Silence);
    let stage = setup(get([announced])).await;
    let error = stage.client().build().unwrap().get().await.unwrap_err();
    assert_eq!((error.kind(), stage.seen().await.len()), (ErrorKind::BodyTooLarge, 1), "{error:?}");
    assert!(error.to_string().contains("declares 1073741824"), "{error}");
    stage.left(1).await;
}

pub(crate) async fn a_download_has_no_such_limit(setup: Setup) {
    let bytes = pattern(100_000);
    let stage = setup(Script::default().on("GET", "/download", [Reply::status(200).piece(bytes.clone())])).await;
    let file = stage.client().max_body_bytes(1000).build().unwrap().download().await.unwrap();
    assert_eq!(file.collect().await.unwrap(), bytes);
}
