//! What people wrote, and what a schema's constraints say in words.

use serde_json::Value;

use crate::model::Docs;
use crate::schema::Schema;

/// An example longer than this says less than the fields do.
const LONGEST_EXAMPLE: usize = 100;

/// A description alone.
pub(super) fn text(description: Option<&str>) -> Docs {
    Docs { description: written(description), ..Docs::default() }
}

/// Summary and description.
pub(super) fn texts(summary: Option<&str>, description: Option<&str>, deprecated: bool) -> Docs {
    Docs { summary: written(summary), description: written(description), deprecated, ..Docs::default() }
}

/// The words at the top of the document, and whom and what they name.
pub(super) fn of_info(openapi: &openapiv3::OpenAPI) -> Docs {
    let info = &openapi.info;
    let mut docs = text(info.description.as_deref());
    docs.notes.extend(openapi.external_docs.as_ref().map(|docs| see_also(&docs.url)));
    if let Some(contact) = &info.contact {
        let named =
            [contact.name.as_deref().map(plain), contact.email.as_deref().map(plain), contact.url.as_deref().map(link)];
        let named: Vec<_> = named.into_iter().flatten().collect();
        docs.notes.extend((!named.is_empty()).then(|| format!("Contact: {}.", named.join(", "))));
    }
    if let Some(license) = &info.license {
        let link = license.url.as_deref().map(|url| format!(" ({})", link(url))).unwrap_or_default();
        docs.notes
            .extend((!license.name.is_empty()).then(|| format!("License of the API: {}{link}.", plain(&license.name))));
    }
    docs.notes.extend(info.terms_of_service.as_deref().map(|terms| format!("Terms of service: {}.", link(terms))));
    docs
}

/// Where more is written.
pub(super) fn see_also(url: &str) -> String {
    format!("See also {}.", link(url))
}

/// An address as a link; what is none is shown as it is.
fn link(url: &str) -> String {
    let is_link = (url.starts_with("https://") || url.starts_with("http://"))
        && url.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>`\\".contains(&byte));
    if is_link { format!("<{url}>") } else { plain(url) }
}

/// A text as it is.
pub(super) fn plain(text: &str) -> String {
    format!("`{}`", text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'"))
}

/// Whether a schema has nothing to say to readers.
pub(super) fn is_silent(schema: &Schema) -> bool {
    of_schema(schema) == Docs::default()
}

/// Description, constraints, default and example of a schema.
pub(super) fn of_schema(schema: &Schema) -> Docs {
    let mut notes = constraints(schema);
    if let Some(default) = schema.default.as_ref().filter(|default| !default.is_null()) {
        notes.push(format!("Default: `{}`.", one_line(default)));
    }
    if let Some(example) = schema.examples.first().map(one_line).filter(|text| text.len() <= LONGEST_EXAMPLE) {
        notes.push(format!("Example: `{example}`."));
    }
    Docs {
        summary: None,
        description: written(schema.description.as_deref().or(schema.title.as_deref())),
        deprecated: schema.deprecated,
        notes,
        within: Vec::new(),
    }
}

/// Constraints in words.
fn constraints(schema: &Schema) -> Vec<String> {
    let count = |count: Option<u64>| count.map(|count| count.to_string());
    let number = |number: &Option<serde_json::Number>| number.as_ref().map(ToString::to_string);
    let pattern = schema.pattern.as_ref().map(|pattern| format!("`{}`", pattern.replace('`', "'")));
    let parts = [
        ("At least", count(schema.min_length), "characters"),
        ("At most", count(schema.max_length), "characters"),
        ("Pattern:", pattern, ""),
        ("At least", number(&schema.minimum), ""),
        ("More than", number(&schema.exclusive_minimum), ""),
        ("At most", number(&schema.maximum), ""),
        ("Less than", number(&schema.exclusive_maximum), ""),
        ("A multiple of", number(&schema.multiple_of), ""),
        ("At least", count(schema.min_items), "items"),
        ("At most", count(schema.max_items), "items"),
        ("No item twice", schema.unique_items.then(String::new), ""),
        ("At least", count(schema.min_properties), "keys"),
        ("At most", count(schema.max_properties), "keys"),
        ("Content encoding:", schema.content_encoding.clone(), ""),
        ("Content:", schema.content_media_type.clone(), ""),
    ];
    let measured = parts.iter().filter_map(|(before, value, after)| Some(sentence(before, value.as_deref()?, after)));
    let rules = [
        ("One item at least has a form that `contains` describes.", schema.contains.is_some()),
        ("Keys have a form that `propertyNames` describes.", schema.property_names.is_some()),
        ("What `if`, `then` and `else` describe holds too.", !schema.conditions.is_empty()),
        ("What `dependentSchemas` describes holds too.", !schema.dependent_schemas.is_empty()),
    ];
    let rules = rules.into_iter().filter(|(_, holds)| *holds).map(|(rule, _)| rule.to_owned());
    let see = schema.external_docs.iter().map(|url| see_also(url));
    measured.chain(rules).chain(see).collect()
}

fn sentence(before: &str, value: &str, after: &str) -> String {
    let after = if value == "1" { after.trim_end_matches('s') } else { after };
    let words = [before, value, after];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ") + "."
}

fn one_line(value: &Value) -> String {
    // A backtick would end the code span that the value is shown in.
    value.to_string().replace('`', "'")
}

fn written(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
