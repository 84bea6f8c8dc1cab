//! All schemas that hold at one place together: the schema there, what it refers to, the members of its `allOf`. What is a
//! choice (`oneOf`, `anyOf`) is listed apart, for whoever chooses.

use serde_json::{Map, Value};

use super::document::{Document, component};
use super::files;

/// Schemas of which each has to hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Conjunction<'d> {
    pub(super) parts: Vec<&'d Map<String, Value>>,
    /// How many of the parts stand at the place itself, not in an `allOf`.
    pub(super) outer: Vec<&'d Map<String, Value>>,
    /// What is still to be chosen.
    pub(super) choices: Vec<Choice<'d>>,
    /// Components whose names led here; what was chosen last stands first.
    pub(super) names: Vec<&'d str>,
    /// Properties with the value that a discriminator asks for.
    pub(super) tags: Vec<(&'d str, String)>,
}

/// Several schemas, of which one holds, or some.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice<'d> {
    /// `oneOf` or `anyOf`.
    pub(super) keyword: &'static str,
    pub(super) alternatives: &'d [Value],
    pub(super) discriminator: Option<&'d Map<String, Value>>,
}

impl<'d> Conjunction<'d> {
    /// Of one schema, or of several that describe one property.
    pub(super) fn of(document: &'d Document, schemas: &[&'d Value]) -> Option<Self> {
        let mut conjunction = Self::default();
        for schema in schemas {
            let names = conjunction.add(document, schema, true)?;
            conjunction.names.extend(names);
        }
        Some(conjunction)
    }

    /// Adds what an alternative asks for, and the tag that tells it.
    pub(super) fn choose(&self, document: &'d Document, choice: &Choice<'d>, alternative: &'d Value) -> Option<Self> {
        let mut chosen = self.clone();
        let names = chosen.add(document, alternative, false)?;
        if let Some(tag) = choice.discriminator.and_then(|discriminator| tag(discriminator, &names)) {
            chosen.tags.retain(|(property, _)| *property != tag.0);
            chosen.tags.push(tag);
        }
        chosen.names.splice(0..0, names);
        Some(chosen)
    }

    /// Whether a schema is among the parts already: a child that is listed by the base that it extends.
    pub(super) fn holds(&self, document: &'d Document, schema: &'d Value) -> bool {
        document
            .resolve(schema)
            .is_some_and(|resolved| self.parts.iter().any(|part| std::ptr::eq(*part, resolved.schema)))
    }

    fn add(&mut self, document: &'d Document, schema: &'d Value, is_outer: bool) -> Option<Vec<&'d str>> {
        if schema == &Value::Bool(true) {
            return Some(Vec::new());
        }
        let resolved = document.resolve(schema)?;
        // What stands beside a reference holds too, wherever on the way.
        for part in resolved.beside.into_iter().chain([resolved.schema]) {
            if !self.parts.iter().any(|known| std::ptr::eq(*known, part)) {
                self.take(document, part, is_outer)?;
            }
        }
        Some(resolved.names)
    }

    /// Adds what a schema says itself, and its members.
    fn take(&mut self, document: &'d Document, schema: &'d Map<String, Value>, is_outer: bool) -> Option<()> {
        self.parts.push(schema);
        if is_outer {
            self.outer.push(schema);
        }
        let discriminator = schema.get("discriminator").and_then(Value::as_object);
        for keyword in ["oneOf", "anyOf"] {
            if let Some(alternatives) = schema.get(keyword).and_then(Value::as_array) {
                self.choices.push(Choice { keyword, alternatives, discriminator });
            }
        }
        for member in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.add(document, member, false)?;
        }
        Some(())
    }

    /// Values of a keyword, from all parts that have it.
    pub(super) fn all(&self, keyword: &'static str) -> impl Iterator<Item = &'d Value> + use<'_, 'd> {
        self.parts.iter().filter_map(move |part| part.get(keyword))
    }

    /// Whether any part describes a property.
    pub(super) fn describes(&self, property: &str) -> bool {
        self.all("properties").any(|properties| properties.get(property).is_some())
    }

    /// Whether a keyword is `true` in any part.
    pub(super) fn says(&self, keyword: &'static str) -> bool {
        self.all(keyword).any(|value| value == &Value::Bool(true))
    }

    /// The kinds of JSON that are allowed; none where nothing is said.
    pub(super) fn kinds(&self) -> Option<Vec<&'d str>> {
        let mut kinds: Option<Vec<&str>> = None;
        for part in &self.parts {
            let Some(of_part) = kinds_of(part) else { continue };
            kinds = Some(match kinds {
                None => of_part,
                Some(known) => both(&known, &of_part),
            });
        }
        kinds.or_else(|| self.implied().map(|kind| vec![kind]))
    }

    /// What keywords imply where no type is written.
    fn implied(&self) -> Option<&'static str> {
        const KINDS: &[(&str, &[&str])] = &[
            (
                "object",
                &[
                    "properties",
                    "required",
                    "additionalProperties",
                    "patternProperties",
                    "minProperties",
                    "maxProperties",
                ],
            ),
            ("array", &["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]),
            ("string", &["pattern", "minLength", "maxLength"]),
            ("number", &["minimum", "maximum", "multipleOf"]),
        ];
        match self.all("format").find_map(Value::as_str) {
            Some("int32" | "int64") => return Some("integer"),
            Some("float" | "double") => return Some("number"),
            _ => {}
        }
        let has = |keywords: &[&'static str]| keywords.iter().any(|keyword| self.all(keyword).next().is_some());
        KINDS.iter().find(|(_, keywords)| has(keywords)).map(|(kind, _)| *kind)
    }

    /// Whether nothing is said but that null is possible, which as one of several alternatives means null alone.
    pub(super) fn is_only_null(&self) -> bool {
        const WORDS: &[&str] = &["nullable", "title", "description", "example", "default"];
        self.says("nullable") && self.parts.iter().all(|part| part.keys().all(|key| WORDS.contains(&key.as_str())))
    }

    /// The values that are listed and of the kinds that are allowed, where there are any: those that every list has.
    pub(super) fn listed(&self) -> Option<Vec<&'d Value>> {
        let kinds = self.kinds();
        let fits = |value: &&Value| {
            value.is_null() || kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|kind| is_of(value, kind)))
        };
        let listed: Vec<&Value> = self.in_all_lists()?.into_iter().filter(fits).collect();
        if listed.is_empty() { None } else { Some(listed) }
    }

    fn in_all_lists(&self) -> Option<Vec<&'d Value>> {
        let lists = self.all("enum").filter_map(Value::as_array).map(|list| list.iter().collect::<Vec<_>>());
        let constants = self.all("const").map(|constant| vec![constant]);
        lists.chain(constants).reduce(|one, other| one.into_iter().filter(|value| other.contains(value)).collect())
    }

    /// Whether the schemas list values, and no value is in all lists. A list of nothing says nothing.
    pub(super) fn is_contradictory(&self) -> bool {
        let is_open = self.all("enum").any(|list| list.as_array().is_some_and(Vec::is_empty));
        !is_open && self.in_all_lists().is_some_and(|values| values.is_empty())
    }

    /// Whether null is meant to be possible: said by the one schema of the place, or by everything that says a type.
    pub(super) fn allows_null(&self) -> bool {
        let says = |part: &Map<String, Value>| {
            part.get("nullable") == Some(&Value::Bool(true))
                || kinds_of(part).is_some_and(|kinds| kinds.contains(&"null"))
        };
        let lists = self.listed().is_some_and(|values| values.contains(&&Value::Null));
        let said_within = self.parts.iter().any(|part| says(part))
            && self.parts.iter().filter(|part| part.contains_key("type")).all(|part| says(part));
        let said_here = matches!(self.outer.as_slice(), [only] if says(only));
        lists || said_here || said_within
    }
}

