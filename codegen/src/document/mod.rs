//! The text of a description becomes a typed OpenAPI 3.0 document and the arena of its schemas.
//!
//! Enters: text, and a loader for other files. Leaves: [`Document`], whatever version and slips the text had, with a diagnostic for
//! each thing that is wrong, doubtful or repaired. What the API means is the business of `lower`.

mod agreement;
mod constructs;
mod decided;
mod dialect;
mod event_items;
mod events;
mod files;
mod filter;
mod foreign;
mod generic;
mod included;
mod methods;
mod misspelt;
mod moves;
mod mutual_tls;
mod needed;
mod objects;
mod operations;
mod overlay;
mod parse;
mod path;
pub(crate) mod position;
mod references;
mod repair;
mod resolve;
mod retype;
mod schemas;
mod security_names;
mod shape;
mod sites;
mod stand_ins;
mod strip;
mod swagger;
mod typed;
mod unfold;
mod untagged;
mod uri;
mod version;
mod walk;
mod words;

use std::sync::Arc;

use serde_json::Value;

use self::files::Files;
use self::foreign::Asked;
use self::version::Version;
use self::walk::Root;
use self::words::{About, Words};
use crate::Loader;
use crate::diagnostic::{Diagnostics, Origins};
use crate::place::{Pointer, Sources};
use crate::schema::{SchemaId, Schemas};
use crate::settings::Changes;

pub(crate) use self::decided::rows;
pub(crate) use self::parse::decode;
pub(crate) use self::sites::sites;
pub(crate) use self::typed::Elsewhere;

/// A description as OpenAPI 3.0; what 3.0 has no word for stands under `x-cw-...` keys.
#[derive(Debug)]
pub(crate) struct Document {
    /// The typed document, in which a reference to a `SchemaId` stands for each schema. Places in it are places of the normalised
    /// document; `Diagnostics::report` leads them back.
    pub(crate) openapi: openapiv3::OpenAPI,
    pub(crate) schemas: Schemas,
    /// The schemas of other files that references lead to: each is as good as a component.
    pub(crate) borrowed: Vec<SchemaId>,
    /// What references lead to outside of the components.
    pub(crate) elsewhere: Elsewhere,
    /// The places that the settings say something of and that have no operation.
    pub(crate) nowhere: Vec<String>,
    /// How many operations the settings leave out.
    pub(crate) unwanted: usize,
    /// What it was read from.
    pub(crate) sources: Sources,
    /// The ways back to the text, where it or a file is one of an older version with places of its own.
    pub(crate) written: Option<Origins>,
}

impl Document {
    /// An example longer than this, in bytes of JSON, says less than the fields do: named ones are not kept.
    pub(crate) const LONGEST_EXAMPLE: usize = 100;
    /// An example of a body that is longer, in bytes of JSON, is not kept.
    pub(crate) const LONGEST_BODY: usize = 2000;
    /// Extensions of the specification that are read, but those of schemas: others are not kept.
    pub(crate) const EXTENSIONS: &[&str] =
        &[Self::PAGINATION, Self::EVENTS, Self::WEBSOCKET, Self::BARE_WEBSOCKET, Self::FURTHER_PATHS];
    /// How the items of a list are asked for in pages.
    pub(crate) const PAGINATION: &str = "x-pagination";
    /// Paths that differ from others by their queries only, as Azure writes them: they are listed, and not read.
    pub(crate) const FURTHER_PATHS: &str = "x-ms-paths";
    /// What server-sent events hold, and how they end.
    pub(crate) const EVENTS: &str = "x-sse";
    /// What is sent and received over a WebSocket.
    pub(crate) const WEBSOCKET: &str = "x-websocket";
    /// That an enum has no other values than those that it lists: the settings say so.
    pub(crate) const CLOSED: &str = "x-cw-closed";
    /// Bounds of numbers beyond 64 bits, as they are written.
    pub(crate) const BOUNDS: &str = "x-cw-bounds";
    /// That a path parameter is none, as the path does not have it.
    pub(crate) const UNUSED: &str = "x-cw-unused";
    /// Where a parameter is described that stands in the place of a reference to it.
    pub(crate) const SHARED: &str = "x-cw-shared";
    /// Begins the key of an operation that nobody wants and that a reference leads into; its method follows. Nobody else knows such a
    /// key, so that nobody takes it for an operation.
    pub(crate) const UNWANTED: &str = "x-cw-unwanted-";
    /// That it is a WebSocket, as Dropshot writes it: nothing is said of the messages.
    pub(crate) const BARE_WEBSOCKET: &str = "x-dropshot-websocket";
}

/// Reads a description. `None` where errors were reported.
///
/// `path` is what messages show; `text` is YAML or JSON; `loader` gives the files that references lead into; `changes` is what the
/// settings change of the description.
pub(crate) fn read(
    path: &str,
    text: &Arc<str>,
    loader: &dyn Loader,
    changes: &Changes,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let Normalised { mut tree, roots, nowhere, unwanted, version, sources, written } =
        normalise(path, text, loader, changes, diagnostics)?;
    let (schemas, borrowed) = schemas::take(&mut tree, &roots);
    stand_ins::put(&mut tree, &roots, version, diagnostics);
    let elsewhere = references::beyond_components(&tree, &roots);
    let mut copies = typed::copies(&tree, elsewhere, &roots);
    files::take_out(&mut tree);
    strip::run(&mut tree, &mut copies, diagnostics);
    let (openapi, elsewhere) = typed::convert(tree, copies, diagnostics)?;
    Some(Document { openapi, schemas, borrowed, elsewhere, nowhere, unwanted, sources, written })
}

