//! What is wrong or doubtful in the files that the user wrote.
//!
//! Enters: an entry of the catalogue, a place, the particulars. Leaves: a list, and its text as people read it.
//! Deciding what is wrong is not its business; each room reports what it finds.

pub(crate) mod catalogue;
mod digest;
mod entry;
mod index;
mod levels;
mod origins;
mod render;
mod source;
mod spelling;
mod steps;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use indexmap::map::Entry as Slot;

pub use self::catalogue::ENTRIES;
pub use self::digest::Digest;
pub use self::entry::Entry;
pub(crate) use self::index::{Index, Opened, Spans};
pub use self::levels::{Level, Levels};
pub(crate) use self::origins::Origins;
pub(crate) use self::source::{Locator, Source};
pub use self::spelling::nearest;
pub(crate) use self::steps::Member;
#[cfg(test)]
pub(crate) use self::steps::Steps;
use crate::place::{Place, Pointer};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Something is generated, but other or less than what the description says.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// As messages begin.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diagnostic {
    /// `CW` and four digits, as in the catalogue.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong here.
    pub message: String,
    /// Where, in the file that the user wrote.
    pub place: Location,
    /// What to do about it.
    pub help: String,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// Why a warning or a note is an error.
    pub denied: Option<String>,
}

/// A place in a file that the user wrote.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// The file as shown in messages; empty where there is none.
    pub file: String,
    /// The value in that file.
    pub pointer: Pointer,
    /// The bytes of the text, where they are known without searching for the pointer.
    pub span: Option<Range<usize>>,
    /// Which part of the member is meant.
    pub part: Part,
}

/// Which part of a member a place means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// The value where it is a scalar, otherwise the key that leads to it.
    #[default]
    Whole,
    /// The key.
    Key,
    /// The key where it stands for the first time, of several.
    FirstKey,
}

/// A second place of a diagnostic with what it has to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// Where.
    pub place: Location,
    /// What is to be seen there.
    pub text: String,
}

/// How diagnostics are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Look {
    /// With the escape sequences of ANSI.
    pub color: bool,
    /// Lines of the description that are longer are cut, in columns; 140 by default.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self { color: false, width: 140 }
    }
}

impl Look {
    /// With colour or without, for a terminal of so many columns.
    #[must_use]
    pub fn new(color: bool, width: usize) -> Self {
        Self { color, width }
    }
}

/// A diagnostic with where it stands.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding<'a> {
    /// What is told.
    pub diagnostic: &'a Diagnostic,
    /// Where in the text of its file; none where the text does not have it.
    pub span: Option<Span>,
    /// As people read it, without colour.
    pub rendered: String,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Span {
    /// From the first byte to behind the last one, counted from 0.
    pub bytes: Range<usize>,
    /// Line and column of the first character, counted from 1; columns are characters.
    pub start: (usize, usize),
    /// The same behind the last one.
    pub end: (usize, usize),
}

impl Diagnostic {
    /// Replaces the help of the catalogue by something more exact.
    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = help.into();
        self
    }

    /// Makes it an error, for the reason.
    fn deny(&mut self, reason: String) {
        self.severity = Severity::Error;
        self.denied = Some(reason);
    }

    /// Marks the key of the member in the place of its value.
    pub(crate) fn at_key(&mut self) -> &mut Self {
        self.place.part = Part::Key;
        self
    }

    /// Adds a second place in the same file, given as bytes of its text.
    pub(crate) fn label_span(&mut self, span: Range<usize>, text: impl Into<String>) -> &mut Self {
        let place = Location { span: Some(span), ..self.place.clone() };
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Adds a second place, which may be in another file.
    pub(crate) fn label(&mut self, place: Location, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }
}

/// Everything found so far, with what is needed to show it.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: IndexMap<Identity, Diagnostic>,
    sources: Vec<Source>,
    /// How the present places of the document came about; `report` leads back through it.
    pub(crate) origins: Box<Origins>,
}

