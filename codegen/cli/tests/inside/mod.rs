//! The program run inside of the test, on a screen that is kept as text.

#![allow(dead_code, reason = "each test binary uses what it needs")]

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use clientwright::{Program, Screen};

/// What a command has said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A command in a folder, on a terminal of so many columns, or in a pipe where it has none.
pub(crate) fn run(root: &Path, width: Option<usize>, words: impl IntoIterator<Item = OsString>) -> Said {
    let (out, err) = (Paper::default(), Paper::default());
    let screen = Screen::to(Box::new(out.clone()), Box::new(err.clone()), width);
    let ended = Program::new("clientwright").root(root).screen(screen).run(words);
    let code = (0..=u8::MAX).find(|code| ExitCode::from(*code) == ended).unwrap();
    Said { code, out: out.text(), err: err.text() }
}

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
