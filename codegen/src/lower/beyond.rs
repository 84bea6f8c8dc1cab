//! What a description has beyond calls of the client: it is listed as left out.

use super::Cx;
use crate::place::Pointer;

/// Client certificates, which are a matter of the connection.
pub(super) fn leave_out(cx: &mut Cx<'_>) {
    let schemes = cx.openapi.components.as_ref().and_then(|components| components.extensions.get("x-cw-mutual-tls"));
    let place = ["components", "securitySchemes"].iter().collect::<Pointer>();
    for name in schemes.and_then(|schemes| schemes.as_object()).into_iter().flat_map(|schemes| schemes.keys()) {
        let why = "a client certificate is given to the transport, for all calls of a client";
        cx.leave_out(format!("security scheme `{name}`"), why, &place.push(name));
    }
}
