//! The names of media types (RFC 9110 section 8.3.1): without their parameters, which no room tells apart in its own way.

/// A media type without its parameters, in the letters that it was written in.
pub(crate) fn bare(name: &str) -> &str {
    name.split(';').next().unwrap_or_default().trim()
}

/// The same in small letters, as they do not count.
pub(crate) fn essence(name: &str) -> String {
    bare(name).to_ascii_lowercase()
}
