//! Calls that are dropped on the way. Enters: a call, how often it may be polled. Leaves: its end, or none.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// What `call` gives, or nothing where that takes more polls than so many: the call is dropped then.
pub(crate) async fn dropped_after<T>(polls: usize, call: impl Future<Output = T>) -> Option<T> {
    let (mut call, mut left) = (pin!(call), polls);
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        call.as_mut().poll(cx).map(Some)
    })
    .await
}
