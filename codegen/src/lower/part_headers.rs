//! The headers that parts of a multipart body have beside their content type (OAS 3.0.4 section 4.8.15, `headers`).
//!
//! | described | becomes |
//! |---|---|
//! | one value that a header can hold | written in each such part |
//! | anything else | what a caller may give; an argument where header and part must be there |
//! | one value that no header can hold | listed as left out |
//! | `Content-Type` | nothing: `contentType` says it |
//! | `Content-Disposition` of a part with a name | listed as left out: it is made of that name |

use openapiv3::{Encoding, ParameterSchemaOrContent};
use serde_json::Value;

use super::header::{self, Usable};
use super::operation::wire;
use super::site::Site;
use super::way::Way;
use super::{Cx, example, origin, schema};
use crate::model::{Example, PartHeader, WireName};

/// The headers of a part.
#[derive(Default)]
pub(super) struct PartHeaders {
    /// Those that a caller gives.
    pub(super) given: Vec<PartHeader>,
    /// Those that are always the same, with their values.
    pub(super) constants: Vec<(WireName, String)>,
}

/// How a part is told from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// By a name, which is its disposition.
    Disposition,
    Place,
}

/// A part that has headers.
pub(super) struct Holder<'h> {
    pub(super) name: &'h str,
    pub(super) naming: Naming,
    /// Where the settings look for what is said of it alone.
    pub(super) key: Site,
}

/// What an encoding says of the headers of a part. `site` is that of the encoding.
pub(super) fn headers(cx: &mut Cx<'_>, encoding: &Encoding, part: &Holder<'_>, site: &Site) -> PartHeaders {
    let mut headers = PartHeaders::default();
    let of = format!("the part `{}` of `{}`", part.name, site.of);
    for Usable { name, header, site } in header::usable(cx, &encoding.headers, &of, site) {
        let value = constant(cx, header);
        let why = match &value {
            _ if name.eq_ignore_ascii_case("content-disposition") && part.naming == Naming::Disposition => {
                Some("it is made of the name of the part")
            }
            Some(value) if !header::can_hold(value) => Some("its value is one that no header can hold"),
            Some(_) | None => None,
        };
        if let Some(why) = why {
            cx.leave_out(format!("the header `{name}` of {of}"), why, &site.pointer);
            continue;
        }
        let Some(value) = value else {
            let (ty, form) = header::written(cx, header, Way::Sent, &site);
            headers.given.push(PartHeader {
                name: wire(name),
                ty,
                form,
                required: header.required,
                example: shown(cx, header).map(Box::new),
                docs: header::docs(cx, header, Way::Sent),
                origin: origin(&part.key.step(&["headers", name]).pointer),
            });
            continue;
        };
        headers.constants.push((wire(name), value));
    }
    headers
}

/// An example of a value of a header.
fn shown(cx: &mut Cx<'_>, described: &openapiv3::Header) -> Option<Example> {
    let schema = match &described.format {
        ParameterSchemaOrContent::Schema(node) => schema::id(node),
        ParameterSchemaOrContent::Content(_) => None,
    };
    example::of_parameter(cx, (described.example.as_ref(), &described.examples), schema)
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
