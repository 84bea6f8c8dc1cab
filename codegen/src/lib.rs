//! Turns an OpenAPI description into the files of a typed Rust client crate.

use std::collections::BTreeMap;
use std::sync::Arc;

mod changes;
mod compounds;
mod crew;
mod decision;
mod diagnostic;
mod document;
mod emit;
mod facts;
mod lower;
mod media_type;
mod model;
mod names;
mod place;
mod print;
mod schema;
mod settings;
mod surface;

pub use crate::changes::{CHANGE_KINDS, Change, ChangeKind, Changes, Impact, Spot, Subject, compare};
pub use crate::diagnostic::{
    Diagnostic, Diagnostics, Digest, ENTRIES, Entry, Finding, Label, Level, Levels, Location, Look, Part, Severity,
    Span,
};
pub use crate::model::{Extent, Unreached};
pub use crate::place::{Place, Pointer};
pub use crate::settings::{Runtime, Settings, SettingsFile, Workspace};
pub use crate::surface::Surface;

/// Its program is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[doc(hidden)]
pub use crate::decision::{At, Decision, Has, Members, Row, Sign, Site, Table, Verdict};
#[doc(hidden)]
pub use crate::diagnostic::nearest;

/// One description, with the way to the files that it refers to.
#[expect(missing_debug_implementations, reason = "a loader has nothing to show")]
pub struct Input<'a> {
    /// The path of the description as messages show it.
    pub path: &'a str,
    /// The text of the description: YAML or JSON. Shared, since what is found in it shows pieces of it.
    pub text: Arc<str>,
    /// How the files that the description refers to are reached.
    pub loader: &'a dyn Loader,
}

/// Gives what files beside the description hold; this crate itself reads nothing.
pub trait Loader {
    /// The bytes of the file at `path`, which is relative to the description. Those that are no UTF-8 are told where they stand.
    ///
    /// # Errors
    /// Why the file cannot be read, in words.
    fn load(&self, path: &str) -> Result<Vec<u8>, String>;

    /// Where what was loaded stands, if not at `path`: the address that a server has led on to. References in it are seen from there
    /// (RFC 3986 section 5.1.3).
    fn location(&self, path: &str) -> Option<String> {
        let _ = path;
        None
    }
}

/// A generated crate, with what there is to say about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Output {
    /// Texts by path, relative to the folder of the crate, with `/`.
    pub files: BTreeMap<String, String>,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
    /// The crate in numbers.
    pub summary: Summary,
    /// The types with a name of their own. A schema with a type for receiving and one for sending has them in this order.
    pub types: Vec<Made>,
}

/// A type of a generated crate, and what it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Made {
    /// As Rust knows it in the crate's `types`.
    pub name: String,
    /// Where its schema stands in the description.
    pub origin: Place,
}

/// A generated crate in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Operations that can be called.
    pub operations: usize,
    /// Requests that the server sends, webhooks and callbacks, which can be read.
    pub incoming: usize,
    /// Types with a name of their own.
    pub types: usize,
    /// What the description has and the crate does not; `reference.md` lists it.
    pub left_out: usize,
}

/// A stage of generation, for those who work on the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The description as it is lowered: OpenAPI 3.0, as YAML.
    Document,
    /// What the description means.
    Model,
    /// Every Rust name.
    Names,
    /// The text of every file.
    Files,
}

/// The text of a file.
///
/// # Errors
/// Where the bytes are no UTF-8: at the first one that is none.
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<String, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    document::decode(path, bytes, &mut diagnostics).ok_or(diagnostics)
}

/// What the stages have made of a description, up to the model and its two tables.
struct Understood {
    api: model::Api,
    names: names::Names,
    facts: facts::Facts,
    diagnostics: Diagnostics,
}

/// Turns a description into the files of a crate. The same input gives the same bytes.
///
/// # Errors
/// Everything that is wrong with the description; nothing is generated then.
pub fn generate(input: &Input<'_>, settings: &Settings) -> Result<Output, Diagnostics> {
    let Understood { api, names, facts, diagnostics } = understand(input, settings)?;
    let summary = Summary {
        operations: api.operations().count(),
        incoming: api.incoming.iter().filter(|incoming| incoming.content.is_some()).count(),
        types: api.types.len(),
        left_out: api.left_out.len(),
    };
    let cx = emit::Cx { api: &api, names: &names, facts: &facts, settings, source: input.path };
    let made = |id| Made { name: names.ty(id).ident.text().to_owned(), origin: api.def(id).origin.clone() };
    let types = api.type_ids().map(made).collect();
    Ok(Output { files: crew::files(cx), diagnostics, summary, types })
}

