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

use super::{Cx, schema};
use crate::diagnostic::catalogue;
use crate::model::{Alternatives, Discriminator, Docs, NameHint, Test, Type, TypeKind, Union, Variant};
use crate::schema::{Schema, SchemaId};

/// What is said of the items that have places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Places {
    /// So many items are there, always; of some of them nothing may be said.
    Exactly(Vec<Option<SchemaId>>),
    /// So many at most.
    AtMost(Vec<SchemaId>),
}

/// The words for the items of a tuple.
const WORDS: [&str; Type::MOST_ITEMS] = [
    "first item",
    "second item",
    "third item",
    "fourth item",
    "fifth item",
    "sixth item",
    "seventh item",
    "eighth item",
    "ninth item",
    "tenth item",
    "eleventh item",
    "twelfth item",
];

/// What the item at a place is called.
pub(super) fn word(index: usize) -> &'static str {
    WORDS.get(index).copied().unwrap_or("item")
}

/// The places of an array that ends behind them. `None` where it may go on, or has none.
pub(super) fn places(cx: &Cx<'_>, array: &Schema) -> Option<Places> {
    let is_never = |id: SchemaId| cx.schemas.get(id).never;
    let prefix: Vec<SchemaId> = array.rare.prefix_items.iter().copied().take_while(|id| !is_never(*id)).collect();
    let is_closed = prefix.len() < array.rare.prefix_items.len() || array.items.is_some_and(is_never);
    let end = is_closed.then_some(prefix.len() as u64);
    let most = [end, array.rare.max_items].into_iter().flatten().min()?;
    let least = array.rare.min_items.unwrap_or(0);
    if prefix.is_empty() || most == 0 || least > most {
        return None;
    }
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

/// The type of an array of exactly these items.
pub(super) fn exactly(cx: &mut Cx<'_>, array: &Schema, places: &[Option<SchemaId>]) -> Type {
    if places.len() > Type::MOST_ITEMS {
        return too_many(cx, array, places.len());
    }
    Type::Tuple(places.iter().map(|id| id.map_or(Type::Any, |id| schema::lower_schema(cx, id))).collect())
}

/// The type of an array of these items, or fewer.
pub(super) fn at_most(cx: &mut Cx<'_>, array: &Schema, places: &[SchemaId]) -> Result<TypeKind, Type> {
    let items: Vec<Type> = places.iter().map(|id| schema::lower_schema(cx, *id)).collect();
    if items.iter().all(|item| *item == items[0]) {
        return Err(Type::list(items[0].clone()));
    }
    if items.len() > Type::MOST_ITEMS {
        return Err(too_many(cx, array, items.len()));
    }
    let count = items.len();
    let message =
        format!("fewer than {count} items are allowed; they are kept as they are, and all {count} are a tuple");
    cx.diagnostics
        .report(&catalogue::TUPLE_MAY_BE_SHORTER, &array.place.push("prefixItems"), message)
        .at_key()
        .help(format!("write `minItems: {count}` where all are there"));
    let whole = Variant {
        has_rest: false,
        hint: NameHint::root("whole"),
        ty: Type::Tuple(items),
        docs: Docs {
            description: Some("All of the items; an array of fewer is kept as it came.".to_owned()),
            ..Docs::default()
        },
        alternatives: Alternatives::Shape(Test::default()),
    };
    Ok(TypeKind::Union(Union { variants: vec![whole], told_by: Discriminator::Shape, any_of: false }))
}

/// A list in the place of a tuple that Rust could not compare.
fn too_many(cx: &mut Cx<'_>, array: &Schema, count: usize) -> Type {
    let most = Type::MOST_ITEMS;
    let message = format!("{count} items have places, and a tuple has {most} at most; the array is a list");
    cx.diagnostics.report(&catalogue::TUPLE_TOO_LONG, &array.place.push("prefixItems"), message).at_key();
    Type::list(schema::item(cx, array))
}
