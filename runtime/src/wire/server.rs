//! The servers of a description, as constant data, and the URL that one of them has.
//!
//! In come literals of generated statics and what the caller says of variables, out goes the text of a URL. Reading it
//! is the client's business.

use std::collections::BTreeMap;

/// A base URL with variables in braces (OpenAPI 3.0.4 section 4.8.5).
#[derive(Clone, Copy, Debug)]
pub struct Server {
    url: &'static str,
    variables: &'static [Variable],
}

/// A variable of a server's URL.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    name: &'static str,
    default: Option<&'static str>,
    /// The values that it may have; none: any.
    values: &'static [&'static str],
}

impl Variable {
    /// A variable with its default, and the values that it may have; none: any.
    #[must_use]
    pub const fn new(name: &'static str, default: &'static str, values: &'static [&'static str]) -> Self {
        Self { name, default: Some(default), values }
    }

    /// A variable that has to be set.
    #[must_use]
    pub const fn required(name: &'static str) -> Self {
        Self { name, default: None, values: &[] }
    }
}

impl Server {
    /// A server whose URL stands as it is.
    #[must_use]
    pub const fn new(url: &'static str) -> Self {
        Self { url, variables: &[] }
    }

    /// A server whose URL has variables.
    #[must_use]
    pub const fn with(url: &'static str, variables: &'static [Variable]) -> Self {
        Self { url, variables }
    }

    /// The URL as the description writes it.
    pub(crate) const fn template(&self) -> &'static str {
        self.url
    }

    /// The URL, each variable the value that is set or its default.
    pub(crate) fn url(&self, set: &BTreeMap<&'static str, String>) -> Result<String, String> {
        let mut url = String::new();
        let mut rest = self.url;
        while let Some((fixed, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            url.push_str(fixed);
            match self.variables.iter().find(|variable| variable.name == name) {
                Some(variable) => url.push_str(variable.value(set)?),
                None => url.push_str(&rest[fixed.len()..rest.len() - after.len()]),
            }
            rest = after;
        }
        url.push_str(rest);
        Ok(url)
    }
}

impl Variable {
    fn value<'v>(&self, set: &'v BTreeMap<&'static str, String>) -> Result<&'v str, String> {
        match set.get(self.name) {
            None => self.default.ok_or_else(|| format!("the variable `{}` is not set and has no default", self.name)),
            Some(value) if self.values.is_empty() || self.values.contains(&value.as_str()) => Ok(value),
            Some(_) => Err(format!("the variable `{}` is one of {}", self.name, self.values.join(", "))),
        }
    }
}

/// `choice! { Region { Eu = "eu", Us = "us" } }`: an enum without data gets `as_str` and `Display`.
#[doc(hidden)]
#[macro_export]
macro_rules! choice {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// The value as the description writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: Server = Server::with(
        "https://{region}.example.com:{port}/{version}/{unknown}",
        &[
            Variable::new("region", "eu", &["eu", "us"]),
            Variable::new("port", "443", &[]),
            Variable::new("version", "{port}", &[]),
        ],
    );

    fn url(set: &[(&'static str, &str)]) -> Result<String, String> {
        SERVER.url(&set.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
    }

    #[test]
    fn variables_have_their_defaults() {
        assert_eq!(url(&[]).unwrap(), "https://eu.example.com:443/{port}/{unknown}", "a value is not read again");
    }

    #[test]
    fn what_is_set_takes_the_place_of_the_default() {
        let set = url(&[("region", "us"), ("version", "v2"), ("elsewhere", "x")]);
        assert_eq!(set.unwrap(), "https://us.example.com:443/v2/{unknown}");
        assert_eq!(url(&[("region", "ap")]).unwrap_err(), "the variable `region` is one of eu, us");
    }

    #[test]
    fn what_has_no_default_has_to_be_set() {
        const TENANT: &[Variable] = &[Variable::required("tenant")];
        let server = Server::with("https://{tenant}.example.com", TENANT);
        assert_eq!(server.url(&BTreeMap::from([("tenant", "acme".to_owned())])).unwrap(), "https://acme.example.com");
        let refusal = server.url(&BTreeMap::new()).unwrap_err();
        assert_eq!(refusal, "the variable `tenant` is not set and has no default");
    }

    #[test]
    fn brackets_that_do_not_close_stay() {
        assert_eq!(Server::new("https://h/{a").url(&BTreeMap::new()).unwrap(), "https://h/{a");
    }
}
