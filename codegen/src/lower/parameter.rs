//! Parameters of the path, the query, the header and cookies.

use openapiv3::{
    HeaderStyle, Operation as Described, Parameter, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle,
    ReferenceOr,
};

use super::notation::essence;
use super::operation::wire;
use super::site::Site;
use super::{Cx, documentation, origin, references, schema};
use crate::diagnostic::catalogue;
use crate::model::{Docs, Location, Param, Scalar, Style, Type};

/// Headers that a parameter cannot set: they follow from the body, the responses and the security (OAS 3.0.4 section 4.8.12.1).
const RESERVED: &[&str] = &["accept", "content-type", "authorization"];

/// The path's parameters, replaced by the operation's where name and place are the same, then the operation's own.
pub(super) fn lower_parameters<'a>(
    cx: &mut Cx<'a>,
    item: &'a PathItem,
    described: &'a Described,
    site: &Site,
) -> Vec<Param> {
    let path = Site { pointer: site.pointer.parent().unwrap_or_default(), ..site.clone() };
    let mut params: Vec<Param> = Vec::new();
    for (list, site) in [(&item.parameters, &path), (&described.parameters, site)] {
        for (index, node) in list.iter().enumerate() {
            let Some(param) = lower_parameter(cx, node, &site.item("parameters", index)) else {
                continue;
            };
            match params.iter_mut().find(|known| known.name == param.name && known.place == param.place) {
                Some(known) => *known = param,
                None => params.push(param),
            }
        }
    }
    params
}

fn lower_parameter<'a>(cx: &mut Cx<'a>, node: &'a ReferenceOr<Parameter>, site: &Site) -> Option<Param> {
    let Some((parameter, _)) = references::parameter(cx, node, site) else {
        cx.leave_out(format!("a parameter of `{}`", site.of), "its reference leads to nothing", &site.pointer);
        return None;
    };
    let data = parameter.parameter_data_ref();
    let (place, style, allow_reserved) = place(parameter);
    if place == Location::Header && RESERVED.contains(&data.name.to_ascii_lowercase().as_str()) {
        cx.diagnostics.report(
            &catalogue::RESERVED_HEADER,
            &site.pointer,
            format!("the header `{}` is set from the body, the responses and the security", data.name),
        );
        return None;
    }
    let (ty, content, notes) = match &data.format {
        ParameterSchemaOrContent::Schema(node) => {
            let notes = schema::id(node).map_or_else(Docs::default, |id| documentation::of_schema(&cx.schemas.get(id)));
            (schema::lower_node(cx, Some(node)), None, notes)
        }
        ParameterSchemaOrContent::Content(content) => match content.first() {
            Some((name, media)) => {
                let ty = schema::lower_node(cx, media.schema.as_ref());
                (ty, Some(essence(name)), Docs::default())
            }
            // Whatever it holds, it is text in the end.
            None => (Type::Scalar(Scalar::String), None, Docs::default()),
        },
    };
    let mut docs = documentation::texts(None, data.description.as_deref(), data.deprecated == Some(true));
    docs.description = docs.description.or(notes.description);
    docs.notes = notes.notes;
    Some(Param {
        name: wire(&data.name),
        place,
        style,
        explode: data.explode.unwrap_or(style == Style::Form),
        allow_reserved,
        content,
        // A path without its parameter is another path.
        required: data.required || place == Location::Path,
        ty: ty.non_null().clone(),
        docs,
        origin: origin(&site.pointer),
    })
}

fn place(parameter: &Parameter) -> (Location, Style, bool) {
    match parameter {
        Parameter::Query { style, allow_reserved, .. } => (Location::Query, query_style(style), *allow_reserved),
        Parameter::Header { style: HeaderStyle::Simple, .. } => (Location::Header, Style::Simple, false),
        Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Matrix => Style::Matrix,
                PathStyle::Label => Style::Label,
                PathStyle::Simple => Style::Simple,
            };
            (Location::Path, style, false)
        }
        Parameter::Cookie { .. } => (Location::Cookie, Style::Form, false),
    }
}

/// A style of the query, and of the properties of a form.
pub(super) fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}
