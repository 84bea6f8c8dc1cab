//! What is shown: results on stdout, everything else on stderr, or all of it on stdout as JSON. It knows terminals, not commands.

use std::fmt;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use clientwright_codegen::{Diagnostics, Look, Severity};

use crate::events::{Event, Level};

/// How texts of this library name the program; [`Screen`] puts in what the user has called.
const PLACEHOLDER: &str = "`clientwright ";

/// When colours are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// Where stderr is a terminal that has them, and `NO_COLOR` is not set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// In which form everything is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum MessageFormat {
    /// For people
    #[default]
    Human,
    /// For programs: one JSON object in each line of stdout
    Json,
}

/// Where output goes, and how it may look there.
pub struct Screen {
    out: Mutex<Box<dyn Write + Send>>,
    err: Mutex<Box<dyn Write + Send>>,
    program: String,
    format: MessageFormat,
    color: bool,
    quiet: bool,
    /// In columns, where stderr is a terminal.
    width: Option<usize>,
    /// Whether lines may be overwritten.
    live: bool,
    /// Whether stdout has taken less than was said.
    is_deaf: AtomicBool,
}

impl fmt::Debug for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { program, format, color, quiet, width, live, .. } = self;
        f.debug_struct("Screen")
            .field("program", program)
            .field("format", format)
            .field("color", color)
            .field("quiet", quiet)
            .field("width", width)
            .field("live", live)
            .finish_non_exhaustive()
    }
}

impl Screen {
    /// The terminal, or what stands in its place. Colour and progress only where stderr is a terminal; `NO_COLOR` (any text) and
    /// `TERM=dumb` turn colour off.
    #[must_use]
    pub fn detect() -> Self {
        let is_terminal = io::stderr().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let width = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
        Self {
            color: is_terminal && !no_color && !dumb,
            live: is_terminal && !dumb,
            width: width.filter(|_| is_terminal),
            ..Self::to(Box::new(io::stdout()), Box::new(io::stderr()), None)
        }
    }

    /// A screen of so many columns that is written elsewhere, without colour and progress; of a pipe where it has no columns.
    #[must_use]
    pub fn to(out: Box<dyn Write + Send>, err: Box<dyn Write + Send>, width: Option<usize>) -> Self {
        Self {
            out: Mutex::new(out),
            err: Mutex::new(err),
            program: "clientwright".to_owned(),
            format: MessageFormat::Human,
            color: false,
            quiet: false,
            width,
            live: false,
            is_deaf: AtomicBool::new(false),
        }
    }

    /// What the user has to type for the program: `clientwright`, `cargo xtask`.
    #[must_use]
    pub fn program(mut self, name: &str) -> Self {
        name.clone_into(&mut self.program);
        self
    }

    /// With colours or without.
    fn paint(&mut self, color: Color) {
        match color {
            Color::Auto => {}
            Color::Always => self.color = true,
            Color::Never => self.color = false,
        }
    }

    /// As the options say that every command has.
    pub(crate) fn set(&mut self, color: Color, quiet: bool, format: MessageFormat) {
        self.paint(color);
        self.quiet = quiet;
        self.format = format;
        self.live &= !quiet && format == MessageFormat::Human;
    }

    /// Whether escape sequences are welcome on stderr.
    #[must_use]
    pub fn has_color(&self) -> bool {
        self.color
    }

    /// In columns, where it is a terminal.
    #[must_use]
    pub fn width(&self) -> Option<usize> {
        self.width
    }

    /// Whether stdout could not take all that was said.
    pub(crate) fn is_deaf(&self) -> bool {
        self.is_deaf.load(Ordering::Relaxed)
    }

