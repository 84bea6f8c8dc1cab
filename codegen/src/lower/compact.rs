//! Definitions that nothing refers to go.
//!
//! Enters: the whole model. Leaves: the same without what was made on the way and is not needed: the object of a multipart body
//! whose properties are arguments, the definition of a schema that turned out to be another one. Components stay, used or not, unless
//! it is set that they do not.
//! Ids are given anew here and nowhere else.

use std::collections::BTreeSet;

use crate::model::{Api, Incoming, IncomingKind, LeftOut, Type, TypeDef, TypeId, Unreached, reach};

/// Drops what neither an operation nor a definition that stays refers to; `components` stay even so, or are listed.
pub(super) fn compact(api: &mut Api, components: &BTreeSet<TypeId>) {
    if api.extent.unreached == Unreached::LeftOut {
        let gone = std::mem::take(&mut api.incoming).into_iter();
        // Others are listed already.
        let gone: Vec<LeftOut> = gone.filter(|it| it.content.is_some()).map(left_out_incoming).collect();
        api.left_out.extend(gone);
    }
    let mut stays = reach::sent(api);
    stays.extend(reach::received(api));
    match api.extent.unreached {
        Unreached::Received | Unreached::Both => stays.extend(reach::reached(api, components.iter().copied())),
        Unreached::LeftOut => {
            let gone = components.difference(&stays).map(|id| left_out(api.def(*id))).collect::<Vec<_>>();
            api.left_out.extend(gone);
        }
    }
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
    for incoming in &mut api.incoming {
        incoming.read_mut().into_iter().for_each(rename);
        incoming.sent_mut().for_each(rename);
    }
}

const LEFT_OUT: &str = "no operation reaches it, and `types.unreached` is \"left-out\"";

fn left_out_incoming(incoming: Incoming) -> LeftOut {
    let what = match incoming.kind {
        IncomingKind::Webhook { name } => format!("webhook `{name}`"),
        IncomingKind::Callback { name, of, .. } => format!("callback `{name}` of {of}"),
    };
    LeftOut { what, why: LEFT_OUT.to_owned(), origin: incoming.origin }
}

fn left_out(def: &TypeDef) -> LeftOut {
    let what = def.origin.pointer().segments().last().map(|name| name.to_string()).unwrap_or_default();
    LeftOut { what, why: LEFT_OUT.to_owned(), origin: def.origin.clone() }
}
