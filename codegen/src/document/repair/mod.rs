//! Slips of real descriptions that a strict reading would reject although everybody knows what they mean.
//!
//! Enters: the tree as it was written. Leaves: the tree as it was meant, with a warning for each repair. What cannot be known stays
//! as it is; `shape` reports it. One named function per slip.

mod encoding;
mod examples;
mod kinds;
mod live;
mod newer;
mod newest;
mod nulls;
mod older;
mod parameter;
mod root;
mod schema;
mod security;
mod streamed;
mod swagger;
mod types;
mod values;

use serde_json::{Map, Value};

use super::files::Files;
use super::misspelt;
use super::objects::{self, Object};
use super::path::Path;
use super::resolve;
use super::version::Version;
use super::walk::{self, Root, Site};
use crate::diagnostic::{Diagnostic, Diagnostics, Entry};
use crate::place::Pointer;

/// One slip and what is done about it.
struct Repair {
    /// The objects that it occurs in.
    object: &'static Object,
    run: fn(&mut Fix<'_>),
    /// The versions in which it is one.
    first: Version,
    last: Version,
}

/// An object under repair.
struct Fix<'a> {
    object: &'static Object,
    members: &'a mut Map<String, Value>,
    path: &'a Path<'a>,
    version: Version,
    diagnostics: &'a mut Diagnostics,
}

/// Shorthand of the table below.
const fn on(object: &'static Object, run: fn(&mut Fix<'_>)) -> Repair {
    Repair { object, run, first: Version::V2_0, last: Version::V3_2 }
}

impl Repair {
    /// The same slip, which is none in versions behind this one.
    const fn until(mut self, version: Version) -> Self {
        self.last = version;
        self
    }

    /// The same slip, which is none in versions before this one.
    const fn since(mut self, version: Version) -> Self {
        self.first = version;
        self
    }
}

/// In the order in which they run on an object, after its members have got their kinds (`kinds`).
static REPAIRS: &[Repair] = &[
    on(&objects::OPENAPI, root::missing_info),
    on(&objects::OPENAPI, root::missing_paths),
    on(&objects::INFO, root::missing_title),
    on(&objects::INFO, root::missing_version),
    on(&objects::PATHS, root::path_without_slash),
    on(&objects::SERVER, root::server_without_url),
    on(&objects::SERVER_VARIABLE, root::variable_without_default),
    on(&objects::LICENSE, root::license_without_name),
    on(&objects::EXTERNAL_DOCUMENTATION, root::documentation_without_url),
    on(&objects::PATH_ITEM, newest::further_methods),
    on(&objects::OPERATION, root::missing_responses),
    on(&objects::REQUEST_BODY, root::missing_content),
    on(&objects::REQUEST_BODY, encoding::style_of_no_form),
    on(&objects::RESPONSE, older::response_schema),
    on(&objects::RESPONSE, streamed::one_of_many),
    on(&objects::RESPONSE, root::missing_description),
    on(&objects::RESPONSES, root::status_spelled_otherwise),
    on(&objects::LINK, root::link_without_target),
    on(&objects::PARAMETER, older::parameter_type),
    on(&objects::PARAMETER, parameter::schema_and_content),
    on(&objects::PARAMETER, newest::querystring),
    on(&objects::PARAMETER, parameter::several_contents),
    on(&objects::PARAMETER, parameter::without_schema),
    on(&objects::PARAMETER, parameter::optional_in_path),
    on(&objects::PARAMETER, parameter::style_of_another_place),
    on(&objects::HEADER, older::parameter_type),
    on(&objects::HEADER, parameter::schema_and_content),
    on(&objects::HEADER, parameter::several_contents),
    on(&objects::HEADER, parameter::without_schema),
    on(&objects::WEBSOCKET, live::websocket),
    on(&objects::EVENTS, live::events),
    on(&objects::SECURITY_SCHEME, older::security_type),
    on(&objects::SECURITY_SCHEME, older::single_flow),
    on(&objects::SECURITY_SCHEME, security::key_without_name),
    on(&objects::IMPLICIT_FLOW, security::missing_urls_or_scopes),
    on(&objects::TOKEN_FLOW, security::missing_urls_or_scopes),
    on(&objects::AUTHORIZATION_CODE_FLOW, security::missing_urls_or_scopes),
    on(&objects::SCHEMA, schema::large_bounds),
    on(&objects::SCHEMA, newer::type_list).until(Version::V3_0),
    on(&objects::SCHEMA, types::several),
    on(&objects::SCHEMA, types::int_or_string),
    on(&objects::SCHEMA, types::format_of_alternatives),
    on(&objects::SCHEMA, schema::type_of_another_language),
    on(&objects::SCHEMA, newer::null_type).until(Version::V3_0),
    on(&objects::SCHEMA, newer::null_choice).until(Version::V3_0),
    on(&objects::SCHEMA, newer::constant).until(Version::V3_0),
    on(&objects::SCHEMA, newer::numeric_exclusive_bounds).until(Version::V3_0),
    on(&objects::SCHEMA, older::boolean_exclusive_bounds).since(Version::V3_1),
    on(&objects::SCHEMA, newer::example_list).until(Version::V3_0),
    on(&objects::SCHEMA, examples::map_in_a_schema).since(Version::V3_1),
    on(&objects::SCHEMA, schema::required_on_property),
    on(&objects::SCHEMA, schema::list_of_item_schemas),
    on(&objects::SCHEMA, schema::missing_items).until(Version::V3_0),
    on(&objects::SCHEMA, schema::empty_choices),
    on(&objects::SCHEMA, values::empty_enum),
    on(&objects::SCHEMA, values::enum_of_another_type),
    on(&objects::SCHEMA, values::default_of_another_type),
    on(&objects::SCHEMA, values::default_of_null).since(Version::V3_0).until(Version::V3_0),
];

