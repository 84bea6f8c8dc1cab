//! Bodies of `application/x-www-form-urlencoded` (OpenAPI 3.0.4 section 4.8.15.1.3).
//!
//! In comes an object, out goes text. Without a word of the description a primitive is written as its text, an array as
//! its name repeated, an object as JSON; with a content type as that; with a style or explode as a query parameter of that
//! style. Spaces are `%20`, which every parser of forms reads. A query that is described as a whole is written like a body.

use serde_json::{Map, Value};

use super::failure::BuildFailure;
use super::parameter::query_value;
use super::part_spec::PartSpec;
use super::percent::Keep;
use super::spec::Spec;
use super::{flag, property, style, tuple, uri};
use crate::codec::{self, Encode};

pub(crate) const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

pub(crate) fn write(spec: &Spec, value: &dyn Encode) -> Result<String, BuildFailure> {
    let tree = codec::to_value(value).map_err(|error| BuildFailure::body(error.to_string()))?;
    let Value::Object(mut members) = tree else {
        return Err(BuildFailure::body("only an object can be written as a form"));
    };
    tuple::keep_in_form(spec.parts, value.view(), &mut members)
        .map_err(|(name, refusal)| BuildFailure::part(&name, refusal.reason()))?;
    spec.flag.into_iter().for_each(|flag| flag::set(&mut members, flag));
    pairs(spec.parts, &members).map_err(|(name, reason)| BuildFailure::part(name, reason))
}

/// The pairs that the members of an object make; the first member that cannot be written, and why.
pub(super) fn pairs<'m>(
    parts: &'static [PartSpec],
    members: &'m Map<String, Value>,
) -> Result<String, (&'m str, String)> {
    let mut pairs = Vec::new();
    for (name, value) in members {
        pairs.extend(member(parts, name, value).map_err(|reason| (name.as_str(), reason))?);
    }
    Ok(pairs.join("&"))
}

/// A style says how a property is written; without one, its content types do (OpenAPI 3.0.4 section 4.8.15.1.2).
fn member(parts: &'static [PartSpec], name: &str, value: &Value) -> Result<Vec<String>, String> {
    let declared = PartSpec::find(parts, name);
    let Some((part, (style, explode))) = declared.and_then(|part| Some((part, part.styled()?))) else {
        let written = property::write(value, declared.map_or(&[], |part| part.types))?;
        return Ok(written.iter().map(|written| uri::pair(name, &written.text)).collect());
    };
    let keep = if part.allow_reserved { Keep::ReservedInQuery } else { Keep::Unreserved };
    let joined = style::joined_within(value.clone(), part.within).map_err(|refusal| refusal.reason().to_owned())?;
    let pairs = query_value(name, &joined, style, explode, keep).map_err(|refusal| refusal.reason().to_owned())?;
    Ok(pairs.into_iter().collect())
}
