//! One typed value, as the text of a parameter in its place.
//!
//! In come a declared [`Param`] and a value, out goes text that is ready for the URI, a header or the `Cookie` header.
//! Joining the pieces to a request is the call's business.

use http::HeaderValue;
use serde_json::Value;

use super::failure::BuildFailure;
use super::param::{Param, Place, Style};
use super::percent::{Keep, encode};
use super::style::{self, Shape};
use super::{cookie, form, header, tuple};
use crate::codec::{self, Encode, View};
use crate::media;
use crate::redact;

/// The expansion of a path parameter, never empty.
pub(crate) fn path(param: &Param, value: &dyn Encode) -> Result<String, BuildFailure> {
    let keep = if param.allow_reserved { Keep::ReservedInPath } else { Keep::Unreserved };
    let text = match param.content {
        Some(media_type) => encode(&content(param, media_type, value)?, keep).into_owned(),
        None => {
            let shape = shape(param, value)?;
            let text = match param.style {
                Style::Label | Style::Matrix => style::expand(param.name, &shape, param.style, param.explode, keep),
                Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited => {
                    style::delimited(&shape, param.style, keep)
                }
                Style::Simple | Style::Form | Style::Cookie | Style::DeepObject => {
                    style::expand(param.name, &shape, Style::Simple, param.explode, keep)
                }
            };
            text.map_err(|refusal| failure(param, refusal.reason()))?
        }
    };
    match text.is_empty() {
        true => Err(failure(param, "the value is empty, so the request would address another endpoint")),
        false => Ok(text),
    }
}

/// `name=value` pairs for the query, none for a value that is undefined.
pub(crate) fn query(param: &Param, value: &dyn Encode) -> Result<Option<String>, BuildFailure> {
    let keep = if param.allow_reserved { Keep::ReservedInQuery } else { Keep::Unreserved };
    if let Some(media_type) = param.content {
        if param.whole {
            return querystring(param, media_type, value, keep);
        }
        let text = content(param, media_type, value)?;
        return Ok(Some(format!("{}={}", encode(param.name, Keep::Unreserved), encode(&text, keep))));
    }
    query_value(param.name, &styled_tree(param, value)?, param.style, param.explode, keep)
        .map_err(|refusal| failure(param, refusal.reason()))
}

/// The query as a whole: a form as it is as a body, or else a document.
fn querystring(
    param: &Param,
    media_type: &str,
    value: &dyn Encode,
    keep: Keep,
) -> Result<Option<String>, BuildFailure> {
    let text = match (media::essence(media_type) == form::MEDIA_TYPE, tree(param, value)?) {
        (true, Value::Object(mut members)) => {
            let refuse = |name: &str, reason: &str| failure(param, format!("the property `{name}`: {reason}"));
            tuple::keep_in_form(param.parts, value.view(), &mut members)
                .map_err(|(name, refusal)| refuse(&name, refusal.reason()))?;
            form::pairs(param.parts, &members).map_err(|(name, reason)| refuse(name, &reason))?
        }
        (true, _) => return Err(failure(param, "only an object can be written as a form")),
        (false, _) => encode(&content(param, media_type, value)?, keep).into_owned(),
    };
    Ok((!text.is_empty()).then_some(text))
}

/// The same for a value that is a tree already; forms are written with it too.
pub(crate) fn query_value(
    name: &str,
    value: &Value,
    style: Style,
    explode: bool,
    keep: Keep,
) -> Result<Option<String>, style::Refusal> {
    let style = match style {
        Style::DeepObject | Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited => style,
        Style::Form | Style::Simple | Style::Label | Style::Matrix | Style::Cookie => Style::Form,
    };
    if matches!(style, Style::DeepObject) {
        let pairs = style::deep_object(name, value, keep);
        return Ok((!pairs.is_empty()).then(|| pairs.join("&")));
    }
    let shape = Shape::of(value, explode);
    match shape.is_undefined() {
        true => Ok(None),
        false => style::expand(name, &shape, style, explode, keep).map(Some),
    }
}

/// A header value, none for a value that is undefined. Header values are not percent-encoded (RFC 9110 section 5.5).
pub(crate) fn header(param: &Param, value: &dyn Encode) -> Result<Option<HeaderValue>, BuildFailure> {
    let text = match param.content {
        Some(media_type) => Some(content(param, media_type, value)?),
        None => {
            let (delimiter, _) = style::delimiter(param.style).unwrap_or(header::COMMA);
            header::write(&shape(param, value)?, delimiter, param.explode).map_err(|reason| failure(param, reason))?
        }
    };
    let Some(text) = text else { return Ok(None) };
    let mut value = header::value(&text).map_err(|reason| failure(param, reason))?;
    value.set_sensitive(param.secret || redact::sounds_secret(param.name));
    Ok(Some(value))
}

/// Pairs for the `Cookie` header, none for a value that is undefined.
///
/// Style form as in a query, except that exploded pairs are pairs of the header: `a=1; a=2`. Style cookie escapes nothing.
pub(crate) fn cookie(param: &Param, value: &dyn Encode) -> Result<Option<String>, BuildFailure> {
    if matches!(param.style, Style::Cookie) && param.content.is_none() {
        let shape = Shape::of(&styled_tree(param, value)?, param.explode);
        return cookie::write(param, &shape).map_err(|reason| failure(param, reason));
    }
    let keep = if param.allow_reserved { Keep::ReservedInCookie } else { Keep::Unreserved };
    if let Some(media_type) = param.content {
        let text = content(param, media_type, value)?;
        return Ok(Some(format!("{}={}", encode(param.name, Keep::Unreserved), encode(&text, keep))));
    }
    let tree = styled_tree(param, value)?;
    let shape = Shape::of(&tree, param.explode);
    if shape.is_undefined() {
        return Ok(None);
    }
    let written = style::expand(param.name, &shape, Style::Cookie, param.explode, keep);
    written.map(Some).map_err(|refusal| failure(param, refusal.reason()))
}

fn shape<'v>(param: &Param, value: &'v dyn Encode) -> Result<Shape<'v>, BuildFailure> {
    match value.view() {
        // Most values are texts, which need no tree.
        View::Str(text) => Ok(Shape::Text(text.into())),
        _ => Ok(Shape::of(&styled_tree(param, value)?, false)),
    }
}

/// The tree of what a style writes.
fn styled_tree(param: &Param, value: &dyn Encode) -> Result<Value, BuildFailure> {
    let mut tree = tree(param, value)?;
    // In a path and a header, what is in an object is a document.
    let explodes = param.explode && matches!(param.place, Place::Query | Place::Cookie);
    tuple::keep_in((param.style, explodes), value.view(), &mut tree)
        .map_err(|refusal| failure(param, refusal.reason()))?;
    Ok(tree)
}

fn tree(param: &Param, value: &dyn Encode) -> Result<Value, BuildFailure> {
    let tree = codec::to_value(value).map_err(|error| failure(param, error.to_string()))?;
    style::joined_within(tree, param.within).map_err(|refusal| failure(param, refusal.reason()))
}

/// The value as a document. Only JSON documents have a typed form; any other type gets the text of a primitive.
fn content(param: &Param, media_type: &str, value: &dyn Encode) -> Result<String, BuildFailure> {
    let tree = tree(param, value)?;
    Ok(if media::is_json(media_type) { tree.to_string() } else { style::text(&tree) })
}

fn failure(param: &Param, reason: impl Into<std::borrow::Cow<'static, str>>) -> BuildFailure {
    BuildFailure::parameter(param.place, param.name, reason)
}
