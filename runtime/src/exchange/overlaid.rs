//! Reads that show what is still to be sent. Enters: the reply to a call. Leaves: the same, or with another body and a mark that says so.

use http::{HeaderName, HeaderValue, Method, Request};

use crate::call::Call;
use crate::outbox::{OVERLAID, Read};
use crate::reply::Reply;
use crate::wire::Body;

/// Where the server itself has sent the mark, it is taken away: it would be no word of ours.
pub(super) fn overlay(call: &Call, request: &Request<Body>, reply: &mut Reply) {
    let Some(core) = call.setup().outbox.as_ref().map(|attached| &attached.core) else { return };
    let Some(overlay) = &core.options.overlay else { return };
    if request.method() != Method::GET || !reply.status.is_success() {
        return;
    }
    let mark = HeaderName::from_static(OVERLAID);
    reply.headers.remove(&mark);
    let pending = core.pending();
    if pending.is_empty() {
        return;
    }
    let (spec, content_type) = (call.spec(), reply.content_type());
    let read = Read {
        operation_id: spec.id,
        url_template: spec.path,
        url: request.uri().path_and_query().map_or("/", |path| path.as_str()),
        content_type: content_type.as_deref(),
        body: &reply.body,
    };
    if let Some(body) = overlay.apply(&read, &pending) {
        drop(content_type);
        reply.body = body;
        reply.headers.insert(mark, HeaderValue::from(pending.len()));
    }
}
