//! Where the client of a case has its base URL: the first server of the description, with those values of its variables that the path of the
//! request has. Where the origin itself is a variable, the client is told by its setters for variables, else by its base URL.

use serde_json::Value;

use super::surface::Variable;
use super::template::{self, Captures};
use crate::oracle::document::Document;

/// How the client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The path of the base URL.
    Path(String),
    /// Methods of the builder with an expression each; with none, the origin of the server that answers.
    Variables(Vec<(String, Option<String>)>),
}

/// The base of a case, and the path behind it.
///
/// # Errors
/// Why the request is not one to that server.
pub(super) fn of<'p>(document: &Document, setters: &[Variable], path: &'p str) -> Result<(Base, &'p str), String> {
    let server = document.root().pointer("/servers/0").unwrap_or(&Value::Null);
    let url = server["url"].as_str().unwrap_or_default().trim_end_matches('/');
    let (origin, below) = parts(url);
    let (captures, rest) = template::begun(below, path).ok_or_else(|| format!("{path} does not begin with {below}"))?;
    let rest = if rest.is_empty() { "/" } else { rest };
    let setter = |variable: &str| setters.iter().find(|setter| setter.name == variable);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn base(url: &str, path: &str) -> Result<(Base, String), String> {
        let document = Document::parse(&serde_json::json!({"servers": [{"url": url}]}).to_string()).unwrap();
        let values = ["v1", "v2-preview"].map(|value| (value.to_owned(), format!("Version::{value}"))).to_vec();
        let variable =
            |method: &str, name: &str, values| Variable { method: method.to_owned(), name: name.to_owned(), values };
        let variables = [variable("endpoint", "endpoint", None), variable("version", "api-version", Some(values))];
        of(&document, &variables, path).map(|(base, rest)| (base, rest.to_owned()))
    }

    #[test]
    fn variables_are_set_to_what_the_request_has() {
        let told = |version: &str| {
            let version = format!("Version::{version}");
            Base::Variables(vec![("endpoint".to_owned(), None), ("version".to_owned(), Some(version))])
        };
        let url = "{endpoint}/users/v:{api-version}/";
        assert_eq!(base(url, "/users/v:v1/7").unwrap(), (told("v1"), "/7".to_owned()));
        assert_eq!(base(url, "/users/v:v2-preview").unwrap(), (told("v2-preview"), "/".to_owned()));
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
