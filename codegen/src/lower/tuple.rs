//! Arrays whose items have places: which of them are tuples.
//!
//! | so many items | type |
//! |---|---|
//! | exactly those that are described | a tuple |
//! | those or fewer, and all are alike | a list |
//! | those or fewer | a tuple where all are there; what is shorter is kept whole, as what no alternative of a union describes |
//! | any number | a list |
//! | more than Rust compares and shows ([`Type::MOST_ITEMS`]) | a list, told |
//!
//! Exactly so many are there where `minItems` says so beside what closes the array: `items: false`, `unevaluatedItems: false`, or
//! `maxItems`. Generators such as utoipa write the closing alone, and their servers send whole tuples; but the description
//! allows fewer items, and what it allows can be read.

use super::{Cx, bulk, rest, schema, unlike};
use crate::diagnostic::catalogue;
use crate::model::{Alternatives, Discriminator, Docs, NameHint, Test, Type, TypeKind, Union, Variant};
use crate::schema::{Schema, SchemaId, Schemas};

/// What is said of the items that have places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Places {
    /// So many items are there, always; of some of them nothing may be said.
    Exactly(Vec<Option<SchemaId>>),
    /// So many at most.
    AtMost(Vec<SchemaId>),
}

/// The words for the first of several.
const WORDS: [&str; Type::MOST_ITEMS] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
];

/// What the one of these at a place is called: the first item, the second part.
pub(super) fn word(index: usize, noun: &str) -> String {
    match WORDS.get(index) {
        Some(word) => format!("{word} {noun}"),
        None => format!("{noun} {}", index + 1),
    }
}

/// The places of an array that ends behind them. `None` where it may go on, or has none.
pub(super) fn places(schemas: &Schemas, array: &Schema) -> Option<Places> {
    let Bounds { prefix, least, most } = bounds(schemas, array)?;
    let count = usize::try_from(most).ok()?;
    match least == most {
        // Behind those with a place of their own all are described as one.
        true if count <= Type::MOST_ITEMS.max(prefix.len()) => {
            let place = |index: usize| prefix.get(index).copied().or(array.items);
            Some(Places::Exactly((0..count).map(place).collect()))
        }
        false if count <= prefix.len() => Some(Places::AtMost(prefix[..count].to_vec())),
        true | false => None,
    }
}

/// Whether an array is a tuple, whose type says how many items there are.
pub(super) fn is_tuple(schemas: &Schemas, array: &Schema) -> bool {
    match places(schemas, array) {
        Some(Places::Exactly(places)) => places.len() <= Type::MOST_ITEMS,
        Some(Places::AtMost(_)) | None => false,
    }
}

/// How many items an array that ends may have, and those that have places of their own.
struct Bounds {
    prefix: Vec<SchemaId>,
    least: u64,
    most: u64,
}

fn bounds(schemas: &Schemas, array: &Schema) -> Option<Bounds> {
    if array.rare.prefix_items.is_empty() {
        return None;
    }
    let is_never = |id: SchemaId| schemas.is_never(id);
    let prefix: Vec<SchemaId> = array.rare.prefix_items.iter().copied().take_while(|id| !is_never(*id)).collect();
    let is_closed = prefix.len() < array.rare.prefix_items.len() || array.items.is_some_and(is_never);
    let end = is_closed.then_some(prefix.len() as u64);
    let most = [end, array.rare.max_items].into_iter().flatten().min()?;
    let least = array.rare.min_items.unwrap_or(0);
    (!prefix.is_empty() && most > 0 && least <= most).then_some(Bounds { prefix, least, most })
}

/// The type of an array that is no tuple. One of exactly so many items would be, if there were not so many.
pub(super) fn list(cx: &mut Cx<'_>, array: &Schema) -> Type {
    let item = schema::item(cx, array);
    match bounds(&cx.schemas, array) {
        Some(Bounds { least, most, .. }) if least == most => too_many(cx, array, most),
        _ if item.is_none() => {
            let rest = rest::of_items(&cx.schemas, array);
            unlike::ITEMS.tell(cx, array, rest);
        }
        _ => {}
    }
    Type::list(item.unwrap_or(Type::Any))
}

/// The type of an array of exactly these items.
pub(super) fn exactly(cx: &mut Cx<'_>, array: &Schema, places: &[Option<SchemaId>]) -> Type {
    let items = places.iter().map(|id| id.map_or(Type::Any, |id| schema::lower_schema(cx, id))).collect();
    whole(cx, array, items).unwrap_or_else(|list| list)
}

/// The type of an array of these items, or fewer.
pub(super) fn at_most(cx: &mut Cx<'_>, array: &Schema, places: &[SchemaId]) -> Result<TypeKind, Type> {
    let items: Vec<Type> = places.iter().map(|id| schema::lower_schema(cx, *id)).collect();
    if items.iter().all(|item| *item == items[0]) {
        return Err(Type::list(items[0].clone()));
    }
    let count = items.len();
    let tuple = whole(cx, array, items)?;
    let message =
        format!("fewer than {count} items are allowed; they are kept as they are, and all {count} are a tuple");
    cx.diagnostics
        .report(&catalogue::TUPLE_MAY_BE_SHORTER, &array.place.push("prefixItems"), message)
        .at_key()
        .help(format!("write `minItems: {count}` where all are there"));
    let variant = Variant {
        has_rest: false,
        hint: NameHint::root("whole"),
        ty: tuple,
        docs: Docs {
            description: Some("All of the items; an array of fewer is kept as it came.".to_owned()),
            ..Docs::default()
        },
        alternatives: Alternatives::Shape(Test::default()),
    };
    Ok(TypeKind::Union(Union { variants: vec![variant], told_by: Discriminator::Shape, any_of: false }))
}

/// The tuple of these items, or a list in its place: where there are more than Rust compares, or too much is in them.
fn whole(cx: &mut Cx<'_>, array: &Schema, items: Vec<Type>) -> Result<Type, Type> {
    if items.len() > Type::MOST_ITEMS {
        too_many(cx, array, items.len() as u64);
    } else if bulk::of_tuple(&items) > bulk::MOST {
        cx.diagnostics.report(&catalogue::TUPLE_TOO_LONG, &array.place.push("prefixItems"), bulk::message()).at_key();
    } else {
        return Ok(Type::Tuple(items));
    }
    Err(Type::list(schema::item(cx, array).unwrap_or(Type::Any)))
}

fn too_many(cx: &mut Cx<'_>, array: &Schema, count: u64) {
    let most = Type::MOST_ITEMS;
    let message = format!("{count} items have places, and a tuple has {most} at most; the array is a list");
    cx.diagnostics.report(&catalogue::TUPLE_TOO_LONG, &array.place.push("prefixItems"), message).at_key();
}
