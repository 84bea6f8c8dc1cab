//! One piece of work that many wait for. Enters: a future. Leaves: its output, the same for all who wait, or that it was
//! lost and may be begun anew. Whose work it is, and what follows from its end, is not its business.
//!
//! | stage | who polls the work | what leads on |
//! |---|---|---|
//! | resting | nobody just now | whoever drives it: polled; its task is dropped or does not answer: lost |
//! | polled | one, alone | pending: resting, or cut if that was asked for meanwhile; an output: landed; a panic: lost |
//! | landed, lost | nobody: the work is dropped | |
//!
//! A flight is driven by one task, or by all who wait. A task is polled by its own executor alone, since what the work
//! has opened (sockets, timers) belongs to that; when the executor goes, so does the work. Those who wait are woken all
//! together whenever the work is, so that one of them who is never polled again holds up nobody. Who gives up waiting
//! changes nothing.

use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use super::board::{Board, Driver, Notes, Stage, wake};
use crate::clock::Spawner;
use crate::future::BoxFuture;
use crate::sync::{Mutex, lock};

/// Work under way. Cloning shares it.
pub(super) struct Flight<T>(Arc<Core<T>>);

struct Core<T> {
    /// While it rests; whoever polls it takes it.
    work: Mutex<Option<BoxFuture<'static, T>>>,
    board: Arc<Board<T>>,
}

impl<T> Core<T> {
    /// Polls the work, for the one who has made the stage `Polled`.
    fn poll(&self, cx: &mut Context<'_>) {
        let Some(mut work) = lock(&self.work).take() else { return };
        let panicked = Ending(self);
        let polled = work.as_mut().poll(cx);
        mem::forget(panicked);
        match polled {
            Poll::Ready(output) => self.end(Some(output)),
            Poll::Pending => self.rest(work),
        }
    }

    fn rest(&self, work: BoxFuture<'static, T>) {
        *lock(&self.work) = Some(work);
        let wakers = {
            let mut notes = lock(&self.board.0);
            match notes.stage {
                Stage::Polled { woken, cut: None } => {
                    notes.stage = Stage::Resting;
                    Some(if woken { notes.wakers() } else { Vec::new() })
                }
                _ => None,
            }
        };
        match wakers {
            Some(wakers) => wake(wakers),
            None => self.clear(),
        }
    }

    /// Drops the work, for the one who has made the stage `Polled`, and then ends the flight: so it is never there beside
    /// that of the next flight.
    fn clear(&self) {
        let ending = Ending(self);
        let work = lock(&self.work).take();
        drop(work);
        drop(ending);
    }

    /// Ends the flight, unless it has ended: as it was cut, with an output, or as lost.
    fn end(&self, output: Option<T>) {
        let wakers = {
            let mut notes = lock(&self.board.0);
            if notes.is_over() {
                return;
            }
            let cut = match mem::replace(&mut notes.stage, Stage::Lost) {
                Stage::Polled { cut, .. } => cut,
                _ => None,
            };
            notes.stage = cut.or(output).map_or(Stage::Lost, Stage::Landed);
            notes.wakers()
        };
        wake(wakers);
    }

    /// Takes work that rests for lost, if that `holds`.
    fn lose(&self, holds: impl FnOnce(&Notes<T>) -> bool) {
        {
            let mut notes = lock(&self.board.0);
            if !matches!(notes.stage, Stage::Resting) || !holds(&notes) {
                return;
            }
            notes.stage = Stage::Polled { woken: false, cut: None };
        }
        self.clear();
    }
}

/// The flight is over when this is dropped, also by a panic.
struct Ending<'a, T>(&'a Core<T>);

impl<T> Drop for Ending<'_, T> {
    fn drop(&mut self) {
        self.0.end(None);
    }
}

impl<T> Flight<T> {
    /// A flight of `work`.
    pub(super) fn new(work: BoxFuture<'static, T>, driver: Driver) -> Self {
        let notes = Notes { stage: Stage::Resting, driver, waiting: Vec::new(), next: 0 };
        Self(Arc::new(Core { work: Mutex::new(Some(work)), board: Arc::new(Board(Mutex::new(notes))) }))
    }

    pub(super) fn is_over(&self) -> bool {
        lock(&self.0.board.0).is_over()
    }

    /// Waits for the end: the output, or nothing if the work was lost.
    pub(super) fn wait(&self) -> Wait<T> {
        let mut notes = lock(&self.0.board.0);
        notes.next += 1;
        Wait { core: Arc::clone(&self.0), key: notes.next }
    }

