//! Aliases for what crosses an `await` behind a pointer. Enters: nothing. Leaves: boxed futures and streams that are
//! `Send` where threads exist and free of that demand in a browser.

use std::error::Error;
use std::pin::Pin;

use bytes::Bytes;
use futures_util::Stream;

/// An error of a caller's own code, as the runtime carries it.
pub type BoxError = Box<dyn Error + Send + Sync + 'static>;

/// A future behind a pointer: `Send` everywhere but on wasm32, where nothing is.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A future behind a pointer: `Send` everywhere but on wasm32, where nothing is.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// The pieces of a body, in order; the stream ends after the first error.
#[cfg(not(target_arch = "wasm32"))]
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send + 'static>>;
/// The pieces of a body, in order; the stream ends after the first error.
#[cfg(target_arch = "wasm32")]
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + 'static>>;

/// `Send` where threads exist, nothing in a browser. Implemented for every type that fits.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send + ?Sized> MaybeSend for T {}
/// `Send` where threads exist, nothing in a browser. Implemented for every type that fits.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSend for T {}

/// `Sync` where threads exist, nothing in a browser. Implemented for every type that fits.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Sync + ?Sized> MaybeSync for T {}
/// `Sync` where threads exist, nothing in a browser. Implemented for every type that fits.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSync {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSync for T {}
