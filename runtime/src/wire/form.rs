//! Bodies of `application/x-www-form-urlencoded` (OpenAPI 3.0.4 section 4.8.15.1.3).
//!
//! In comes an object, out goes text. Without a word of the description a primitive is written as its text, an array as
//! its name repeated, an object as JSON; with a style or explode as a query parameter of that style. Spaces are `%20`,
//! which every parser of forms reads.

use serde_json::Value;

use super::failure::BuildFailure;
use super::parameter::query_value;
use super::percent::Keep;
use super::spec::{Spec, Style};
use super::style::Refusal;
use super::uri;
use crate::codec::{self, Encode};

pub(crate) const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

pub(crate) fn write(spec: &Spec, value: &dyn Encode) -> Result<String, BuildFailure> {
    let tree = codec::to_value(value).map_err(|error| BuildFailure::body(error.to_string()))?;
    let Value::Object(members) = tree else {
        return Err(BuildFailure::body("only an object can be written as a form"));
    };
    let mut pairs = Vec::new();
    for (name, value) in &members {
        let written = property(spec, name, value).map_err(|refusal| BuildFailure::part(name, refusal.reason()))?;
        pairs.extend(written);
    }
    Ok(pairs.join("&"))
}

fn property(spec: &Spec, name: &str, value: &Value) -> Result<Option<String>, Refusal> {
    let declared = spec.part(name).filter(|part| part.style.is_some() || part.explode.is_some() || part.allow_reserved);
    let Some(part) = declared else {
        return match value {
            Value::Object(_) => Ok(Some(uri::pair(name, &value.to_string()))),
            other => query_value(name, other, Style::Form, true, Keep::Unreserved),
        };
    };
    let style = part.style.unwrap_or(Style::Form);
    let explode = part.explode.unwrap_or(matches!(style, Style::Form | Style::DeepObject));
    let keep = if part.allow_reserved { Keep::ReservedInQuery } else { Keep::Unreserved };
    query_value(name, value, style, explode, keep)
}