/// Repairs everything from the roots on.
pub(super) fn run(tree: &mut Value, roots: &[Root], files: &Files<'_>, diagnostics: &mut Diagnostics) {
    for root in roots {
        from(tree, root, files.version(&root.pointer), diagnostics);
    }
}

fn from(tree: &mut Value, root: &Root, version: Version, diagnostics: &mut Diagnostics) {
    walk::all_mut(tree, std::slice::from_ref(root), &mut |site, members, path| {
        let (Site::Object(object) | Site::Reference(object)) = site;
        let mut fix = Fix { object, members, path, version, diagnostics };
        if let Site::Reference(_) = site {
            return root::reference_to_a_schema(&mut fix);
        }
        security::requirements(object, &mut fix);
        live::extensions(object, &mut fix);
        if fix.has("examples")
            && object.field("examples").is_some()
            && version != Version::V2_0
            && !object.is(&objects::SCHEMA)
        {
            examples::of_another_form(&mut fix);
        }
        if object.is_schema() {
            nulls::unquoted(&mut fix);
        }
        kinds::members(object, &mut fix);
        let is_slip = |repair: &&Repair| repair.object.is(object) && (repair.first..=repair.last).contains(&version);
        let repairs = if version == Version::V2_0 { swagger::REPAIRS } else { REPAIRS };
        for repair in repairs.iter().filter(is_slip) {
            (repair.run)(&mut fix);
        }
    });
}

impl Fix<'_> {
    /// Reports what was done about the member `key`.
    fn report(&mut self, entry: &'static Entry, key: &str, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.report(entry, &self.path.key(key).pointer(), message)
    }

    /// Reports what was done about the object itself.
    fn report_here(&mut self, entry: &'static Entry, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.report(entry, &self.path.pointer(), message)
    }

    fn get(&self, key: &str) -> Option<&Value> {
        resolve::member(self.members, key)
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Whether a member is there under a name that is spelled nearly so, or the object is nearly a reference; `shape` tells people.
    fn has_misspelt(&self, key: &str) -> bool {
        misspelt::spelled(self.object, self.members, key).or_else(|| misspelt::reference(self.members)).is_some()
    }

    fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.members.insert(key.to_owned(), value.into());
    }

    /// Takes a member out, keeping the order of the others.
    fn take(&mut self, key: &str) -> Option<Value> {
        self.members.shift_remove(key)
    }

    /// Remembers that what stood at a place is the member `to` of this object now.
    fn moved_from(&mut self, from: &Pointer, to: &str) {
        self.diagnostics.origins.record(from, &self.path.key(to).pointer());
    }

    /// Moves a member to a place below this object, and remembers the way back.
    fn moved(&mut self, from: &str, to: &[&str]) {
        let mut pointer = self.path.pointer();
        let from = pointer.push(from);
        for key in to {
            pointer = pointer.push(key);
        }
        self.diagnostics.origins.record(&from, &pointer);
    }
}
