//! What of the tables a description has.
//!
//! Enters: the tree of a description. Leaves: each object, member and key with its place. What becomes of them is not its business.

use serde_json::{Map, Value};

use super::decided::{Reach, VERSIONS};
use super::objects::{self, Kind, Object};
use super::path::Path;
use super::references;
use super::version::Version;
use super::walk::{self, Root};
use crate::decision::{Site, Table, What};
use crate::place::Pointer;

/// The version that a description follows, counted from Swagger 2.0, and all that it has. `None` where it follows none that is read.
pub(crate) fn sites(tree: &Value) -> Option<(usize, Vec<Site>)> {
    let version = Version::of(tree)?;
    let at = VERSIONS.iter().position(|known| *known == version)?;
    let object = if version == Version::V2_0 { &objects::v2::SWAGGER } else { &objects::OPENAPI };
    let mut finder = Finder { reach: Reach::new(), sites: Vec::new() };
    walk::all(tree, &[Root { pointer: Pointer::root(), object }], &mut |site, members, path| match site {
        // What stands elsewhere is included.
        walk::Site::Object(_) if walk::is_reference(members) && references::target(site, members).is_none() => {}
        walk::Site::Object(object) => finder.object(object, members, path),
        walk::Site::Reference(_) => finder.reference(members, path),
    });
    Some((at, finder.sites))
}

struct Finder {
    reach: Reach,
    sites: Vec<Site>,
}

/// What refers has no table.
const REFERENCE: &str = "Reference Object";

/// The object of a media type, which is a text in Swagger 2.0.
const MEDIA_TYPE: &str = "Media Type Object";

impl Finder {
    fn reference(&mut self, members: &Map<String, Value>, path: &Path<'_>) {
        self.add(REFERENCE, Table::OpenApi, What::Object, path);
        for (key, member) in members {
            self.add(REFERENCE, Table::OpenApi, named(key, member.as_str()), &path.key(key));
        }
    }

    fn object(&mut self, object: &'static Object, members: &Map<String, Value>, path: &Path<'_>) {
        let Some(table) = self.reach.of(object) else { return };
        self.add(object.name, table, What::Object, path);
        for (key, member) in members {
            let path = path.key(key);
            self.member(object, table, (key, member), &path);
            match (object.field(key), object.kind(key)) {
                (Some(field), _) => self.keys(field.kind, member, &path),
                (None, Some(kind)) => self.key(kind.object().unwrap_or(object), key, &path),
                (None, None) => {}
            }
        }
    }

    /// A member of an object; each of its texts, where it is a list of them.
    fn member(&mut self, object: &Object, table: Table, (key, member): (&str, &Value), path: &Path<'_>) {
        self.add(object.name, table, named(key, member.as_str()), path);
        for (index, item) in member.as_array().into_iter().flatten().enumerate() {
            let Some(text) = item.as_str() else { continue };
            self.add(object.name, table, named(key, Some(text)), &path.index(index));
            if table == Table::Swagger && matches!(key, "consumes" | "produces") {
                self.add(MEDIA_TYPE, Table::OpenApi, What::Key(text.to_owned()), &path.index(index));
            }
        }
    }

    /// The keys of a map of objects.
    fn keys(&mut self, kind: Kind, member: &Value, path: &Path<'_>) {
        let Kind::Map(kind) = kind else { return };
        let Some(object) = kind.object() else { return };
        for key in member.as_object().into_iter().flat_map(Map::keys) {
            self.key(object, key, &path.key(key));
        }
    }

    fn key(&mut self, object: &'static Object, key: &str, path: &Path<'_>) {
        if let Some(table) = self.reach.of(object) {
            self.add(object.name, table, What::Key(key.to_owned()), path);
        }
    }

    fn add(&mut self, object: &'static str, table: Table, what: What, path: &Path<'_>) {
        self.sites.push(Site { pointer: path.pointer(), table, object, what });
    }
}

fn named(key: &str, text: Option<&str>) -> What {
    What::Member(key.to_owned(), text.map(str::to_owned))
}
