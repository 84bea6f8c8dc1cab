//! What a person sees: results on stdout, everything else on stderr. It knows terminals, not commands.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Where output goes, and how it may look there.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Whether diagnostics, which go to stderr, may be coloured.
    pub color: bool,
    live: bool,
}

impl Screen {
    /// Colour and progress only where stderr is a terminal; `NO_COLOR` (any text) and `TERM=dumb` turn colour off.
    #[must_use]
    pub fn detect() -> Self {
        let live = io::stderr().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self { color: live && !no_color && !dumb, live: live && !dumb }
    }

    /// A screen without colour and progress, whatever stderr is.
    #[must_use]
    pub fn plain() -> Self {
        Self { color: false, live: false }
    }

    /// Results, on stdout. A reader that has gone away (`| head`) wants no more of them, which is no failure.
    ///
    /// # Panics
    /// Where stdout fails for any other reason, as `println!` does.
    pub fn say(&self, text: &str) {
        let mut out = io::stdout().lock();
        let written = out
            .write_all(text.as_bytes())
            .and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
        if let Err(error) = written.and_then(|()| out.flush()) {
            assert!(error.kind() == ErrorKind::BrokenPipe, "cannot write to stdout: {error}");
        }
    }

    /// Remarks and diagnostics, on stderr. Nobody is left to be told when that fails.
    pub fn tell(&self, text: &str) {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let _ = write!(io::stderr().lock(), "{text}{end}");
    }

    /// Diagnostics as rendered, if there are any.
    pub fn tell_any(&self, text: &str) {
        if !text.is_empty() {
            self.tell(text);
        }
    }

    /// An error in words of this program.
    pub fn error(&self, text: &str) {
        self.tell(&format!("{}: {text}", self.painted("31", "error")));
    }

    /// A warning in words of this program.
    pub fn warning(&self, text: &str) {
        self.tell(&format!("{}: {text}", self.painted("33", "warning")));
    }

    /// `word` in bold and a colour (SGR code), where colour is welcome.
    fn painted(&self, sgr: &str, word: &str) -> String {
        if self.color { format!("\x1b[1;{sgr}m{word}\x1b[0m") } else { word.to_owned() }
    }

    /// A line that shows how far the work is, on a terminal only.
    #[must_use]
    pub fn progress(&self, total: usize) -> Progress {
        Progress { live: self.live, total, done: 0 }
    }
}

/// One line on the terminal that is overwritten at each step and gone in the end.
#[derive(Debug)]
pub struct Progress {
    live: bool,
    total: usize,
    done: usize,
}

impl Progress {
    /// Shows what is worked on now.
    pub fn step(&mut self, what: &str) {
        self.done += 1;
        self.show(&format!("[{}/{}] {what}", self.done, self.total));
    }

    /// Takes the line away, so that other output can stand in its place.
    pub fn clear(&self) {
        self.show("");
    }

    fn show(&self, line: &str) {
        if self.live {
            let mut text = "\r\x1b[2K".to_owned();
            let _ = text.write_str(line);
            let _ = io::stderr().lock().write_all(text.as_bytes());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
