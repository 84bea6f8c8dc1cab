//! Where the client of a case has its base URL: the first server of the description, with those values of its variables that the path of the
//! request has. Where the origin itself is a variable, the client is told by its setters for variables, else by its base URL.

use serde_json::Value;

use super::template::{self, Captures};
use crate::oracle::document::Document;
use crate::sync::Files;

/// How the client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The path of the base URL.
    Path(String),
    /// Methods of the builder with an expression each; with none, the origin of the server that answers.
    Variables(Vec<(String, Option<String>)>),
}

/// A method of the builder that sets a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setter {
    pub(super) method: String,
    /// As the description calls it.
    pub(super) variable: String,
    /// What it takes, where it is no text: its values, each with an expression for it.
    pub(super) values: Option<Vec<(String, String)>>,
}

/// The base of a case, and the path behind it.
///
/// # Errors
/// Why the request is not one to that server.
pub(super) fn of<'p>(document: &Document, setters: &[Setter], path: &'p str) -> Result<(Base, &'p str), String> {
    let server = document.root().pointer("/servers/0").unwrap_or(&Value::Null);
    let url = server["url"].as_str().unwrap_or_default().trim_end_matches('/');
    let (origin, below) = parts(url);
    let (captures, rest) = template::begun(below, path).ok_or_else(|| format!("{path} does not begin with {below}"))?;
    let rest = if rest.is_empty() { "/" } else { rest };
    let setter = |variable: &str| setters.iter().find(|setter| setter.variable == variable);
    let Some(origin) = origin.and_then(setter) else { return Ok((Base::Path(filled(below, &captures)), rest)) };
    let mut told = vec![(origin.method.clone(), None)];
    for (variable, value) in &captures {
        let setter = setter(variable).ok_or_else(|| format!("nothing sets the server's variable {variable}"))?;
        told.push((setter.method.clone(), Some(setter.expression(value)?)));
    }
    Ok((Base::Variables(told), rest))
}

/// The variable that is the origin, if there is one, and what stands behind the origin.
fn parts(url: &str) -> (Option<&str>, &str) {
    if let Some((name, below)) = url.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        return (Some(name), below);
    }
    let path = |rest: &'_ str| rest.find('/').unwrap_or(rest.len());
    (None, url.split_once("://").map_or(url, |(_, rest)| &rest[path(rest)..]))
}

fn filled(template: &str, captures: &Captures) -> String {
    captures.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

impl Setter {
    fn expression(&self, value: &str) -> Result<String, String> {
        let Some(values) = &self.values else { return Ok(format!("{value:?}")) };
        let known = values.iter().find(|(known, _)| known == value);
        let (_, expression) = known.ok_or_else(|| format!("{} takes no {value}", self.method))?;
        Ok(expression.clone())
    }
}

/// The methods of a generated crate: `pub fn version(self, value: servers::Version) -> Self { Self(self.0.variable("version", ..)) }`.
pub(super) fn setters(files: &Files) -> Vec<Setter> {
    let Some(client) = files.get("src/client.rs") else { return Vec::new() };
    let choices = files.get("src/servers.rs").map_or("", String::as_str);
    let setter = |text: &str| {
        let variable = text.split_once(".variable(\"")?.1.split('"').next()?.to_owned();
        let ty = text.split_once("value: servers::").and_then(|(_, ty)| ty.split(')').next());
        Some(Setter { method: text.split('(').next()?.to_owned(), variable, values: ty.map(|ty| values(choices, ty)) })
    };
    client.split("pub fn ").skip(1).filter_map(setter).collect()
}

/// `rt::choice! { Version { V1 = "v1", .. } }`
fn values(choices: &str, ty: &str) -> Vec<(String, String)> {
    let start = format!("choice! {{ {ty} {{");
    let lines = choices.split_once(&start).and_then(|(_, lines)| lines.split('}').next()).unwrap_or_default();
    let value = |line: &str| {
        let (variant, value) = line.trim().trim_end_matches(',').split_once(" = ")?;
        let value: String = serde_json::from_str(value).ok()?;
        Some((value, format!("krate::servers::{ty}::{variant}")))
    };
    lines.lines().filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: &str = "
impl ClientBuilder {
    pub fn endpoint(self, value: impl Into<String>) -> Self {
        Self(self.0.variable(\"endpoint\", value))
    }

    pub fn version(self, value: servers::Version) -> Self {
        Self(self.0.variable(\"api-version\", value.as_str()))
    }

    pub fn token(self, token: impl IntoTokens) -> Self {
        Self(self.0.bearer(&security::TOKEN, token))
    }
}
";
    const SERVERS: &str = "rt::choice! { Version {\n    V1 = \"v1\",\n    V2Preview = \"v2-preview\",\n} }\n";

    fn base(url: &str, path: &str) -> Result<(Base, String), String> {
        let document = Document::parse(&serde_json::json!({"servers": [{"url": url}]}).to_string()).unwrap();
        let files = [("src/client.rs", CLIENT), ("src/servers.rs", SERVERS)];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        of(&document, &setters(&Files::from(files)), path).map(|(base, rest)| (base, rest.to_owned()))
    }

    #[test]
    fn variables_are_set_to_what_the_request_has() {
        let told = |version: &str| {
            let version = format!("krate::servers::Version::{version}");
            Base::Variables(vec![("endpoint".to_owned(), None), ("version".to_owned(), Some(version))])
        };
        let url = "{endpoint}/users/v:{api-version}/";
        assert_eq!(base(url, "/users/v:v1/7").unwrap(), (told("V1"), "/7".to_owned()));
        assert_eq!(base(url, "/users/v:v2-preview").unwrap(), (told("V2Preview"), "/".to_owned()));
        assert!(base(url, "/users/v:v3/7").unwrap_err().contains("v3"));
        assert!(base(url, "/rooms/v:v1/7").unwrap_err().contains("does not begin"));
    }

    #[test]
    fn without_a_variable_for_the_origin_the_path_is_given() {
        let path = |path: &str| Base::Path(path.to_owned());
        assert_eq!(base("https://a.b/api/{v}", "/api/v1/7").unwrap(), (path("/api/v1"), "/7".to_owned()));
        assert_eq!(base("https://a.b", "/7").unwrap(), (path(""), "/7".to_owned()));
        assert_eq!(base("/api", "/api/7").unwrap(), (path("/api"), "/7".to_owned()));
    }
}
