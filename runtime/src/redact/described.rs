//! What the description says of the secrets of an operation, as much as redaction asks for.

/// An operation that may be described to have secrets.
pub(crate) trait Described: Sync {
    /// The `operationId`.
    fn id(&self) -> &'static str;
    /// The path template, `/users/{id}`.
    fn template(&self) -> &'static str;
    /// The properties that are called secret, wherever they stand in a body.
    fn properties(&self) -> &'static [&'static str];
    /// Whether that parameter of the path is called secret.
    fn hides_in_path(&self, name: &str) -> bool;
    /// Whether that parameter of the query is called secret.
    fn hides_in_query(&self, name: &str) -> bool;
}
