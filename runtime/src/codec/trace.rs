//! Where in a document decoding stopped. Nothing is recorded while it goes well: the path is gathered by the loops
//! on their way out, innermost step first.

/// The way from the place of an error to the root.
#[derive(Debug, Default)]
pub(super) struct Trace {
    steps: Vec<Step>,
    /// The value at fault may not be told.
    is_secret: bool,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Trace {
    /// The error came from the value of this property.
    #[cold]
    pub(super) fn key(&mut self, key: &str) {
        self.steps.push(Step::Key(key.to_owned()));
    }

    /// The error came from this element.
    #[cold]
    pub(super) fn index(&mut self, index: usize) {
        self.steps.push(Step::Index(index));
    }

    /// The error came from a value that may not be told.
    #[cold]
    pub(super) fn secret(&mut self) {
        self.is_secret = true;
    }

    pub(super) fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// The error came from `inner`, which kept a trace of its own.
    #[cold]
    pub(super) fn append(&mut self, inner: Self) {
        self.steps.extend(inner.steps);
        self.is_secret |= inner.is_secret;
    }

    /// The place as a JSON pointer (RFC 6901 §3); empty is the whole document.
    pub(super) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in self.steps.iter().rev() {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }
}
