//! The text of a description becomes a typed OpenAPI 3.0 document.
//!
//! Enters: text, and a loader for other files. Leaves: `openapiv3::OpenAPI`, whatever version and slips the text had, with a
//! diagnostic for each thing that is wrong, doubtful or repaired. What the API means is the business of `lower`.

mod objects;
mod operations;
mod parse;
mod path;
pub(crate) mod position;
mod references;
mod repair;
mod resolve;
mod shape;
mod strip;
mod typed;
mod version;
mod walk;

use crate::Loader;
use crate::diagnostic::Diagnostics;

/// A description as OpenAPI 3.0; what 3.0 has no word for stands under `x-cw-...` keys.
#[derive(Debug)]
pub(crate) struct Document {
    /// The typed document. Places in it are places of the normalised document; `Diagnostics::report` leads them back.
    pub(crate) openapi: openapiv3::OpenAPI,
}

impl Document {
    /// The normalised document as YAML, for those who work on the generator.
    pub(crate) fn dump(&self) -> String {
        serde_yaml::to_string(&self.openapi).unwrap_or_default()
    }
}

/// Reads a description. `None` where errors were reported.
///
/// `path` is what messages show; `text` is YAML or JSON; `loader` gives the files that references lead into.
pub(crate) fn read(path: &str, text: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) -> Option<Document> {
    let mut tree = parse::parse(path, text, diagnostics)?;
    version::check(&tree, diagnostics)?;
    repair::run(&mut tree, diagnostics);
    references::repair(&mut tree, diagnostics);
    shape::check(&tree, diagnostics);
    references::check(&tree, loader, diagnostics);
    operations::run(&mut tree, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    strip::run(&mut tree, diagnostics);
    typed::convert(tree, diagnostics).map(|openapi| Document { openapi })
}
