//! Time and tasks by the browser. Enters: how long to wait, what to run. Leaves: the same by its timers and its queue of tasks, in a
//! window and in a worker alike.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use web_time::{Instant, SystemTime};

use super::{Clock, Spawner};
use crate::future::BoxFuture;

#[wasm_bindgen]
extern "C" {
    // Of the global object, whatever it is; what it names a timer by is its own business.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(run: &Closure<dyn FnMut()>, milliseconds: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// The longest wait that a timer of the browser takes: 2^31 - 1 ms, 24.8 days (HTML section 8.7). A longer one is several.
const LONGEST: f64 = 2_147_483_647.0;

/// The browser's timers. A page in the background has coarse ones: they may be up to a minute late.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let until = Instant::now().checked_add(duration);
        Box::pin(async move {
            let Some(until) = until else { return std::future::pending().await };
            loop {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return;
                }
                rings(left).await;
            }
        })
    }
}

/// Waits on one timer, which is stopped where nobody waits any more.
async fn rings(left: Duration) {
    let state = Rc::new(RefCell::new(State::default()));
    let ring = {
        let state = Rc::clone(&state);
        Closure::new(move || {
            let waker = {
                let mut state = state.borrow_mut();
                state.has_rung = true;
                state.waiting.take()
            };
            waker.into_iter().for_each(Waker::wake);
        })
    };
    // Rounded up, so that a timer that is on time is not followed by another one.
    let milliseconds = (left.as_secs_f64() * 1000.0).ceil().min(LONGEST);
    let _timer = Timer { id: set_timeout(&ring, milliseconds), _ring: ring };
    poll_fn(|cx| {
        let mut state = state.borrow_mut();
        if state.has_rung {
            return Poll::Ready(());
        }
        state.waiting = Some(cx.waker().clone());
        Poll::Pending
    })
    .await;
}

#[derive(Default)]
struct State {
    has_rung: bool,
    waiting: Option<Waker>,
}

/// A timer that runs.
struct Timer {
    id: JsValue,
    /// What it calls, which has to be there as long.
    _ring: Closure<dyn FnMut()>,
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

/// Spawns on the browser's queue of tasks.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserSpawner;

impl Spawner for BrowserSpawner {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        wasm_bindgen_futures::spawn_local(task);
        None
    }
}
