//! Emits and prints the files of a crate, several at once where there are many.
//!
//! Each file is made of what all share and nothing else, so that who makes it, and when, changes nothing.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, available_parallelism};

use crate::{emit, print};

/// Fewer files than this for each worker are not worth one.
const SHARE: usize = 64;
/// Of a worker: documentation nests as deep as people write it.
const STACK: usize = 16 << 20;

/// The text of every file by its path.
pub(crate) fn files(cx: emit::Cx<'_>) -> BTreeMap<String, String> {
    let files = emit::files(cx);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut texts = Vec::new();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(file) = emit::emit(cx, *file) {
                texts.push((file.path.clone(), print::print(file, cx.source)));
            }
        }
        texts
    };
    let workers = available_parallelism().map_or(1, usize::from).min(files.len() / SHARE);
    thread::scope(|scope| {
        let worker = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        // Where there are no threads to have, this one does all of it.
        let others: Vec<_> = (1..workers).filter_map(|index| worker(index).ok()).collect();
        let own = work();
        let others = others.into_iter().flat_map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        own.into_iter().chain(others).collect()
    })
}
