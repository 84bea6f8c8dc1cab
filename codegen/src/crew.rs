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
    let workers = available_parallelism().map_or(1, usize::from).min(files.len() / SHARE);
    made_by(workers, cx, &files)
}

fn made_by(workers: usize, cx: emit::Cx<'_>, files: &[emit::File]) -> BTreeMap<String, String> {
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
    thread::scope(|scope| {
        let worker = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        // Where there are no threads to have, this one does all of it.
        let others: Vec<_> = (1..workers).filter_map(|index| worker(index).ok()).collect();
        let own = work();
        let others = others.into_iter().flat_map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        own.into_iter().chain(others).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::made_by;
    use crate::{Input, Loader, Settings, Understood, emit, understand};

    struct Alone;

    impl Loader for Alone {
        fn load(&self, path: &str) -> Result<Vec<u8>, String> {
            Err(format!("there is no file `{path}`"))
        }
    }

    #[test]
    fn however_many_make_the_files_they_are_the_same() {
        let mut text =
            "openapi: 3.0.4\ninfo: {title: Many, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n".to_owned();
        for number in 0..100 {
            text += &format!(
                "    Thing{number}: {{type: object, properties: {{a{number}: {{type: string, enum: [x, y]}}}}}}\n"
            );
        }
        let settings = Settings::for_name("many");
        let input = Input { path: "many.yaml", text: text.into(), loader: &Alone };
        let Ok(Understood { api, names, facts, .. }) = understand(&input, &settings) else { panic!("it is refused") };
        let cx = emit::Cx { api: &api, names: &names, facts: &facts, settings: &settings, source: "many.yaml" };
        let files = emit::files(cx);
        let alone = made_by(1, cx, &files);
        assert!(alone.len() > 100 && alone.len() <= files.len());
        for workers in [0, 2, 3, 200] {
            assert!(made_by(workers, cx, &files) == alone, "{workers} make something else");
        }
    }
}
