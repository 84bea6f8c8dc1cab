//! `x-pagination`: how the pages of a list follow each other.
//!
//! `x-pagination: { items: /items, next: { parameter: cursor, value: /next_cursor }, previous: { .. } }`, the values being JSON
//! pointers into the response, through objects that may be missing, `parameter` a query parameter of the operation.

use openapiv3::Operation as Described;
use serde_json::Value;

use super::Cx;
use super::looks::{self, target};
use super::operation::wire;
use crate::diagnostic::catalogue;
use crate::document::Document;
use crate::model::{FieldKind, Location, Page, PageStep, Param, Responses, Scalar, Type, WireName};
use crate::place::Pointer;

const KEY: &str = Document::PAGINATION;

/// Reads the extension; what does not fit the operation is reported and leaves it without paging.
pub(super) fn lower_page(
    cx: &mut Cx<'_>,
    described: &Described,
    params: &[Param],
    responses: &Responses,
    pointer: &Pointer,
) -> Option<Page> {
    let extension = described.extensions.get(KEY)?;
    match page(cx, extension, params, responses) {
        Ok(page) => Some(page),
        Err(message) => {
            cx.diagnostics.report(&catalogue::PAGINATION_UNUSABLE, &pointer.push(KEY), message);
            None
        }
    }
}

fn page(cx: &Cx<'_>, extension: &Value, params: &[Param], responses: &Responses) -> Result<Page, String> {
    let response = response(cx, responses).ok_or("the operation has no single success that is a JSON object")?;
    let (items, ty) = lead(cx, response, extension.get("items"), "items")?;
    let Type::List(item) = target(&cx.types, ty.non_null()) else {
        return Err(format!("the property `{}` of the response is not a list", dotted(&items)));
    };
    let item = (**item).clone();
    let next = extension.get("next").ok_or("`next` is missing")?;
    let previous = extension.get("previous").map(|step| page_step(cx, step, params, response)).transpose()?;
    Ok(Page { items, item, next: page_step(cx, next, params, response)?, previous })
}

/// What the only success gives, where it is an object.
fn response<'r>(cx: &Cx<'_>, responses: &'r Responses) -> Option<&'r Type> {
    let [response] = responses.success.as_slice() else { return None };
    response.media.ty().filter(|ty| looks::strukt(&cx.types, ty).is_some())
}

fn page_step(cx: &Cx<'_>, step: &Value, params: &[Param], response: &Type) -> Result<PageStep, String> {
    let parameter = step.get("parameter").and_then(Value::as_str).ok_or("`parameter` is missing")?;
    if !params.iter().any(|param| param.name.0 == parameter && param.place == Location::Query) {
        return Err(format!("the operation has no query parameter `{parameter}`"));
    }
    let (value, ty) = lead(cx, response, step.get("value"), "value")?;
    let Type::Scalar(Scalar::String | Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64) =
        target(&cx.types, ty.non_null())
    else {
        return Err(format!("the property `{}` of the response is no string and no integer", dotted(&value)));
    };
    Ok(PageStep { parameter: wire(parameter), value })
}

/// The properties that a pointer leads through, and the type of the last one.
fn lead<'c>(
    cx: &'c Cx<'_>,
    response: &'c Type,
    value: Option<&Value>,
    key: &str,
) -> Result<(Vec<WireName>, &'c Type), String> {
    let text = value.and_then(Value::as_str).ok_or_else(|| format!("`{key}` is missing"))?;
    let pointer = Pointer::parse(text).ok_or_else(|| format!("`{text}` is not a JSON pointer"))?;
    let (mut names, mut ty) = (Vec::new(), response);
    for segment in pointer.segments() {
        let strukt = looks::strukt(&cx.types, ty.non_null()).map(|(_, strukt)| strukt);
        let field = strukt.and_then(|strukt| strukt.fields.iter().find(|field| field.name.0 == *segment));
        names.push(wire(&segment));
        match field.map(|field| &field.kind) {
            Some(FieldKind::Value { ty: of_field, .. }) => ty = of_field,
            Some(FieldKind::Constant(_)) | None => {
                return Err(format!("the response has no property `{}`", dotted(&names)));
            }
        }
    }
    match names.is_empty() {
        true => Err(format!("`{text}` does not point to a property of the response")),
        false => Ok((names, ty)),
    }
}

/// `data.items`
fn dotted(names: &[WireName]) -> String {
    names.iter().map(|name| name.0.as_str()).collect::<Vec<_>>().join(".")
}
