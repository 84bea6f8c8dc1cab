//! A description in Swagger 2.0 becomes one in OpenAPI 3.0.
//!
//! Enters: the tree of 2.0. Leaves: the tree of 3.0 that says the same, the ways back of all that has moved, and a diagnostic for what 3.0 has
//! no word for. The document is repaired and checked as what it is before anything of it is turned, so that messages speak of what
//! the user wrote.
//!
//! | 2.0 | 3.0 |
//! |---|---|
//! | `host`, `basePath`, `schemes` (`server`) | `servers` |
//! | `definitions`, `parameters`, `responses`, `securityDefinitions` (`root`) | `components` |
//! | a parameter with `in: body`, those with `in: formData` (`body`), `consumes` | `requestBody` |
//! | `type` and the like of a parameter, a header, an item; `collectionFormat` (`values`) | `schema`, `style`, `explode` |
//! | `schema` and `examples` of a response, `produces` (`response`) | `content` |
//! | `type: basic`, `flow` (`security`) | `type: http`, `flows` |
//! | `discriminator: kind`, `x-nullable`, `type: file` (`schema`) | an object, `nullable`, `format: binary` |
//!
//! What 3.0 cannot say of a list travels under `x-cw-collection`: the formats by which items are joined, from the outside in. Only
//! `values` writes it, and only `lower` reads it.

mod body;
mod lent;
mod media;
mod misplaced;
mod newer;
mod operation;
mod response;
mod root;
mod schema;
mod security;
mod server;
mod values;

use serde_json::{Map, Value};

pub(super) use self::lent::turn as turn_lent;
use self::media::Media;
use super::files::{self, Files, Turned};
use super::included;
use super::moves::Moves;
use super::objects::{self, Object, v2};
use super::version::{self, Version};
use super::walk::{self, Root};
use super::{references, repair, resolve, shape};
use crate::diagnostic::Diagnostics;
use crate::place::Pointer;

/// Turns the description, with all that it refers to in files of 2.0.
pub(super) fn convert(tree: &mut Value, files: &mut Files<'_>, diagnostics: &mut Diagnostics) {
    turn(tree, vec![Root { pointer: Pointer::root(), object: &v2::SWAGGER }], &mut [], files, diagnostics);
}

/// Turns what stands at these places, with all that it refers to in files of 2.0. `others` are places of later versions, which follow what
/// moves, as their references do.
fn turn(tree: &mut Value, found: Vec<Root>, others: &mut [Root], files: &mut Files<'_>, diagnostics: &mut Diagnostics) {
    let mut roots = checked(tree, found, files, diagnostics);
    // What stands within another place is turned with that one, once.
    references::prune(&mut roots);
    files.turned(roots.iter().filter_map(|root| turned_at(tree, root)).collect());
    schema::convert(tree, &roots, diagnostics);
    let before = tree.clone();
    // A description speaks for its files, but for those that are descriptions themselves. One of a later version speaks for none.
    let root = Pointer::root();
    let is_description = roots.iter().any(|root| root.object.is(&v2::SWAGGER));
    let usual = Usual::of(&before, &root);
    let mut cx = Cx { before: &before, usual, moves: Moves::default(), diagnostics };
    for Root { pointer, object } in &roots {
        let document = files::document(pointer);
        let says_so = resolve::at(&before, &document).is_some_and(version::is_said);
        cx.usual = Usual::of(&before, if is_description && !says_so { &root } else { &document });
        if let Some(Value::Object(members)) = resolve::at_mut(tree, pointer) {
            fragment(&mut cx, object, members, pointer);
        }
    }
    let modern: Vec<Root> = roots.into_iter().filter_map(modern).chain(others.iter().cloned()).collect();
    cx.moves.follow(tree, &modern);
    others.iter_mut().for_each(|other| other.pointer = cx.moves.now(&other.pointer));
    files.moved(cx.moves);
}

/// What is turned, as it is before that. The description itself never stands within something else.
fn turned_at(tree: &Value, root: &Root) -> Option<Turned> {
    let before = if root.pointer == Pointer::root() { Value::Null } else { resolve::at(tree, &root.pointer)?.clone() };
    Some(Turned { root: root.clone(), before })
}

/// Where what the settings say of a definition is by now: where definitions stand no longer, among the schemas.
pub(super) fn turned(tree: &Value, pointer: Pointer) -> Pointer {
    let (from, to) = (Pointer::root().push("definitions"), Pointer::root().below(&["components", "schemas"]));
    match pointer.moved(&from, &to) {
        Some(turned) if resolve::at(tree, &from).is_none() => turned,
        _ => pointer,
    }
}

