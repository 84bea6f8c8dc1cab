//! Templates of paths and servers against the paths of requests: what stands in one for the names of the other.

use std::collections::BTreeMap;

/// By name, as it stands in the path.
pub(super) type Captures = BTreeMap<String, String>;

/// What stands in a whole path for the names of its template.
pub(super) fn captured(template: &str, path: &str) -> Option<Captures> {
    begun(template, path).and_then(|(captures, rest)| rest.is_empty().then_some(captures))
}

/// What stands in the beginning of a path for the names of a template, and what comes behind. A value ends where the template goes on, or
/// with its segment.
pub(super) fn begun<'p>(template: &str, path: &'p str) -> Option<(Captures, &'p str)> {
    let mut captures = Captures::new();
    let (mut template, mut path) = (template, path);
    while let Some((literal, rest)) = template.split_once('{') {
        let (name, behind) = rest.split_once('}')?;
        path = path.strip_prefix(literal)?;
        let next = behind.split('{').next().unwrap_or_default();
        let end = if next.is_empty() { path.find('/').unwrap_or(path.len()) } else { path.find(next)? };
        let value = &path[..end];
        if value.is_empty() || value.contains('/') {
            return None;
        }
        captures.insert(name.to_owned(), value.to_owned());
        (template, path) = (behind, &path[end..]);
    }
    Some((captures, path.strip_prefix(template)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_where_the_template_has_names() {
        let of = |template, path| captured(template, path).map(|found| found.into_values().collect::<Vec<_>>());
        assert_eq!(of("/users/{id}/rooms{room}", "/users/7/rooms;room=a,b").unwrap(), ["7", ";room=a,b"]);
        assert_eq!(of("/users", "/users").unwrap(), [""; 0]);
        assert_eq!(of("/users/{id}", "/users/7/rooms"), None);
        assert_eq!(of("/users/{id}", "/users/"), None);
    }

    #[test]
    fn a_path_may_go_on_behind_a_server() {
        let of = |template, path| begun(template, path).map(|(found, rest)| (found.into_values().collect(), rest));
        assert_eq!(of("/api/v:{version}", "/api/v:2/users"), Some((vec!["2".to_owned()], "/users")));
        assert_eq!(of("", "/users"), Some((vec![], "/users")));
        assert_eq!(of("/api/{version}", "/apis/2/users"), None);
    }
}