/// What makes two diagnostics the same one.
type Identity = (&'static str, Location, String);

impl Diagnostics {
    /// Nothing found yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the file that places without a file belong to, or a further one.
    pub(crate) fn add_source(&mut self, path: &str, text: impl Into<Arc<str>>, locator: Locator) {
        if !self.sources.iter().any(|source| source.path == path) {
            self.sources.push(Source::new(path, text.into(), locator));
        }
    }

    /// Reports a finding at a place of the document as it is now; it is led back to the file that the user wrote.
    pub(crate) fn report<'p, P>(
        &mut self,
        entry: &'static Entry,
        place: &'p P,
        message: impl Into<String>,
    ) -> &mut Diagnostic
    where
        Place: From<&'p P>,
    {
        let place = self.located(&Pointer::from(&Place::from(place)), Part::Whole);
        self.push(entry, place, message.into())
    }

    /// Where the user wrote what is at a place of the document as it is now.
    pub(crate) fn located(&self, pointer: &Pointer, part: Part) -> Location {
        let (file, pointer) = self.origins.source(pointer);
        let file = file.map(str::to_owned).or_else(|| self.sources.first().map(|source| source.path.clone()));
        Location { file: file.unwrap_or_default(), pointer, span: None, part }
    }

    /// Reports a finding at bytes of a text, for what has no pointer yet: a syntax error, a line of the settings.
    pub(crate) fn report_span(
        &mut self,
        entry: &'static Entry,
        file: &str,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let place = Location { file: file.to_owned(), pointer: Pointer::root(), span: Some(span), part: Part::Whole };
        self.push(entry, place, message.into())
    }

    /// A place of the description or of another file, by its present one.
    pub(crate) fn origin(&self, pointer: &Pointer) -> Place {
        self.origins.place(pointer)
    }

    /// The overlay with the action that has removed what stood at a place.
    pub(crate) fn removed_by(&self, pointer: &Pointer) -> Option<&str> {
        let (file, action) = self.origins.source(pointer);
        let mut steps = action.segments();
        let is_action = steps.next().is_some_and(|first| first == "actions") && steps.count() == 1;
        file.filter(|_| is_action && Place::from(pointer).file().is_none())
    }

    /// A place as a reference to it is written in the file that another place is of.
    pub(crate) fn seen(&self, pointer: &Pointer, at: &Pointer) -> String {
        let place = self.origin(pointer);
        let is_within = Place::from(at).file() == place.file();
        if is_within { place.pointer().to_string() } else { place.to_string() }
    }

    /// What a section of the components is called in the text.
    pub(crate) fn section(&self, name: &str) -> String {
        let origin = self.origin(&Pointer::root().below(&["components", name]));
        origin.pointer().last().unwrap_or_default().into_owned()
    }

    /// A reference within the description, as the user writes it, by where it leads now.
    pub(crate) fn reference(&self, target: &str) -> String {
        let pointer = Pointer::parse(target).filter(|_| target.starts_with('#'));
        match pointer.as_ref().map(|now| (now, self.origin(now))) {
            Some((now, origin)) if Pointer::from(&origin) != *now => origin.to_string(),
            Some(_) | None => target.to_owned(),
        }
    }

    /// The text of values as the user wrote it, by their present places: `1.10` where the tree has the number 1.1.
    pub(crate) fn written(&self, pointers: &[Pointer]) -> BTreeMap<Pointer, String> {
        let text = |pointer: &Pointer| {
            let (source, origin) = self.source(pointer)?;
            source.text.get(source.find(&origin).last()?.value.clone())
        };
        pointers.iter().filter_map(|pointer| Some((pointer.clone(), text(pointer)?.to_owned()))).collect()
    }

    /// Whether the text of the description has something at a pointer.
    pub(crate) fn is_written(&self, pointer: &str) -> bool {
        let pointer = Pointer::parse(pointer).filter(|_| pointer.starts_with('#'));
        let (Some(pointer), Some(source)) = (pointer, self.sources.first()) else { return false };
        !source.find(&pointer).is_empty()
    }

    /// What stands behind a key, or in the line of an item of a list and behind, as the user wrote it, by its present place.
    pub(crate) fn behind(&self, pointer: &Pointer) -> Option<&str> {
        let (source, origin) = self.source(pointer)?;
        let spans = source.find(&origin);
        let spans = spans.last()?;
        let start = spans.key.as_ref().map_or_else(|| source.line_start(spans.value.start), |key| key.end);
        source.text.get(start..)
    }

    /// The file that the user wrote what is at a present place in, and where it is there.
    fn source(&self, pointer: &Pointer) -> Option<(&Source, Pointer)> {
        let (file, origin) = self.origins.source(pointer);
        let source = match file {
            Some(file) => self.sources.iter().find(|source| source.path == file),
            None => self.sources.first(),
        };
        Some((source?, origin))
    }

    /// The file that a place of the model is in, and the line, where the text has the place or what is around it.
    pub(crate) fn line(&self, place: &Place) -> Option<(String, usize)> {
        let mut pointer = Pointer::from(place);
        while pointer != Pointer::root() {
            let (source, origin) = self.source(&pointer)?;
            if let Some(spans) = source.find(&origin).last() {
                let start = spans.key.as_ref().map_or(spans.value.start, |key| key.start);
                return Some((source.path.clone(), source.line(start)));
            }
            pointer = pointer.parent()?;
        }
        None
    }

    fn push(&mut self, entry: &'static Entry, place: Location, message: String) -> &mut Diagnostic {
        match self.found.entry((entry.code, place.clone(), message.clone())) {
            Slot::Occupied(slot) => slot.into_mut(),
            Slot::Vacant(slot) => slot.insert(Diagnostic {
                code: entry.code,
                severity: entry.severity,
                message,
                place,
                help: entry.help.to_owned(),
                labels: Vec::new(),
                denied: None,
            }),
        }
    }

    /// Where a message is told, as the user wrote it, in the order in which it was.
    pub(crate) fn places(&self, entry: &Entry) -> Vec<Place> {
        let found = self.found.values().filter(|finding| finding.code == entry.code);
        let is_first = |file: &str| self.sources.first().is_some_and(|source| source.path == file);
        let place = |Location { file, pointer, .. }: &Location| match is_first(file) {
            true => Place::here(pointer.clone()),
            false => Place::within(file, pointer.clone()),
        };
        found.map(|finding| place(&finding.place)).collect()
    }

    /// Gives each finding the severity that it has for those who asked; what they do not want to hear of goes.
    pub(crate) fn weigh(&mut self, levels: &Levels) {
        self.found.retain(|_, finding| levels.weigh(finding));
    }

    /// Leaves the findings of one code.
    pub fn retain_code(&mut self, code: &str) {
        self.retain(|finding| finding.code == code);
    }

    /// Leaves the findings that are asked for.
    pub fn retain(&mut self, is_asked: impl Fn(&Diagnostic) -> bool) {
        self.found.retain(|_, finding| is_asked(finding));
    }

    /// Takes over what others found, each thing once.
    pub fn merge(&mut self, other: Self) {
        for (identity, diagnostic) in other.found {
            self.found.entry(identity).or_insert(diagnostic);
        }
        for source in other.sources {
            if !self.sources.iter().any(|known| known.path == source.path) {
                self.sources.push(source);
            }
        }
    }

    /// The findings in the order in which they were reported.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.values()
    }

    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many warnings there are.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    /// Whether nothing can be generated.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// Whether nothing was found at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// The findings as people read them, by file, position and code: each with its lines, the place marked, and what to do.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        self.render_as(Look { color, ..Look::default() })
    }

    /// The same, as a terminal shows it.
    #[must_use]
    pub fn render_as(&self, look: Look) -> String {
        render::render(self, look)
    }

    /// The findings in the order of [`Self::render`], for programs.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding<'_>> {
        render::findings(self)
    }

    /// The findings as people read many of them: one message for each cause, with its first places and how many there are.
    #[must_use]
    pub fn digest(&self, look: Look) -> Digest {
        digest::digest(self, look)
    }
}
