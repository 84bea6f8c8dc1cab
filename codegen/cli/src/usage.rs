//! A command line, or a name on it, that means nothing.

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

/// The question that ends a message about an unknown word; nothing where no known one is near.
pub fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |meant| format!(": did you mean `{meant}`?"))
}
