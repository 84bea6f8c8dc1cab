//! What the settings change of a description before it is read as any other.
//!
//! Enters: what `read` found, each with its place in the file. Leaves: overlays, filters, types and events as `document` asks for
//! them, and a way to tell of one that does not fit. Applying them is not its business.

use std::ops::Range;
use std::sync::Arc;

use super::{AllEvents, Filter, ReadAs, Untagged};
use crate::diagnostic::{Diagnostic, Diagnostics, Entry, Locator};
use crate::place::Pointer;

/// All of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    /// `overlays`: files, in their order; none where nothing is said of them.
    pub(super) overlays: Option<Vec<Said>>,
    /// `[sse]`: what is said of server-sent events.
    pub(crate) events: AllEvents,
    /// `[generate] untagged`: what operations without tags are grouped by.
    pub(crate) untagged: Untagged,
    /// `[generate]`: the operations that become a crate.
    pub(crate) filter: Filter,
    /// Whether `types.unreached` says what becomes of what no operation reaches; if not, it goes with the operations that are left out.
    pub(crate) keeps_unreached: bool,
    /// `[types]`: what single schemas are read as, by pointer.
    pub(crate) types: Vec<(Said, ReadAs)>,
    /// The files that said it.
    pub(super) files: Vec<File>,
}

/// A word of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) text: String,
    /// Where it stands; none where nobody wrote it.
    pub(super) at: Option<At>,
}

/// Bytes of one of the files, by its index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) file: usize,
    pub(super) span: Range<usize>,
}

/// A file of settings, which messages show.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: Arc<str>,
    pub(super) scope: Scope,
}

/// Which descriptions a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All in its folder.
    All,
    /// The one that it is called after.
    One,
}

impl Changes {
    /// The overlays where nothing is said of them.
    pub(crate) fn usual_overlays(&mut self, paths: impl IntoIterator<Item = String>) {
        let said = |text| Said { text, at: None };
        self.overlays.get_or_insert_with(|| paths.into_iter().map(said).collect());
    }

    /// The overlays in their order.
    pub(crate) fn overlays(&self) -> &[Said] {
        self.overlays.as_deref().unwrap_or_default()
    }

    /// Whether a word is said for all descriptions, of which some may have no use for it.
    pub(crate) fn is_for_all(&self, said: &Said) -> bool {
        said.at.as_ref().is_some_and(|at| self.scope(at) == Scope::All)
    }

    /// Which descriptions the file of a place is about.
    pub(super) fn scope(&self, at: &At) -> Scope {
        self.files.get(at.file).map_or(Scope::One, |file| file.scope)
    }

    /// Reports what is wrong with a word of the settings, where it stands.
    pub(crate) fn report<'d>(
        &self,
        entry: &'static Entry,
        said: &Said,
        message: impl Into<String>,
        diagnostics: &'d mut Diagnostics,
    ) -> &'d mut Diagnostic {
        self.report_at(entry, said.at.as_ref(), &Pointer::root(), message, diagnostics)
    }

    /// Reports what is wrong with what stands at a place of the settings, or else at one of the description.
    pub(super) fn report_at<'d>(
        &self,
        entry: &'static Entry,
        at: Option<&At>,
        otherwise: &Pointer,
        message: impl Into<String>,
        diagnostics: &'d mut Diagnostics,
    ) -> &'d mut Diagnostic {
        match at.and_then(|at| Some((self.files.get(at.file)?, at.span.clone()))) {
            Some((File { path, text, .. }, span)) => {
                diagnostics.add_source(path, Arc::clone(text), Locator::Nothing);
                diagnostics.report_span(entry, path, span, message)
            }
            None => diagnostics.report(entry, otherwise, message),
        }
    }
}
