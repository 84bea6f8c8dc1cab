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
    /// The file that said it: its path and its text.
    pub(super) file: Option<(String, Arc<str>)>,
}

/// A word of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) text: String,
    /// The bytes where it stands; none where nobody wrote it.
    pub(super) span: Option<Range<usize>>,
}

impl Changes {
    /// The overlays where nothing is said of them.
    pub(crate) fn usual_overlays(&mut self, paths: impl IntoIterator<Item = String>) {
        let said = |text| Said { text, span: None };
        self.overlays.get_or_insert_with(|| paths.into_iter().map(said).collect());
    }

    /// The overlays in their order.
    pub(crate) fn overlays(&self) -> &[Said] {
        self.overlays.as_deref().unwrap_or_default()
    }

    /// Reports what is wrong with a word of the settings, where it stands.
    pub(crate) fn report<'d>(
        &self,
        entry: &'static Entry,
        said: &Said,
        message: impl Into<String>,
        diagnostics: &'d mut Diagnostics,
    ) -> &'d mut Diagnostic {
        match (&self.file, &said.span) {
            (Some((path, text)), Some(span)) => {
                diagnostics.add_source(path, Arc::clone(text), Locator::Nothing);
                diagnostics.report_span(entry, path, span.clone(), message)
            }
            _ => diagnostics.report(entry, &Pointer::root(), message),
        }
    }
}
