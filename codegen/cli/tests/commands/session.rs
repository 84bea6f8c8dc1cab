//! Commands one after the other in a folder, and the transcript of them.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::checkout::Checkout;
use crate::inside;

/// A folder, and what was said in it so far.
pub(crate) struct Session {
    pub(crate) checkout: Checkout,
    said: String,
}

impl Session {
    /// With these files in `specs/`; a folder with nothing where there are none.
    pub(crate) fn with(descriptions: &[(&str, &str)]) -> Self {
        Self { checkout: Checkout::with(descriptions), said: String::new() }
    }

    pub(crate) fn write(&mut self, path: &str, text: &str) -> &mut Self {
        self.checkout.write(path, text);
        self
    }

    /// A command of the real program, with the folder as the current one, and its output in pipes.
    pub(crate) fn run(&mut self, command: &str) -> &mut Self {
        let output = self.command(command).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        self.note(command, code, &text(output.stdout), &text(output.stderr))
    }

    /// The real program with the words of a command.
    pub(crate) fn command(&self, command: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_clientwright"));
        program.args(command.split_whitespace()).current_dir(self.checkout.root()).env("NO_PROXY", "127.0.0.1");
        program
    }

    /// A command on a terminal without colours of so many columns.
    pub(crate) fn on_terminal(&mut self, width: usize, command: &str) -> &mut Self {
        let words = command.split_whitespace().map(Into::into);
        let said = inside::run(self.checkout.root(), Some(width), words);
        self.note(&format!("{command}   # on {width} columns"), said.code.into(), &said.out, &said.err)
    }

    /// Git does something, of which nothing is said.
    pub(crate) fn git(&mut self, words: &str) -> &mut Self {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Pat", "-c", "user.email=pat@example.com", "-c", "init.defaultBranch=main"]);
        git.args(["-c", "commit.gpgsign=false"]);
        let output = git.args(words.split_whitespace()).current_dir(self.checkout.root()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self
    }

    /// Leaves out what was said so far.
    pub(crate) fn quietly(&mut self) -> &mut Self {
        self.said.clear();
        self
    }

    fn note(&mut self, command: &str, code: i32, out: &str, err: &str) -> &mut Self {
        let _ = writeln!(self.said, "$ clientwright {command}");
        for (name, text) in [("stdout", out), ("stderr", err)] {
            if !text.is_empty() {
                let text = masked(text, self.checkout.root());
                let _ = writeln!(self.said, "-- {name}\n{}", text.strip_suffix('\n').unwrap_or(&text));
            }
        }
        let _ = writeln!(self.said, "-- exit code {code}\n");
        self
    }

    /// The transcript.
    pub(crate) fn said(&self) -> &str {
        self.said.trim_end()
    }
}

/// Without the folder, and without what any change of the generator changes.
pub(crate) fn masked(text: &str, root: &Path) -> String {
    let canonical = root.canonicalize().unwrap();
    let mut text = text.to_owned();
    for root in [&*canonical, root] {
        text = text.replace(&root.display().to_string(), "[folder]");
    }
    let version = env!("CARGO_PKG_VERSION");
    let text = ["clientwright ", "this is ", "clientwright = \""]
        .iter()
        .fold(text, |text, before| text.replace(&format!("{before}{version}"), &format!("{before}[version]")));
    let counted = [" files written", " unchanged", " places not fresh"];
    let text = counted.iter().fold(text, |text, noun| without_numbers_before(&text, noun));
    ["\"written\":", "\"unchanged\":"].iter().fold(text, |text, key| without_numbers_behind(&text, key))
}

/// None and one mean something; how many files there are otherwise is the business of other tests.
fn is_many(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) && !["0", "1"].contains(&digits)
}

fn without_numbers_before(text: &str, noun: &str) -> String {
    let mut pieces: Vec<String> = text.split(noun).map(str::to_owned).collect();
    let last = pieces.len() - 1;
    for piece in &mut pieces[..last] {
        let at = piece.rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |at| at + 1);
        if is_many(&piece[at..]) {
            piece.replace_range(at.., "[n]");
        }
    }
    pieces.join(noun)
}

fn without_numbers_behind(text: &str, key: &str) -> String {
    let mut pieces: Vec<String> = text.split(key).map(str::to_owned).collect();
    for piece in &mut pieces[1..] {
        let end = piece.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(piece.len());
        if is_many(&piece[..end]) {
            piece.replace_range(..end, "\"[n]\"");
        }
    }
    pieces.join(key)
}
