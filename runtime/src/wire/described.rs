//! What a description says of secrets. Enters: the description of an operation. Leaves: answers to redaction.

use super::param::Place;
use super::spec::Spec;
use crate::redact::Described;

impl Described for Spec {
    fn id(&self) -> &'static str {
        self.id
    }

    fn template(&self) -> &'static str {
        self.path
    }

    fn properties(&self) -> &'static [&'static str] {
        self.secret
    }

    fn hides_in_path(&self, name: &str) -> bool {
        hides(self, Place::Path, name)
    }

    fn hides_in_query(&self, name: &str) -> bool {
        hides(self, Place::Query, name)
    }
}

fn hides(spec: &Spec, place: Place, name: &str) -> bool {
    spec.params.iter().any(|param| param.place() == place && param.name() == name && param.is_secret())
}
