//! Where in a document decoding stopped. Nothing is recorded while it goes well: the path is gathered by the loops
//! on their way out, innermost step first.

/// The way from the place of an error to the root.
#[derive(Debug, Default)]
pub(super) struct Trace {
    steps: Vec<Step>,
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

    /// The error came from `inner`, which kept a trace of its own.
    #[cold]
    pub(super) fn append(&mut self, inner: Self) {
        self.steps.extend(inner.steps);
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
