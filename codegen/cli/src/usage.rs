//! Words of the command line: those that mean nothing, and how a command is shown.

use std::borrow::Cow;
use std::fmt;

use clientwright_codegen::nearest;

/// A command line that cannot be understood, in words for the person who wrote it. The exit code is 2.
#[derive(Debug)]
pub struct Usage(pub String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// A word of a command that is shown, as a shell takes it.
pub(crate) fn word(text: &str) -> Cow<'_, str> {
    // What no shell can be given, with a null byte in it, is no path either.
    shlex::try_quote(text).unwrap_or(Cow::Borrowed(text))
}

/// The question that ends a message about an unknown word; nothing where no known one is near.
pub fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |meant| format!(": did you mean `{meant}`?"))
}
