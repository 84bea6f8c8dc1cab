//! Methods of a generated builder that set variables of servers, and the values that they take.

use clientwright::inner::Files;

/// A method of the builder that sets a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::conformance) struct Variable {
    pub(in crate::conformance) method: String,
    /// As the description calls it.
    pub(in crate::conformance) name: String,
    /// What it takes, where it is no text: its values, each with an expression for it.
    pub(in crate::conformance) values: Option<Vec<(String, String)>>,
}

impl Variable {
    /// What the method is given for a value.
    ///
    /// # Errors
    /// Where it takes no such value.
    pub(in crate::conformance) fn expression(&self, value: &str) -> Result<String, String> {
        let Some(values) = &self.values else { return Ok(format!("{value:?}")) };
        let known = values.iter().find(|(known, _)| known == value);
        let (_, expression) = known.ok_or_else(|| format!("{} takes no {value}", self.method))?;
        Ok(expression.clone())
    }
}

/// The methods of a generated crate: `pub fn version(self, value: servers::Version) -> Self { Self(self.0.variable("version", ..)) }`.
pub(super) fn variables(files: &Files) -> Vec<Variable> {
    let Some(client) = files.get("src/client.rs") else { return Vec::new() };
    let choices = files.get("src/servers.rs").map_or("", String::as_str);
    let setter = |text: &str| {
        let name = text.split_once(".variable(\"")?.1.split('"').next()?.to_owned();
        let ty = text.split_once("value: servers::").and_then(|(_, ty)| ty.split(')').next());
        Some(Variable { method: text.split('(').next()?.to_owned(), name, values: ty.map(|ty| values(choices, ty)) })
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

    #[test]
    fn variables_are_found_with_the_values_that_they_take() {
        let files = [("src/client.rs", CLIENT), ("src/servers.rs", SERVERS)];
        let found = variables(&Files::from(files.map(|(path, text)| (path.to_owned(), text.to_owned()))));
        let [endpoint, version] = &found[..] else { panic!("{found:?}") };
        assert_eq!((endpoint.method.as_str(), endpoint.name.as_str()), ("endpoint", "endpoint"));
        assert_eq!(endpoint.expression("a\"b").unwrap(), r#""a\"b""#);
        assert_eq!((version.method.as_str(), version.name.as_str()), ("version", "api-version"));
        assert_eq!(version.expression("v2-preview").unwrap(), "krate::servers::Version::V2Preview");
        assert!(version.expression("v3").unwrap_err().contains("v3"));
    }
}
