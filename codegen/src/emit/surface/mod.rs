//! What callers see of the crate, read from what would be written: signatures out of the tokens of functions, types as their files have them.
//!
//! Enters: [`Cx`]. Leaves: [`Surface`]. Nothing is decided here that the files of the crate do not say.

mod calls;
mod client;
mod forms;
mod function;
mod package;
mod sign;
mod types;
mod wire;

use super::{Cx, feature, incoming};
use crate::model::Incoming as Described;
use crate::surface::{self, Surface};

use self::function::functions;
use self::sign::Namer;
use super::import::Scope;

/// What callers see of the crate.
pub(crate) fn surface(cx: Cx<'_>) -> Surface {
    let (services, operations, mut types) = calls::all(cx);
    types.extend(types::all(cx));
    types.extend(client::types(cx));
    Surface {
        krate: package::krate(cx),
        setters: client::setters(cx),
        services,
        operations,
        types,
        incoming: cx.api.incoming.iter().enumerate().filter_map(|(index, it)| incoming(cx, index, it)).collect(),
        facts: client::facts(cx),
    }
}

/// The function that reads a request of the server.
fn incoming(cx: Cx<'_>, index: usize, described: &Described) -> Option<surface::Incoming> {
    let (content, name) = (described.content.as_ref()?, cx.names.incoming()[index].as_ref()?);
    let tokens = incoming::function(&Scope::api(cx), described, content, name);
    Some(surface::Incoming {
        module: if incoming::is_webhook(described) { "webhooks" } else { "callbacks" },
        key: described.origin.to_string(),
        at: (&described.origin).into(),
        function: functions(tokens, &Namer::default()).pop()?,
        feature: cx.facts.is_divided().then(|| feature::UNREACHED.to_owned()),
        facts: vec![wire::incoming(content, &described.origin)],
    })
}
