//! The headers that parts of a multipart body have beside their content type (OAS 3.0.4 section 4.8.15, `headers`).
//!
//! | described | becomes |
//! |---|---|
//! | one value | written in each such part |
//! | anything else | what a caller may give; an argument where header and part must be there |
//! | `Content-Type` | nothing: `contentType` says it |
//! | `Content-Disposition` | listed as left out: it is made of the name of the part |

use openapiv3::{Encoding, ParameterSchemaOrContent};
use serde_json::Value;

use super::operation::wire;
use super::site::Site;
use super::way::Way;
use super::{Cx, header, origin, references, schema};
use crate::model::PartHeader;

/// The headers that a caller gives, and those that are always the same, with their values. `site` is that of the encoding.
pub(super) fn headers(
    cx: &mut Cx<'_>,
    encoding: &Encoding,
    part: &str,
    site: &Site,
) -> (Vec<PartHeader>, Vec<(String, String)>) {
    let (mut headers, mut constants) = (Vec::new(), Vec::new());
    for (name, node) in &encoding.headers {
        // Content-Type is described separately (OAS 3.0.4 section 4.8.15.1).
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        let place = site.step(&["headers", name]);
        let found = references::header(cx, node, &place);
        let why = match &found {
            _ if !header::is_name(name) => Some(format!("it {}", header::NO_NAME)),
            _ if name.eq_ignore_ascii_case("content-disposition") => {
                Some("it is made of the name of the part".to_owned())
            }
            None => Some("its reference leads to nothing".to_owned()),
            Some(_) => None,
        };
        let (described, place) = match (why, found) {
            (None, Some(found)) => found,
            (why, _) => {
                let what = format!("the header `{name}` of the part `{part}` of `{}`", site.of);
                cx.leave_out(what, why.unwrap_or_default(), &place.pointer);
                continue;
            }
        };
        if let Some(value) = constant(cx, described) {
            constants.push((name.clone(), value));
            continue;
        }
        let (ty, form) = header::written(cx, described, Way::Sent, &place);
        headers.push(PartHeader {
            name: wire(name),
            ty,
            form,
            required: described.required,
            docs: header::docs(cx, described, Way::Sent),
            origin: origin(&place.pointer),
        });
    }
    (headers, constants)
}

/// The text of the one value that a header may have.
fn constant(cx: &Cx<'_>, described: &openapiv3::Header) -> Option<String> {
    let ParameterSchemaOrContent::Schema(node) = &described.format else { return None };
    let schema = cx.schemas.get(cx.schemas.resolve(schema::id(node)?)?);
    match schema.values.as_deref() {
        Some([Value::String(text)]) => Some(text.clone()),
        Some([value @ (Value::Number(_) | Value::Bool(_))]) => Some(value.to_string()),
        Some(_) | None => None,
    }
}
