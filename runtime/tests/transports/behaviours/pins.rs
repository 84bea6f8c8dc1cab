//! Keys that servers are held to. Enters: a way to a server. Case by case they are tried in `pinning`.

use clientwright_runtime::{ErrorKind, Sent};

use super::get;
use crate::script::Reply;
use crate::setups::Setup;

pub(crate) async fn a_server_with_a_pinned_key_is_spoken_to(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    assert_eq!(stage.client().build().unwrap().get().await.unwrap().id, "1");
}

pub(crate) async fn a_server_without_a_pinned_key_is_not_spoken_to(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    let error = stage.client().build().unwrap().get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Tls, Sent::No, false), "{error:?}");
    assert_eq!((error.attempts().len(), stage.seen().await.len()), (1, 0));
}