    /// Whether the flight is over and its task has ended too.
    pub(super) fn is_gone(&self) -> bool {
        lock(&self.0.board.0).is_gone()
    }

    /// Waits for that.
    pub(super) async fn gone(&self) {
        let wait = self.wait();
        poll_fn(|cx| {
            let former = {
                let mut notes = lock(&self.0.board.0);
                if notes.is_gone() {
                    return Poll::Ready(());
                }
                let former = notes.leave(wait.key);
                notes.waiting.push((wait.key, cx.waker().clone()));
                former
            };
            drop(former);
            Poll::Pending
        })
        .await;
    }

    /// Ends the flight so for all who wait, if it has not ended: at once, or as soon as nobody polls the work. Its task is
    /// woken, to end too.
    pub(super) fn cut(&self, output: T) {
        {
            let notes = &mut *lock(&self.0.board.0);
            match &mut notes.stage {
                Stage::Resting => notes.stage = Stage::Polled { woken: false, cut: Some(output) },
                Stage::Polled { cut, .. } => {
                    *cut = Some(output);
                    return;
                }
                Stage::Landed(_) | Stage::Lost => return,
            }
        }
        self.0.clear();
        self.knock();
    }

    /// Has the task woken that drives this; says how often it has been polled. Nothing where those who wait drive it.
    pub(super) fn knock(&self) -> Option<u64> {
        let (waker, polls) = match &lock(&self.0.board.0).driver {
            Driver::Task { waker, polls } => (waker.clone(), *polls),
            Driver::Waiters => return None,
        };
        if let Some(waker) = waker {
            waker.wake();
        }
        Some(polls)
    }

    /// Takes the work for lost if its task has not been polled since `polls`.
    pub(super) fn give_up(&self, polls: u64) {
        self.0.lose(|notes| matches!(notes.driver, Driver::Task { polls: now, .. } if now == polls));
    }
}

impl<T: Send + Sync + 'static> Flight<T> {
    /// Spawns the task that drives this; where nothing can run it, those who wait drive it. Says whether it was taken.
    pub(super) fn launch(&self, spawner: &dyn Spawner) -> bool {
        let Some(task) = spawner.spawn(Box::pin(Task(Arc::clone(&self.0)))) else { return true };
        let wakers = {
            let mut notes = lock(&self.0.board.0);
            notes.driver = Driver::Waiters;
            notes.wakers()
        };
        wake(wakers);
        drop(task);
        false
    }
}

impl<T> Clone for Flight<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// The task that drives a flight. Dropped before the end, it takes the work with it.
struct Task<T>(Arc<Core<T>>);

impl<T> Future for Task<T> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let former = {
            let notes = &mut *lock(&self.0.board.0);
            match (&notes.stage, &mut notes.driver) {
                (Stage::Resting, Driver::Task { waker, polls }) => {
                    *polls += 1;
                    notes.stage = Stage::Polled { woken: false, cut: None };
                    waker.replace(cx.waker().clone())
                }
                _ => return Poll::Ready(()),
            }
        };
        drop(former);
        self.0.poll(cx);
        if lock(&self.0.board.0).is_over() { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.lose(|notes| matches!(notes.driver, Driver::Task { .. }));
        let (former, wakers) = {
            let mut notes = lock(&self.0.board.0);
            if matches!(notes.driver, Driver::Waiters) {
                return;
            }
            (mem::replace(&mut notes.driver, Driver::Waiters), notes.wakers())
        };
        drop(former);
        wake(wakers);
    }
}

/// One who waits for the end of a flight.
pub(super) struct Wait<T> {
    core: Arc<Core<T>>,
    key: u64,
}

impl<T: Clone + Send + Sync + 'static> Future for Wait<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let board = &self.core.board;
        let (former, drives) = {
            let notes = &mut *lock(&board.0);
            if let Some(end) = notes.output() {
                return Poll::Ready(end);
            }
            let former = notes.leave(self.key);
            notes.waiting.push((self.key, cx.waker().clone()));
            let drives = matches!((&notes.stage, &notes.driver), (Stage::Resting, Driver::Waiters));
            if drives {
                notes.stage = Stage::Polled { woken: false, cut: None };
            }
            (former, drives)
        };
        drop(former);
        if !drives {
            return Poll::Pending;
        }
        self.core.poll(&mut Context::from_waker(&Waker::from(Arc::clone(board))));
        lock(&board.0).output().map_or(Poll::Pending, Poll::Ready)
    }
}

impl<T> Drop for Wait<T> {
    fn drop(&mut self) {
        let former = lock(&self.core.board.0).leave(self.key);
        drop(former);
    }
}
