//! Which parts of a large API need which files of types, so that a program compiles what it uses.

use std::collections::BTreeSet;

use crate::model::{Api, Type, TypeId, reach};

/// For more operations than this a crate has a feature for each tag, unless it is set otherwise.
const MANY: usize = 250;

/// By definition: the services whose calls need the file that stands under its name, in order. One more than there are stands for the
/// types that no call needs, and what those need.
pub(super) type Portions = Vec<Vec<usize>>;

/// The portions of an API that is divided.
pub(super) fn find(api: &Api) -> Option<Portions> {
    let is_large = api.operations().count() > MANY && api.services.len() > 1;
    api.divided.unwrap_or(is_large).then(|| {
        let mut portions = vec![Vec::new(); api.types.len()];
        let needed = needed(api);
        for (index, service) in api.services.iter().enumerate() {
            let uses = service.operations.iter().flat_map(reach::types_of).filter_map(Type::mentions);
            for home in reached(&needed, uses.map(|id| api.def(id).home)) {
                portions[home.0].push(index);
            }
        }
        let homes = api.type_ids().map(|id| api.def(id).home);
        let unreached: Vec<TypeId> = homes.filter(|home| portions[home.0].is_empty()).collect();
        for home in reached(&needed, unreached.into_iter()) {
            portions[home.0].push(api.services.len());
        }
        portions
    })
}

/// The files that each file needs.
fn needed(api: &Api) -> Vec<BTreeSet<TypeId>> {
    let mut needed = vec![BTreeSet::new(); api.types.len()];
    for def in &api.types {
        let homes = reach::parts(&def.kind).into_iter().filter_map(Type::mentions).map(|id| api.def(id).home);
        needed[def.home.0].extend(homes);
    }
    needed
}

fn reached(needed: &[BTreeSet<TypeId>], from: impl Iterator<Item = TypeId>) -> BTreeSet<TypeId> {
    let mut waiting: Vec<TypeId> = from.collect();
    let mut reached = BTreeSet::new();
    while let Some(home) = waiting.pop() {
        if reached.insert(home) {
            waiting.extend(&needed[home.0]);
        }
    }
    reached
}
