//! What a crate needs for what stays open.

use std::collections::BTreeSet;

use crate::model::{Api, Kind, Operation};

/// The features of the runtime that the operations need, in their order.
pub(crate) fn features(api: &Api) -> Vec<&'static str> {
    let needed = |operation: &Operation| match operation.kind {
        Kind::Events(_) => Some("sse"),
        Kind::Socket(_) => Some("websocket"),
        Kind::Call | Kind::Documents(_) | Kind::Parts(_) => None,
    };
    api.operations().filter_map(needed).collect::<BTreeSet<_>>().into_iter().collect()
}
