//! Time, tasks and sockets by tokio. Enters: the runtime that the caller runs in. Leaves: a clock and a spawner of it, and what
//! it lacks where it lacks something.

use std::cell::Cell;
use std::error::Error;
use std::fmt;
use std::panic::catch_unwind;
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use web_time::{Instant, SystemTime};

use super::{Clock, Spawner};
use crate::future::{BoxError, BoxFuture};

/// Tokio's timer. Follows a paused tokio clock.
///
/// A wait goes by the timer of the runtime that polls it, so it may outlive the one that it began on. Outside of any runtime it
/// goes by a thread that is started the first time.
///
/// A call outside of a tokio runtime, or inside of one that was built without `enable_time`, fails with
/// [`ErrorKind::Request`](crate::ErrorKind::Request). Tokio tells of the latter by a panic, which is caught and turned into that error:
/// its message is printed all the same, and a program built with `panic = "abort"` ends.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioClock;

impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        super::sleep::sleep(duration)
    }

    fn check(&self) -> Result<(), BoxError> {
        let runtime = Handle::try_current().map_err(|_| Missing::Runtime)?;
        has(&TIMED, &runtime, timers).then_some(()).ok_or_else(|| Missing::Time.into())
    }
}

/// Spawns on the tokio runtime that the caller runs in, and nothing outside of one.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSpawner;

impl Spawner for TokioSpawner {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        match Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(task);
                None
            }
            Err(_) => Some(task),
        }
    }
}

/// What a tokio runtime would have to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    Runtime,
    Time,
    #[cfg(feature = "reqwest")]
    Io,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Runtime => "there is no tokio runtime here: await the call inside of one",
            Self::Time => "the tokio runtime has no timers: build it with `enable_time` or `enable_all`",
            #[cfg(feature = "reqwest")]
            Self::Io => "the tokio runtime has no I/O: build it with `enable_io` or `enable_all`",
        })
    }
}

impl Error for Missing {}

/// The runtime whose timers and sockets the caller would use, and its name.
#[cfg(feature = "reqwest")]
pub(crate) struct Runtime {
    pub(crate) handle: Handle,
    pub(crate) id: Id,
}

/// The runtime that the caller runs in, if it has both timers and I/O.
#[cfg(feature = "reqwest")]
pub(crate) fn runtime_for_io() -> Result<Runtime, Missing> {
    let handle = Handle::try_current().map_err(|_| Missing::Runtime)?;
    if !has(&TIMED, &handle, timers) {
        return Err(Missing::Time);
    }
    if !has(&WIRED, &handle, sockets) {
        return Err(Missing::Io);
    }
    let id = handle.id();
    Ok(Runtime { handle, id })
}

thread_local! {
    /// The last runtime on this thread that was seen to have timers, and the last to have I/O.
    static TIMED: Cell<Option<Id>> = const { Cell::new(None) };
    #[cfg(feature = "reqwest")]
    static WIRED: Cell<Option<Id>> = const { Cell::new(None) };
}

/// Whether a runtime, the current one, has what `tried` tries. Tokio answers that by a panic alone.
fn has(known: &'static std::thread::LocalKey<Cell<Option<Id>>>, runtime: &Handle, tried: fn()) -> bool {
    let id = runtime.id();
    if known.get() == Some(id) {
        return true;
    }
    let has = catch_unwind(tried).is_ok();
    if has {
        known.set(Some(id));
    }
    has
}

fn timers() {
    drop(tokio::time::sleep(Duration::ZERO));
}

/// Where the system gives no socket, connecting will tell why.
#[cfg(feature = "reqwest")]
fn sockets() {
    let bound = std::net::UdpSocket::bind((std::net::Ipv4Addr::LOCALHOST, 0));
    if let Ok(socket) = bound.and_then(|socket| socket.set_nonblocking(true).map(|()| socket)) {
        drop(tokio::net::UdpSocket::from_std(socket));
    }
}
