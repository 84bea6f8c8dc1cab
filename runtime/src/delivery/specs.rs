//! Descriptions of operations that no code of this process has called yet. Enters: what was kept of them. Leaves: what an exchange needs, for
//! as long as the process lives.
//!
//! An exchange, its spans and its errors name an operation by constant data of generated code. An entry from before a restart has none: its
//! call may never be made again. So what was kept is turned into such data once for each operation and never freed, which is as much as
//! generated code has of it anyway: it grows with the operations of an API, and not with calls. Where the call is made in this
//! process, the generated data itself takes its place.

use std::collections::BTreeMap;

use crate::outbox::Operation;
use crate::sync::{Mutex, lock};
use crate::wire::{Idempotency, Param, Server, Spec};

static KNOWN: Mutex<BTreeMap<Operation, &'static Spec>> = Mutex::new(BTreeMap::new());

/// The operation is called in this process.
pub(super) fn know(operation: &Operation, spec: &'static Spec) {
    let mut known = lock(&KNOWN);
    if !known.get(operation).is_some_and(|known| std::ptr::eq(*known, spec)) {
        known.insert(operation.clone(), spec);
    }
}

/// What is known of the operation.
pub(super) fn recall(operation: &Operation) -> &'static Spec {
    let mut known = lock(&KNOWN);
    if let Some(spec) = known.get(operation) {
        return spec;
    }
    let spec = Box::leak(Box::new(made(operation)));
    known.insert(operation.clone(), spec);
    spec
}

fn made(operation: &Operation) -> Spec {
    let Operation { id, method, template, server, key_header, security: _, secret } = operation;
    let [properties, path, query] = secret;
    let path = path.iter().map(|name| Param::path(text(name)).secret());
    let query = query.iter().map(|name| Param::query(text(name)).secret());
    let properties: Vec<&'static str> = properties.iter().map(|name| text(name)).collect();
    let servers: Vec<Server> = server.iter().map(|url| Server::new(text(url))).collect();
    Spec {
        params: path.chain(query).collect::<Vec<_>>().leak(),
        secret: properties.leak(),
        servers: servers.leak(),
        idempotency: Idempotency::Key(text(key_header)),
        ..Spec::method(text(method), text(id), text(template))
    }
}

fn text(text: &str) -> &'static str {
    Box::leak(text.into())
}
