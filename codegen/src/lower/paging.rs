//! `x-pagination`: how the pages of a list follow each other.
//!
//! `x-pagination: { items: /items, next: { parameter: cursor, value: /next_cursor }, previous: { .. } }`, the values being JSON
//! pointers into the response, `parameter` a query parameter of the operation.

use openapiv3::Operation as Described;
use serde_json::Value;

use super::Cx;
use super::operation::wire;
use crate::diagnostic::catalogue;
use crate::document::Document;
use crate::model::{
    FieldKind, Location, Page, PageStep, Param, Presence, Responses, Scalar, Struct, Type, TypeKind, WireName,
};
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
    let strukt = page_struct(cx, responses).ok_or("the operation has no single success that is a JSON object")?;
    let items = property(extension.get("items"), "items")?;
    let (Type::List(item), Presence::Required) = field_type(strukt, &items)? else {
        return Err(format!("the property `{items}` of the response is not a required list"));
    };
    let item = (**item).clone();
    let next = extension.get("next").ok_or("`next` is missing")?;
    let previous = extension.get("previous").map(|step| page_step(step, params, strukt)).transpose()?;
    Ok(Page { items, item, next: page_step(next, params, strukt)?, previous })
}

fn page_struct<'c>(cx: &'c Cx<'_>, responses: &Responses) -> Option<&'c Struct> {
    let [response] = responses.success.as_slice() else {
        return None;
    };
    let Some(Type::Named(id)) = response.media.ty() else {
        return None;
    };
    match &cx.types[id.0].kind {
        TypeKind::Struct(strukt) => Some(strukt),
        TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
    }
}

fn page_step(step: &Value, params: &[Param], strukt: &Struct) -> Result<PageStep, String> {
    let parameter = step.get("parameter").and_then(Value::as_str).ok_or("`parameter` is missing")?;
    if !params.iter().any(|param| param.name.0 == parameter && param.place == Location::Query) {
        return Err(format!("the operation has no query parameter `{parameter}`"));
    }
    let value = property(step.get("value"), "value")?;
    let Type::Scalar(Scalar::String) = field_type(strukt, &value)?.0.non_null() else {
        return Err(format!("the property `{value}` of the response is not a string"));
    };
    Ok(PageStep { parameter: wire(parameter), value })
}

/// A pointer to a property of the response itself.
fn property(value: Option<&Value>, key: &str) -> Result<WireName, String> {
    let text = value.and_then(Value::as_str).ok_or_else(|| format!("`{key}` is missing"))?;
    let pointer = Pointer::parse(text).ok_or_else(|| format!("`{text}` is not a JSON pointer"))?;
    let mut segments = pointer.segments();
    match (segments.next(), segments.next()) {
        (Some(name), None) => Ok(wire(&name)),
        _ => Err(format!("`{text}` does not point to a property of the response itself")),
    }
}

fn field_type<'s>(strukt: &'s Struct, name: &WireName) -> Result<(&'s Type, Presence), String> {
    let field = strukt.fields.iter().find(|field| field.name == *name);
    match field.map(|field| &field.kind) {
        Some(FieldKind::Value { ty, presence }) => Ok((ty, *presence)),
        Some(FieldKind::Constant(_)) | None => Err(format!("the response has no property `{name}`")),
    }
}
