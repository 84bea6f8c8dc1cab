//! What programs are told with `--message-format json`: one object in each line of stdout, of the kind that its `reason` names. Members and
//! kinds may be added; those that are here stay what they are.

use clientwright_codegen::{Finding, Severity};
use serde::Serialize;

/// One line.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Event<'a> {
    /// Something to say about a description, its settings or its overlays.
    Diagnostic {
        /// The crate that would be made of it, where it is known.
        client: Option<&'a str>,
        /// How much it matters.
        level: Level,
        /// What `explain` takes: `CW0301`.
        code: &'a str,
        /// One line.
        message: String,
        /// What to do about it.
        help: String,
        /// Where it stands, relative to the root, with `/`.
        file: &'a str,
        /// The JSON pointer (RFC 6901) of what it is about, behind a `#`.
        pointer: String,
        /// The piece of the text; `null` where the text does not have it.
        span: Option<Span>,
        /// All of it as people read it.
        rendered: String,
    },
    /// Anything else that there is to say.
    Message {
        /// How much it matters.
        level: Level,
        /// One or more lines.
        message: &'a str,
    },
    /// A crate that was generated or compared.
    Client {
        /// Its name.
        name: &'a str,
        /// Its folder, relative to the root, with `/`.
        folder: &'a str,
        /// What it is made of.
        description: &'a str,
        /// Operations that can be called.
        operations: usize,
        /// Requests that the server sends.
        incoming: usize,
        /// Types with a name of their own.
        types: usize,
        /// What the description has and the crate does not.
        left_out: usize,
        /// Warnings told of it.
        warnings: usize,
        /// Files that were written, or that `check` found stale or missing.
        written: usize,
        /// Files that were right already.
        unchanged: usize,
        /// Files that were deleted, or that `check` found too many.
        removed: usize,
    },
    /// A file that is not as it would be generated, found by `check`, or by `generate` where it is in the way.
    Difference {
        /// Relative to the root, with `/`.
        file: String,
        /// What is wrong with it.
        state: Stale,
        /// The first line that differs, counted from 1.
        line: Option<usize>,
        /// That line as it is; none where the file ends before.
        old: Option<&'a str>,
        /// That line as it should be; none where the file would end before.
        new: Option<&'a str>,
    },
    /// A file that `init` or `vendor` has looked after.
    File {
        /// Relative to the root, with `/`.
        file: &'a str,
        /// What became of it: `created`, `changed`, `kept`, `fetched` or `removed`.
        state: &'a str,
        /// More of that, in words.
        detail: &'a str,
    },
    /// What a code means.
    Explanation {
        /// As in a diagnostic.
        code: &'a str,
        /// How much it matters where settings say nothing else.
        level: Level,
        /// What it is about.
        title: &'a str,
        /// Why it is told.
        meaning: &'a str,
        /// What to do about it.
        help: &'a str,
    },
    /// A text that was asked for: what `dump` and `completions` print.
    Text {
        /// All of it.
        text: &'a str,
    },
    /// What a new version of a description changes.
    Changes {
        /// As `diff --format json` prints it: `impact`, the most of all; `version`, that of the old crate; `next_version`, `null` where that is
        /// no version; and `changes`, a list.
        ///
        /// | member of a change | is |
        /// |---|---|
        /// | `impact` | `breaking` or `additive`; `none` where only others than callers see it |
        /// | `code` | what has changed, as a word: `field-removed` |
        /// | `on_the_wire` | whether it is how something is sent or read that changes, of which the compiler says nothing |
        /// | `of` | `kind`, one of `crate`, `client`, `operation`, `type` and `incoming`; `name`; of an operation `request`, as `GET /pets` |
        /// | `what`, `reason` | a sentence each |
        /// | `old`, `new` | where that stands, `pointer`, `file` and `line`; `null` where that version has nothing of it |
        changes: serde_json::Value,
    },
    /// The last line.
    Finished {
        /// Whether the exit code is 0.
        success: bool,
        /// The exit code.
        code: u8,
    },
}

/// How much something matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing is written where there is one.
    Error,
    /// Worth a look.
    Warning,
    /// Worth knowing.
    Note,
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }
}

/// How a file differs from what would be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stale {
    /// It has other bytes.
    Stale,
    /// It is not there.
    Missing,
    /// It was generated once and would not be any more.
    Orphan,
    /// It is not the generator's, and in its way.
    Foreign,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The first byte, counted from 0.
    pub byte_start: usize,
    /// The one behind the last.
    pub byte_end: usize,
    /// Counted from 1.
    pub line_start: usize,
    /// In characters, counted from 1.
    pub column_start: usize,
    /// The line of what is behind.
    pub line_end: usize,
    /// The column of what is behind.
    pub column_end: usize,
}

impl<'a> Event<'a> {
    /// One of codegen's; `named` calls the program as the user does.
    pub(crate) fn diagnostic(client: Option<&'a str>, finding: &Finding<'a>, named: &dyn Fn(&str) -> String) -> Self {
        let told = finding.diagnostic;
        let span = finding.span.as_ref().map(|span| Span {
            byte_start: span.bytes.start,
            byte_end: span.bytes.end,
            line_start: span.start.0,
            column_start: span.start.1,
            line_end: span.end.0,
            column_end: span.end.1,
        });
        Self::Diagnostic {
            client,
            level: told.severity.into(),
            code: told.code,
            message: named(&told.message),
            help: named(&told.help),
            file: &told.place.file,
            pointer: told.place.pointer.to_string(),
            span,
            rendered: named(&finding.rendered),
        }
    }
}