/// Repairs and checks what is found by the tables of 2.0; gives where its objects are: there, and where only references lead to. What
/// stands in files of later versions is left to the passes that know them.
fn checked(tree: &mut Value, mut found: Vec<Root>, files: &mut Files<'_>, diagnostics: &mut Diagnostics) -> Vec<Root> {
    let mut roots: Vec<Root> = Vec::new();
    while !found.is_empty() {
        files.restore(tree, &found);
        references::settle_unquoted(tree, &found, diagnostics);
        included::run(tree, &found, &roots, files, diagnostics);
        files.settle(tree, &found, diagnostics);
        misplaced::settle(tree, &found, diagnostics);
        schema::files(tree, &found);
        newer::tell(tree, &found, diagnostics);
        repair::run(tree, &found, files, diagnostics);
        // What was no reference before it was repaired.
        files.settle(tree, &found, diagnostics);
        let targets = references::beyond_components(tree, &found);
        roots.append(&mut found);
        found = unwalked(tree, targets, &roots);
        found.retain(|root| files.version(&root.pointer) == Version::V2_0);
    }
    shape::check(tree, &roots, files, diagnostics);
    newer::take_out(tree, &roots);
    roots
}

/// Those of the places that no walk along the tables comes to.
fn unwalked(tree: &Value, places: impl IntoIterator<Item = Root>, known: &[Root]) -> Vec<Root> {
    let is_unknown = |root: &Root| {
        let kind = v2::SWAGGER.kind_below(root.pointer.segments());
        !known.contains(root) && matches!(kind, None | Some(objects::Kind::Any))
    };
    let is_object = |root: &Root| resolve::at(tree, &root.pointer).is_some_and(Value::is_object);
    places.into_iter().filter(|root| is_unknown(root) && is_object(root)).collect()
}

/// What is at hand while a document is turned.
struct Cx<'a> {
    /// The document as it was, for what references lead to.
    before: &'a Value,
    usual: Usual,
    moves: Moves,
    diagnostics: &'a mut Diagnostics,
}

/// What the document says for all operations.
struct Usual {
    consumes: Media,
    produces: Media,
    schemes: Vec<String>,
}

impl Usual {
    /// That of the document at a place.
    fn of(tree: &Value, at: &Pointer) -> Self {
        let document = resolve::at(tree, at);
        Self {
            consumes: Media::usual(document, at, "consumes"),
            produces: Media::usual(document, at, "produces"),
            schemes: media::listed(document.and_then(|document| document.get("schemes"))),
        }
    }
}

impl Cx<'_> {
    /// What stood at `was` stands at `now`.
    fn moved(&mut self, was: &Pointer, now: &Pointer) {
        if was != now {
            self.diagnostics.origins.forget(now);
            self.diagnostics.origins.copy(was, now);
        }
        self.moves.insert(was, now);
    }

    /// Turns what was copied: it stays where it was too, so that what refers to it there does not follow the copy.
    fn copied<T>(&mut self, turn: impl FnOnce(&mut Self) -> T) -> T {
        let moves = std::mem::take(&mut self.moves);
        let turned = turn(self);
        self.moves = moves;
        turned
    }

    /// What a reference within the document as it was leads to in the end, with its place.
    fn led(&self, target: &str) -> Option<(Pointer, &Map<String, Value>)> {
        resolve::led(self.before, Pointer::parse(target).filter(|_| target.starts_with('#'))?)
    }
}

/// Turns one object in its place, given what it is: the document, or what only references lead to.
fn fragment(cx: &mut Cx<'_>, object: &'static Object, members: &mut Map<String, Value>, at: &Pointer) {
    if object.is(&v2::SWAGGER) {
        root::convert(cx, members);
    } else if walk::is_reference(members) {
        // What it leads to is turned where it stands.
    } else if object.is(&v2::PATH_ITEM) {
        operation::path_item(cx, members, at);
    } else if object.is(&v2::PARAMETER) {
        body::shared(cx, members, at, at);
    } else if object.is(&v2::RESPONSE) {
        let produces = cx.usual.produces.clone();
        response::convert(cx, members, &produces, at, at);
    } else if object.is(&v2::HEADER) {
        values::header(cx, members, at, at);
    } else if object.is(&v2::SECURITY_SCHEME) {
        security::convert(cx, members, at, at);
    }
}

/// The object of 3.0 that one of 2.0 has become.
fn modern(root: Root) -> Option<Root> {
    let pairs: [(&Object, &'static Object); 7] = [
        (&v2::SWAGGER, &objects::OPENAPI),
        (&v2::PATH_ITEM, &objects::PATH_ITEM),
        (&v2::PARAMETER, &objects::PARAMETER),
        (&v2::RESPONSE, &objects::RESPONSE),
        (&v2::HEADER, &objects::HEADER),
        (&v2::SECURITY_SCHEME, &objects::SECURITY_SCHEME),
        (&v2::SCHEMA, &objects::SCHEMA),
    ];
    let (_, object) = pairs.iter().find(|(old, _)| old.is(root.object))?;
    Some(Root { pointer: root.pointer, object })
}