fn kinds_of(part: &Map<String, Value>) -> Option<Vec<&str>> {
    match part.get("type")? {
        Value::String(kind) => Some(vec![kind]),
        Value::Array(kinds) => Some(kinds.iter().filter_map(Value::as_str).collect()),
        _ => None,
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" | "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

fn both<'d>(one: &[&'d str], other: &[&'d str]) -> Vec<&'d str> {
    let in_both =
        one.iter().copied().filter(|kind| other.contains(kind) || (*kind == "integer" && other.contains(&"number")));
    let narrowed =
        other.iter().copied().filter(|kind| *kind == "integer" && one.contains(&"number") && !one.contains(kind));
    in_both.chain(narrowed).collect()
}

/// The property of a discriminator and its value for a component with one of these names.
pub(super) fn tag<'d>(discriminator: &'d Map<String, Value>, names: &[&str]) -> Option<(&'d str, String)> {
    let property = discriminator.get("propertyName")?.as_str()?;
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let leads = |target: &Value| {
        let target = target.as_str().unwrap_or_default();
        names.iter().any(|name| component(target).unwrap_or(target) == short(name))
    };
    let mapped = mapping.into_iter().flatten().find(|(_, target)| leads(target)).map(|(value, _)| value.clone());
    let implied = || names.first().filter(|name| !mapping.is_some_and(|mapping| mapping.contains_key(short(name))));
    Some((property, mapped.or_else(|| implied().map(|name| short(name).to_owned()))?))
}

/// A name as a discriminator has it: of what stands in another file the last word of its place, without the ending of a file.
fn short(name: &str) -> &str {
    if !files::is_elsewhere(name) {
        return name;
    }
    let last = name.rsplit('/').next().unwrap_or(name);
    let last = last.rsplit("~1").next().unwrap_or(last);
    [".yaml", ".yml", ".json"].iter().find_map(|ending| last.strip_suffix(ending)).unwrap_or(last)
}