/// The normalised document as YAML, for those who work on the generator. `None` where errors were reported.
pub(crate) fn dump(
    path: &str,
    text: &Arc<str>,
    loader: &dyn Loader,
    changes: &Changes,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let Normalised { tree, .. } = normalise(path, text, loader, changes, diagnostics)?;
    serde_yaml::to_string(&tree).ok()
}

/// A document that is well formed.
struct Normalised {
    tree: Value,
    /// The document itself, and what only references lead to.
    roots: Vec<Root>,
    nowhere: Vec<String>,
    /// How many operations the settings leave out.
    unwanted: usize,
    /// The version of the text.
    version: Version,
    sources: Sources,
    written: Option<Origins>,
}

fn normalise(
    path: &str,
    text: &Arc<str>,
    loader: &dyn Loader,
    changes: &Changes,
    diagnostics: &mut Diagnostics,
) -> Option<Normalised> {
    let mut tree = parse::parse(path, text, &Pointer::root(), Asked::Description, diagnostics)?;
    if foreign::tell(path, text, &tree, diagnostics) {
        return None;
    }
    overlay::apply(&mut tree, path, changes, loader, diagnostics)?;
    let version = version::read(&tree, &Pointer::root(), diagnostics)?;
    let mut files = Files::new(&mut tree, path, version, loader);
    if version == Version::V2_0 {
        diagnostics.origins.begin();
        swagger::convert(&mut tree, &mut files, diagnostics);
    } else if Words::of(&tree).has(About::Elsewhere) {
        included::run(&mut tree, &[Root::document()], &[], &mut files, diagnostics);
    }
    retype::run(&mut tree, &mut files, changes, diagnostics);
    let nowhere = events::add(&mut tree, &mut files, &changes.events, diagnostics);
    untagged::tag(&mut tree, &mut files, changes, diagnostics);
    let words = Words::of(&tree);
    if words.has(About::Names) {
        references::settle_identities(&mut tree, &[Root::document()]);
    }
    let unwanted = filter::run(&mut tree, &mut files, changes, diagnostics);
    if words.has(About::Generic) {
        generic::tell(&tree, &[Root::document()], version, diagnostics);
    }
    let mut are_generic_settled = false;
    let mut roots = Vec::new();
    let mut found = vec![Root::document()];
    while !found.is_empty() {
        swagger::turn_lent(&mut tree, &mut found, &mut roots, &mut files, diagnostics);
        if words.has(About::Nothing) || files.are_there() {
            references::settle_unquoted(&mut tree, &found, diagnostics);
        }
        if words.has(About::Elsewhere) || files.are_there() {
            included::run(&mut tree, &found, &roots, &mut files, diagnostics);
            files.settle(&mut tree, &found, diagnostics);
        }
        references::take_parameters(&mut tree, &found, diagnostics);
        repair::run(&mut tree, &found, &files, diagnostics);
        if words.has(About::Elsewhere) || files.are_there() {
            // What was no reference before it was repaired.
            files.settle(&mut tree, &found, diagnostics);
        }
        references::repair(&mut tree, &found, diagnostics);
        let targets = references::beyond_components(&tree, &found);
        roots.append(&mut found);
        found = references::unwalked(&tree, targets, &roots);
        let is_by_name = found.is_empty() && files.are_there() && Words::of(&tree).has(About::Names);
        let with_names = if is_by_name { files.with_names(&tree) } else { Vec::new() };
        let named = match is_by_name {
            true => references::settle_identities_of_files(&mut tree, &roots, &with_names),
            false => Vec::new(),
        };
        if !named.is_empty() {
            files.led(named, diagnostics);
            let targets = references::beyond_components(&tree, &roots);
            found = references::unwalked(&tree, targets, &roots);
        }
        let are_generic = || words.has(About::Generic) || files.are_there() && Words::of(&tree).has(About::Generic);
        if found.is_empty() && !are_generic_settled && are_generic() {
            are_generic_settled = true;
            generic::settle(&mut tree, &roots, diagnostics);
            let targets = references::beyond_components(&tree, &roots);
            found = references::unwalked(&tree, targets, &roots);
        }
    }
    // What was 2.0 has been checked as that.
    let later: Vec<Root> =
        roots.iter().filter(|root| files.written_in(&root.pointer) != Version::V2_0).cloned().collect();
    shape::check(&tree, &later, &files, diagnostics);
    let words = if files.are_there() { Words::of(&tree) } else { words };
    if words.has(About::Dialect) {
        dialect::check(&tree, &roots, diagnostics);
    }
    references::check(&tree, &roots, &files, diagnostics);
    references::prune(&mut roots);
    references::adopt(&mut tree, &mut roots, diagnostics);
    references::join(&mut tree, &roots, diagnostics);
    operations::run(&mut tree, &roots, diagnostics);
    if words.has(About::Schemes) {
        security_names::settle(&mut tree, &roots);
    }
    mutual_tls::take(&mut tree, &roots);
    if words.has(About::Items) {
        event_items::settle(&mut tree, &roots, diagnostics);
    }
    let sources = Sources {
        specification: version.specification(),
        overlays: changes.overlays().iter().map(|said| files::shown(path, &said.text)).collect(),
        files: files.names(),
    };
    let is_old = |place: &Pointer| files.written_in(place) == Version::V2_0;
    let written = files.are_any(Version::V2_0).then(|| diagnostics.origins.of(is_old));
    (!diagnostics.has_errors()).then_some(Normalised { tree, roots, nowhere, unwanted, version, sources, written })
}
