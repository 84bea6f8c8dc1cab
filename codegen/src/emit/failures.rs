//! What the calls of a tag fail with. What many of them say in the same words, and in more than a line, is said once: at their handle.

use std::collections::BTreeMap;

use super::{documentation, synopsis};
use crate::model::{Service, Status};
use crate::names::Ident;

/// So many calls say it.
const MANY: usize = 3;

/// The words of a service.
pub(super) struct Failures {
    /// By operation.
    own: Vec<Option<String>>,
    common: Option<String>,
}

impl Failures {
    /// What is said of the failures of a service that has this handle.
    pub(super) fn of(service: &Service, handle: &Ident) -> Self {
        let told: Vec<_> = service.operations.iter().map(|it| synopsis::by_status(&it.responses.failure)).collect();
        let common = common(&told);
        let link = documentation::call(handle);
        let own = told.iter().map(|items| own(items, &common, &link)).collect();
        let items: Vec<_> = common.values().copied().collect();
        let common = (!items.is_empty())
            .then(|| format!("What calls may fail with, where they say so:\n\n{}", items.join("\n")));
        Self { own, common }
    }

    /// By operation, the section of its errors.
    pub(super) fn own(&self) -> impl Iterator<Item = Option<&str>> {
        self.own.iter().map(Option::as_deref)
    }

    /// The paragraphs of the handle.
    pub(super) fn common(&self) -> Option<&str> {
        self.common.as_deref()
    }
}

/// By status, what most calls say of it, if these are many.
fn common(told: &[Vec<(Status, String)>]) -> BTreeMap<Status, &str> {
    let mut counted: BTreeMap<(Status, &str), usize> = BTreeMap::new();
    for (status, item) in told.iter().flatten().filter(|(_, item)| item.contains('\n')) {
        *counted.entry((*status, item)).or_default() += 1;
    }
    let mut most: BTreeMap<Status, (&str, usize)> = BTreeMap::new();
    for ((status, item), count) in counted.into_iter().filter(|(_, count)| *count >= MANY) {
        let known = most.entry(status).or_insert((item, count));
        if count > known.1 {
            *known = (item, count);
        }
    }
    most.into_iter().map(|(status, (item, _))| (status, item)).collect()
}

/// The section of one operation. Of what its handle says, it has the statuses alone.
fn own(items: &[(Status, String)], common: &BTreeMap<Status, &str>, link: &str) -> Option<String> {
    let (said, own): (Vec<_>, Vec<_>) =
        items.iter().partition(|(status, item)| common.get(status) == Some(&item.as_str()));
    let statuses: Vec<_> = said.into_iter().map(|(status, _)| synopsis::status_words(*status)).collect();
    let said =
        (!statuses.is_empty()).then(|| documentation::wrap(&format!("- {}: as {link} says.", statuses.join(", "))));
    let items: Vec<_> = own.into_iter().map(|(_, item)| item.clone()).chain(said).collect();
    (!items.is_empty()).then(|| format!("# Errors\n{}", items.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::{common, own};
    use crate::model::Status;

    fn told(items: &[&str]) -> Vec<(Status, String)> {
        items.iter().map(|item| (Status::Code(item[2..5].parse().expect("a status")), (*item).to_owned())).collect()
    }

    #[test]
    fn long_words_of_many_calls_are_said_once() {
        let (gone, other) = ("- 404: It is not\n  there.", "- 404: Nobody\n  knows it.");
        let (short, rare) = ("- 401: Who?", "- 500: A\n  fault.");
        let calls = [told(&[short, gone, rare]), told(&[short, gone, rare]), told(&[short, gone]), told(&[other])];
        let common = common(&calls);
        assert_eq!(Vec::from_iter(common.clone()), [(Status::Code(404), gone)]);

        let sections = calls.iter().map(|call| own(call, &common, "[`Users`]").expect("fails"));
        assert_eq!(
            sections.collect::<Vec<_>>(),
            [
                "# Errors\n- 401: Who?\n- 500: A\n  fault.\n- 404: as [`Users`] says.",
                "# Errors\n- 401: Who?\n- 500: A\n  fault.\n- 404: as [`Users`] says.",
                "# Errors\n- 401: Who?\n- 404: as [`Users`] says.",
                "# Errors\n- 404: Nobody\n  knows it.",
            ]
        );
        assert_eq!(own(&[], &common, "[`Users`]"), None);
    }
}
