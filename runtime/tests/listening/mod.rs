//! Listens to what one thread of a test tells by `tracing`, while others run tests of their own.

use std::sync::OnceLock;

use tracing::{Dispatch, Subscriber};

/// What `work` gives; what it tells is told to `subscriber`.
///
/// Where only one subscriber has ever been, whether somebody wants to know of an event is asked of the thread that first comes to
/// it, and is remembered for all: a thread that nobody listens to would silence it. A second one, which is never let go, has all be asked.
pub(crate) fn told_to<T>(subscriber: impl Subscriber + Send + Sync + 'static, work: impl FnOnce() -> T) -> T {
    static SECOND: OnceLock<Dispatch> = OnceLock::new();
    SECOND.get_or_init(|| Dispatch::new(tracing_subscriber::registry()));
    tracing::subscriber::with_default(subscriber, work)
}