/// What callers see of the crate that a description becomes, to be compared with that of another version of it by [`compare`]. It is read
/// from what [`generate`] would write, which is not printed.
///
/// # Errors
/// Everything that is wrong with the description.
pub fn surface(input: &Input<'_>, settings: &Settings) -> Result<Surface, Diagnostics> {
    let Understood { api, names, facts, diagnostics } = understand(input, settings)?;
    let cx = emit::Cx { api: &api, names: &names, facts: &facts, settings, source: input.path };
    let mut surface = emit::surface(cx);
    surface.locate(|place| diagnostics.line(place));
    Ok(surface)
}

fn understand(input: &Input<'_>, settings: &Settings) -> Result<Understood, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let understood = through(input, settings, &mut diagnostics);
    diagnostics.weigh(&settings.levels);
    match understood {
        Some((api, names, facts)) if !diagnostics.has_errors() => Ok(Understood { api, names, facts, diagnostics }),
        Some(_) | None => Err(diagnostics),
    }
}

/// The way through up to the model and its two tables; `None` where the description cannot be read.
fn through(
    input: &Input<'_>,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Option<(model::Api, names::Names, facts::Facts)> {
    let mut document = document::read(input.path, &input.text, input.loader, &settings.changes, diagnostics)?;
    settings.check_name(input.path, diagnostics);
    settings.report_nowhere(&document.nowhere, diagnostics);
    let written = document.written.take();
    let mut api = lower::lower(document, settings.extent, diagnostics);
    let given = names::Given::new(&settings.names, written.as_ref());
    let names = names::assign(&api, &given, diagnostics);
    let is_left_out = |key: &str| settings.chooses_operations() && diagnostics.is_written(key);
    let is_expected = |key: &str| settings.expects(key);
    settings.report_unused(&names.unused(is_left_out, is_expected), diagnostics);
    lower::share(&mut api, |id| names.within(id));
    if let Some(written) = &written {
        lower::lead_back(&mut api, written);
    }
    let facts = facts::derive(&api);
    Some((api, names, facts))
}

/// One stage of a description as text.
///
/// # Errors
/// Everything that is wrong with the description.
pub fn dump(stage: Stage, input: &Input<'_>, settings: &Settings) -> Result<String, Diagnostics> {
    match stage {
        Stage::Document => {
            let mut diagnostics = Diagnostics::new();
            document::dump(input.path, &input.text, input.loader, &settings.changes, &mut diagnostics)
                .ok_or(diagnostics)
        }
        Stage::Model => understand(input, settings).map(|understood| format!("{:#?}\n", understood.api)),
        Stage::Names => understand(input, settings).map(|understood| understood.names.dump()),
        Stage::Files => {
            let files = generate(input, settings)?.files;
            Ok(files.iter().map(|(path, text)| format!("// --- {path}\n{text}\n")).collect())
        }
    }
}

/// The codes of all diagnostics.
#[doc(hidden)]
pub fn catalogue() -> impl Iterator<Item = &'static str> {
    ENTRIES.iter().map(|entry| entry.code)
}

/// What becomes of every member, word and construct of the specifications.
#[doc(hidden)]
#[must_use]
pub fn decisions() -> Vec<Row> {
    let mut rows = document::rows();
    rows.extend(lower::constructs().map(decision::Construct::row));
    rows
}

/// The version that a description follows, as `Row::versions` counts them, and all that it has of what is decided. `None` where it
/// follows none that is read.
#[doc(hidden)]
#[must_use]
pub fn sites(tree: &serde_json::Value) -> Option<(usize, Vec<Site>)> {
    document::sites(tree)
}

/// What is wrong or doubtful in the form of a description, without generating anything.
#[must_use]
pub fn check(input: &Input<'_>, settings: &Settings) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    document::read(input.path, &input.text, input.loader, &settings.changes, &mut diagnostics);
    diagnostics
}
