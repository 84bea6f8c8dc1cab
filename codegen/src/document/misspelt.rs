//! Members that are spelled nearly like one that the specification knows.
//!
//! Enters: an object with what it may have. Leaves: what a member was meant to be, and under which name a missing one stands.
//! Nothing is read as what it was probably meant to be; telling people is enough.

use serde_json::{Map, Value};

use super::objects::{Object, Others};
use crate::diagnostic::nearest;

const REF: &str = "$ref";

/// Shorter words are near to too many others: `id` is not `in`.
const SHORTEST: usize = 3;

/// The member that an unknown one was meant to be: one that is missing if possible, and else one that stands beside it, for that may
/// have been put there in the place of the missing one.
pub(super) fn meant(object: &Object, members: &Map<String, Value>, key: &str) -> Option<&'static str> {
    let is_known = object.field(key).is_some() || key.starts_with("x-") || matches!(object.others, Others::All(_));
    if is_known || key.chars().count() < SHORTEST {
        return None;
    }
    if is_reference(members, key) {
        return Some(REF);
    }
    // `refs` is not `$ref`, which says of itself that it is a keyword.
    let is_alike = |name: &&str| name.starts_with('$') == key.starts_with('$');
    let names = || object.fields.iter().map(|field| field.name).filter(is_alike);
    nearest(key, names().filter(|name| !members.contains_key(*name))).or_else(|| nearest(key, names()))
}

/// The member that was meant to be the missing `name`.
pub(super) fn spelled<'v>(object: &Object, members: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    let mut keys = members.keys().filter(|_| !members.contains_key(name));
    keys.find(|key| meant(object, members, key) == Some(name)).map(String::as_str)
}

/// The member that was meant to make a reference of the object.
pub(super) fn reference(members: &Map<String, Value>) -> Option<&str> {
    members.keys().map(String::as_str).find(|key| is_reference(members, key))
}

/// Whether a member that leads somewhere is nearly called as one that does.
fn is_reference(members: &Map<String, Value>, key: &str) -> bool {
    let leads = members.get(key).and_then(Value::as_str).is_some_and(|target| target.contains("#/"));
    leads && (key.eq_ignore_ascii_case("reference") || nearest(key, [REF]).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{meant, reference, spelled};
    use crate::document::objects;

    #[test]
    fn a_missing_member_is_meant_before_one_that_is_there() {
        let operation = json!({"reponses": {}, "operationID": "a", "tag": [], "tags": [], "x-respones": 1, "id": 1});
        let members = operation.as_object().expect("an object");
        assert_eq!(meant(&objects::OPERATION, members, "reponses"), Some("responses"));
        assert_eq!(meant(&objects::OPERATION, members, "operationID"), Some("operationId"));
        assert_eq!(meant(&objects::OPERATION, members, "tag"), Some("tags"));
        assert_eq!(meant(&objects::OPERATION, members, "x-respones"), None);
        assert_eq!(meant(&objects::OPERATION, members, "id"), None);
        assert_eq!(spelled(&objects::OPERATION, members, "responses"), Some("reponses"));
        assert_eq!(spelled(&objects::OPERATION, members, "tags"), None);
    }

    #[test]
    fn what_leads_somewhere_is_meant_as_a_reference() {
        let schema = json!({"ref": "#/components/schemas/A", "refs": 1, "$id": "b.yaml#/A", "$Ref": "b.yaml#/A"});
        let members = schema.as_object().expect("an object");
        let all: Vec<_> = members.keys().map(|key| meant(&objects::SCHEMA, members, key)).collect();
        assert_eq!(all, [Some("$ref"), None, None, Some("$ref")]);
        assert_eq!(reference(members), Some("ref"));
    }
}
