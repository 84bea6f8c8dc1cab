//! What a description has beyond calls of the client: it is listed as left out.

use super::Cx;
use crate::place::Pointer;

/// Webhooks (OAS 3.1.1 section 4.8.1), which the server calls. Their schemas that are components are types like all others.
pub(super) fn leave_out(cx: &mut Cx<'_>) {
    let place = Pointer::root().push("webhooks");
    let webhooks = cx.openapi.extensions.get("x-cw-webhooks").and_then(|webhooks| webhooks.as_object());
    for name in webhooks.into_iter().flat_map(|webhooks| webhooks.keys()) {
        cx.leave_out(format!("webhook `{name}`"), "webhooks are calls of the server", &place.push(name));
    }
    let schemes = cx.openapi.components.as_ref().and_then(|components| components.extensions.get("x-cw-mutual-tls"));
    let place = ["components", "securitySchemes"].iter().collect::<Pointer>();
    for name in schemes.and_then(|schemes| schemes.as_object()).into_iter().flat_map(|schemes| schemes.keys()) {
        let why = "a client certificate is given to the transport, for all calls of a client";
        cx.leave_out(format!("security scheme `{name}`"), why, &place.push(name));
    }
}
