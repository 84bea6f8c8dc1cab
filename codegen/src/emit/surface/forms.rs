//! A body that has several forms: the enum that callers choose from, and the parts of a multipart form.

use super::calls::Call;
use super::function::functions;
use crate::emit::choice::{self, Form, PartsExtra};
use crate::facts;
use crate::model::BodyContent;
use crate::surface::{At, Definition, Kind, Member, Sign};

/// The types of the body of an operation; none where it has one form.
pub(super) fn types(call: Call<'_>) -> Vec<Definition> {
    let Some(body) = call.described.body.as_ref().filter(|body| body.choices.len() > 1) else {
        return Vec::new();
    };
    let forms = choice::forms(call.scope, body, call.names);
    let mut definition = call.definition(&call.names.body, "body", Kind::Body);
    for (form, told) in forms.iter().zip(facts::told_by_type(call.scope.cx.api, body)) {
        let at: At = (&call.described.origin.below(&["requestBody", "content", &form.choice.media])).into();
        let (name, wire) = (form.name.to_string(), form.choice.media.clone());
        definition.members.push(Member { name, wire, at, ty: call.namer.sign(form.payload(call.scope)) });
        if told {
            definition.conversions.push(call.namer.sign(form.ty.clone()));
            let is_text = matches!(form.choice.content, BodyContent::Text);
            definition.conversions.extend(is_text.then(|| Sign::plain(&["&", "str"])));
        }
    }
    let parts = forms.iter().filter_map(|form| parts(call, form));
    [definition].into_iter().chain(parts).collect()
}

/// The parts of a form, where it is multipart.
fn parts(call: Call<'_>, form: &Form<'_>) -> Option<Definition> {
    let (BodyContent::Multipart(described), Some(parts)) = (&form.choice.content, form.parts) else { return None };
    let media = form.choice.media.as_str();
    let mut definition = call.definition(&parts.ty, &format!("parts {media}"), Kind::Parts);
    let tokens = choice::parts_type(call.scope, (media, described), parts, PartsExtra::default(), call.names);
    let (new, setters): (Vec<_>, Vec<_>) =
        tokens.flat_map(|tokens| functions(tokens, call.namer)).partition(|function| function.name == "new");
    definition.constructor = new.into_iter().next().map(|new| new.parameters);
    definition.methods = setters;
    Some(definition)
}
