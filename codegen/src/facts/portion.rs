//! Which parts of a large API need which files of types, so that a program compiles what it uses.

use std::collections::BTreeSet;

use crate::model::{Api, Incoming, Type, TypeId, reach};

/// For more operations than this a crate has a feature for each tag, unless it is set otherwise.
const MANY: usize = 250;

/// Who needs a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Needer {
    /// The calls of a service, by its index.
    Service(usize),
    /// The types that no call needs.
    Unreached,
}

/// By definition: who needs the file that stands under its name, in order.
pub(super) type Portions = Vec<Vec<Needer>>;

/// The portions of an API that is divided.
pub(super) fn find(api: &Api) -> Option<Portions> {
    let is_large = api.operations().count() > MANY && api.services.len() > 1;
    api.extent.tag_features.unwrap_or(is_large).then(|| {
        let mut portions = vec![Vec::new(); api.types.len()];
        let needed = needed(api);
        let add = |needer, from: Vec<TypeId>, portions: &mut Portions| {
            reached(&needed, from).into_iter().for_each(|home| portions[home.0].push(needer));
        };
        for (index, service) in api.services.iter().enumerate() {
            let uses = service.operations.iter().flat_map(reach::types_of).flat_map(Type::mentions);
            add(Needer::Service(index), uses.map(|id| api.def(id).home).collect(), &mut portions);
        }
        let homes = api.type_ids().map(|id| api.def(id).home);
        // What reads webhooks is there with the types that nothing else needs.
        let read = api.incoming.iter().filter_map(Incoming::read);
        let read = read.chain(api.incoming.iter().flat_map(Incoming::sent)).flat_map(Type::mentions);
        let read = read.map(|id| api.def(id).home);
        let unreached = homes.filter(|home| portions[home.0].is_empty()).chain(read).collect();
        add(Needer::Unreached, unreached, &mut portions);
        portions
    })
}

/// The files that each file needs.
fn needed(api: &Api) -> Vec<BTreeSet<TypeId>> {
    let mut needed = vec![BTreeSet::new(); api.types.len()];
    for def in &api.types {
        let homes = reach::parts(&def.kind).into_iter().flat_map(Type::mentions).map(|id| api.def(id).home);
        needed[def.home.0].extend(homes);
    }
    needed
}

/// These files and all that they need.
fn reached(needed: &[BTreeSet<TypeId>], from: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut waiting = from;
    let mut reached = BTreeSet::new();
    while let Some(home) = waiting.pop() {
        if reached.insert(home) {
            waiting.extend(&needed[home.0]);
        }
    }
    reached
}
