//! What a client has where its builder was given nothing. Enters: the time limits. Leaves: what the target and the features have; what they
//! do not have is to be given.

use std::sync::Arc;

use crate::clock::{Clock, Spawner};
use crate::timeout::Timeouts;
use crate::transport::Transport;

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub(super) fn clock() -> Option<Arc<dyn Clock>> {
    Some(Arc::new(crate::clock::TokioClock))
}

#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub(super) fn clock() -> Option<Arc<dyn Clock>> {
    Some(Arc::new(crate::clock::BrowserClock))
}

#[cfg(not(any(all(feature = "tokio", not(target_arch = "wasm32")), all(feature = "fetch", target_arch = "wasm32"))))]
pub(super) fn clock() -> Option<Arc<dyn Clock>> {
    None
}

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub(super) fn spawner() -> Arc<dyn Spawner> {
    Arc::new(crate::clock::TokioSpawner)
}

#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub(super) fn spawner() -> Arc<dyn Spawner> {
    Arc::new(crate::clock::BrowserSpawner)
}

#[cfg(not(any(all(feature = "tokio", not(target_arch = "wasm32")), all(feature = "fetch", target_arch = "wasm32"))))]
pub(super) fn spawner() -> Arc<dyn Spawner> {
    Arc::new(crate::clock::NoSpawner)
}

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub(super) fn transport(timeouts: Timeouts) -> Result<Arc<dyn Transport>, String> {
    match crate::transport::ReqwestTransport::new(timeouts) {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => Err(format!("the transport: {error}")),
    }
}

#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub(super) fn transport(_timeouts: Timeouts) -> Result<Arc<dyn Transport>, String> {
    Ok(Arc::new(crate::transport::FetchTransport::new()))
}

#[cfg(not(any(
    all(feature = "reqwest", not(target_arch = "wasm32")),
    all(feature = "fetch", target_arch = "wasm32")
)))]
pub(super) fn transport(_timeouts: Timeouts) -> Result<Arc<dyn Transport>, String> {
    Err("no transport: call `transport`".to_owned())
}