    /// What the user has typed for the program.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.program
    }

    /// Whether programs are told.
    pub(crate) fn is_json(&self) -> bool {
        self.format == MessageFormat::Json
    }

    /// What was asked for, on stdout, for people; programs are told by events. A reader that has gone away (`| head`) wants no more
    /// of it, which is no failure; where stdout fails for any other reason, the exit code says so in the end.
    pub fn say(&self, text: &str) {
        if !self.is_json() {
            self.print(&self.named(text));
        }
    }

    /// The same of what was done, which `--quiet` leaves out.
    pub fn report(&self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// What programs are told; nothing for people.
    pub(crate) fn event(&self, event: &Event<'_>) {
        if self.is_json() {
            // A struct of texts and numbers always has a form in JSON.
            self.print(&serde_json::to_string(event).unwrap_or_default());
        }
    }

    /// As it is, on stdout, in whichever form everything else is told.
    pub(crate) fn print(&self, text: &str) {
        let mut out = lock(&self.out);
        let written = out
            .write_all(text.as_bytes())
            .and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
        if let Err(error) = written.and_then(|()| out.flush())
            && error.kind() != ErrorKind::BrokenPipe
            && !self.is_deaf.swap(true, Ordering::Relaxed)
        {
            let _ = writeln!(lock(&self.err), "error: cannot write to stdout: {error}");
        }
    }

    /// Remarks, on stderr. Nobody is left to be told when that fails.
    pub fn tell(&self, text: &str) {
        match self.is_json() {
            true => self.event(&Event::Message { level: Level::Note, message: self.named(text).trim_end() }),
            false if self.quiet => {}
            false => self.put(text),
        }
    }

    /// Diagnostics of a client: those of one cause told once, or every one.
    pub(crate) fn diagnostics(&self, client: Option<&str>, diagnostics: &Diagnostics, all: bool) {
        if self.is_json() {
            for finding in diagnostics.findings() {
                self.event(&Event::diagnostic(client, &finding, &|text| self.named(text)));
            }
            return;
        }
        let mut told = diagnostics.clone();
        if self.quiet {
            told.retain(|diagnostic| diagnostic.severity != Severity::Note);
        }
        let diagnostics = &told;
        let look = self.look();
        let shown = |text: &str| {
            if !text.is_empty() {
                self.put(text);
            }
        };
        if all {
            return shown(&diagnostics.render_as(look));
        }
        let digest = diagnostics.digest(look);
        shown(&digest.text);
        digest.more.iter().for_each(|line| self.put(line));
        if !digest.more.is_empty() {
            self.put("`--all` tells every one\n");
        }
    }

    /// How diagnostics are drawn here.
    #[must_use]
    pub(crate) fn look(&self) -> Look {
        Look::new(self.color, self.width.unwrap_or(Look::default().width))
    }

    /// An error in words of this program.
    pub fn error(&self, text: &str) {
        self.message(Level::Error, text);
    }

    /// A warning in words of this program.
    pub fn warning(&self, text: &str) {
        self.message(Level::Warning, text);
    }

    fn message(&self, level: Level, text: &str) {
        if self.is_json() {
            return self.event(&Event::Message { level, message: &self.named(text) });
        }
        let (sgr, word) = match level {
            Level::Error => ("31", "error"),
            Level::Warning => ("33", "warning"),
            Level::Note => ("32", "note"),
        };
        let word = if self.color { format!("\x1b[1;{sgr}m{word}\x1b[0m") } else { word.to_owned() };
        self.put(&format!("{word}: {text}"));
    }

    /// As it is, on stderr.
    pub(crate) fn put(&self, text: &str) {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let _ = write!(lock(&self.err), "{}{end}", self.named(text));
    }

    /// With the program called as the user has called it.
    pub(crate) fn named(&self, text: &str) -> String {
        text.replace(PLACEHOLDER, &format!("`{} ", self.program))
    }

    /// A line that shows how far the work is, on a terminal only.
    #[must_use]
    pub fn progress(&self, total: usize) -> Progress<'_> {
        Progress { screen: self, total, done: 0 }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One line on the terminal that is overwritten at each step and gone in the end.
#[derive(Debug)]
pub struct Progress<'a> {
    screen: &'a Screen,
    total: usize,
    done: usize,
}

impl Progress<'_> {
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
        if self.screen.live {
            let _ = lock(&self.screen.err).write_all(format!("\r\x1b[2K{line}").as_bytes());
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.clear();
    }
}
