//! What the members of a composition say of the items of an array.
//!
//! Enters: what each member says. Leaves: the places and the other items of the composed schema. What is one item is for `all_of` to say.

use super::super::classify::alternatives;
use super::{Cx, together};
use crate::diagnostic::catalogue;
use crate::schema::{Schema, SchemaId, Slot};

/// Of items that have places, so many are described by members that say something of each: no tuple and no body has as many.
const MOST_PLACES: usize = 4096;

/// What one member says of items: of those that have places, and of others behind so many.
pub(super) struct Array {
    pub(super) places: Vec<SchemaId>,
    pub(super) others: Option<SchemaId>,
    pub(super) behind: usize,
}

/// What a composition says of items of which none of its own members speaks, which are these; none where alternatives or conditions may.
pub(super) fn unevaluated(composed: &Schema, whole: &Schema, arrays: &[Array]) -> Option<Array> {
    let others = composed.rare.unevaluated_items?;
    let behind = arrays.iter().map(|array| array.places.len()).max().unwrap_or(0);
    let speaks = arrays.iter().any(|array| array.others.is_some())
        || !alternatives(whole).is_empty()
        || whole.rare.contains.is_some()
        || !whole.rare.conditions.is_empty();
    (!speaks).then(|| Array { places: Vec::new(), others: Some(others), behind })
}

/// What all members say of the items of an array together. A member that is closed does not know what the others add.
pub(super) fn add(cx: &mut Cx<'_>, id: SchemaId, schema: &mut Schema, arrays: &[Array]) {
    let closing = arrays.iter().filter_map(|array| array.others).find(|others| cx.schemas.is_never(*others));
    let others: Vec<_> = arrays.iter().map(|it| it.others.filter(|others| !cx.schemas.is_never(*others))).collect();
    let places = arrays.iter().map(|array| array.places.len()).max().unwrap_or(0);
    if arrays.len() > 1 && places.saturating_mul(arrays.len()) > MOST_PLACES {
        let message = format!("{} members describe {places} items together; any items are taken", arrays.len());
        cx.diagnostics.report(&catalogue::TUPLE_TOO_LONG, &schema.place, message);
        return;
    }
    for index in 0..places {
        let said = arrays.iter().zip(&others);
        let said = said.filter_map(|(array, others)| {
            array.places.get(index).copied().or(others.filter(|_| index >= array.behind))
        });
        let said: Vec<SchemaId> = said.filter(|id| !cx.schemas.is_never(*id)).collect();
        let place = || schema.place.push("prefixItems").index(index);
        let item = match said.is_empty() {
            true => cx.schemas.add(Schema { never: true, ..Schema::default() }),
            false => together(cx, (id, Slot::PrefixItem(index)), place, &said),
        };
        schema.rare.prefix_items.push(item);
    }
    let said: Vec<SchemaId> = others.into_iter().flatten().collect();
    schema.items = match closing {
        Some(never) => Some(never),
        None if said.is_empty() => None,
        None => Some(together(cx, (id, Slot::Items), || schema.place.push("items"), &said)),
    };
}
