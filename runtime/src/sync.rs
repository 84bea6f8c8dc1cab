//! Locks, and what each thread has for itself: std's, or in a test under `--cfg loom` those of loom, which runs the test
//! in every order that threads can take. What is modelled imports them from here.
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p clientwright-runtime --lib --no-default-features --features cache,sse --release model::`

use std::sync::PoisonError;

mod waiting;

pub(crate) use waiting::Waiting;

#[cfg(all(test, loom))]
pub(crate) use loom::{
    sync::{Mutex, MutexGuard, atomic},
    thread_local,
};
#[cfg(not(all(test, loom)))]
pub(crate) use std::{
    sync::{Mutex, MutexGuard, atomic},
    thread_local,
};

/// The lock, also where one who held it has panicked: what it protects is never left half done.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs the model in every order of its threads in which none is interrupted more than three times.
#[cfg(all(test, loom))]
pub(crate) fn model(check: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(check);
}
