//! Definitions that nothing refers to go.
//!
//! Enters: the whole model. Leaves: the same without what was made on the way and is not needed: the object of a multipart body
//! whose properties are arguments, the definition of a schema that turned out to be another one. Components stay, used or not.
//! Ids are given anew here and nowhere else.

use std::collections::BTreeSet;

use crate::model::{Api, Type, TypeId, reach};

/// Drops what neither an operation nor a definition that stays refers to; `kept` stay in any case.
pub(super) fn compact(api: &mut Api, kept: &BTreeSet<TypeId>) {
    let mut stays = reach::reached(api, kept.iter().copied());
    stays.extend(reach::sent(api));
    stays.extend(reach::received(api));
    // A file is named after its home.
    let homes: Vec<_> = stays.iter().map(|id| api.def(*id).home).collect();
    let homeless: BTreeSet<TypeId> = homes.into_iter().filter(|home| !stays.contains(home)).collect();
    let order: Vec<TypeId> = stays.into_iter().collect();
    let new = |id: TypeId| TypeId(order.binary_search(&id).unwrap_or_default());
    let heirs: Vec<(TypeId, TypeId)> = homeless
        .iter()
        .filter_map(|gone| Some((*gone, *order.iter().find(|id| api.def(**id).home == *gone)?)))
        .collect();
    let home = |id: TypeId| heirs.iter().find(|(gone, _)| *gone == id).map_or(id, |(_, heir)| *heir);
    let mut types = Vec::new();
    for (index, mut def) in std::mem::take(&mut api.types).into_iter().enumerate() {
        if order.binary_search(&TypeId(index)).is_ok() {
            def.home = new(home(def.home));
            types.push(def);
        }
    }
    api.types = types;
    let rename = |ty: &mut Type| *ty = ty.renamed(&new);
    api.types.iter_mut().for_each(|def| reach::parts_mut(&mut def.kind).into_iter().for_each(rename));
    for operation in api.services.iter_mut().flat_map(|service| &mut service.operations) {
        reach::sent_types_mut(operation).into_iter().for_each(rename);
        reach::received_types_mut(operation).into_iter().for_each(rename);
    }
}
