//! `api/`: the module list, and one file for each tag: its handle with one method for each operation, then the operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::failures::Failures;
use super::import::Scope;
use super::operation::Said;
use super::{Cx, Item, SourceFile, call, choice, documentation, example, feature, live, operation, outcome};
use crate::model::Service;
use crate::names::{Ident, ServiceNames};

/// The module list.
pub(super) fn modules(cx: Cx<'_>) -> SourceFile {
    let mut names: Vec<_> = cx.names.services().iter().collect();
    names.sort_by_key(|names| &names.module);
    let line = |names: &ServiceNames| {
        let (condition, module) = (feature::condition(cx, names), &names.module);
        quote!(#condition pub mod #module;)
    };
    let lines = names.into_iter().map(line).collect();
    let items = vec![documentation::module("The calls of the API, a module for each tag."), Item::Lines(lines)];
    SourceFile::rust("src/api/mod.rs", "service.rs", items)
}

/// What the calls of a tag are about.
pub(super) fn about(service: &Service) -> String {
    let mut docs = service.docs.clone();
    if docs.summary.is_none() && docs.description.is_none() {
        let tag = documentation::code(&service.hint.parts().join(" "));
        docs.summary = Some(format!("Calls of the tag {tag}."));
    }
    documentation::paragraphs(&docs).join("\n\n")
}

/// The file of a service, by its index.
pub(super) fn file(cx: Cx<'_>, index: usize) -> SourceFile {
    let handles = cx.names.services();
    let (service, names) = (&cx.api.services[index], &handles[index]);
    let scope = Scope::service(cx, names);
    scope.uses_runtime();
    let about = about(service);
    let failures = Failures::of(service, &names.handle);
    let mut items = vec![
        Item::Code(handle(&names.handle, &about, failures.common())),
        Item::Code(methods(&scope, service, names, &failures)),
    ];
    for (described, names) in service.operations.iter().zip(&names.operations) {
        items.extend(call::items(&scope, described, names, &handles[index].handle));
        items.extend(outcome::items(&scope, described, names));
        items.extend(choice::items(&scope, described, names));
    }
    let mut all = vec![documentation::module(&about)];
    all.extend(scope.declarations());
    all.extend(items);
    SourceFile::rust(format!("src/api/{}.rs", names.module.text()), "service.rs", all)
}

fn handle(name: &Ident, about: &str, failures: Option<&str>) -> TokenStream {
    let about: Vec<_> = [about].into_iter().chain(failures).collect();
    let docs = documentation::lines(about.join("\n\n").lines());
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            client: rt::Client,
        }
    }
}

fn methods(scope: &Scope<'_>, service: &Service, names: &ServiceNames, failures: &Failures) -> TokenStream {
    let handle = &names.handle;
    let operations = service.operations.iter().zip(&names.operations).zip(failures.own()).enumerate();
    let methods = operations.map(|(index, ((described, own), errors))| {
        let twin = live::twin(described, names, index);
        let said = Said { errors, twin, example: example::section(scope.cx, names, described, own) };
        operation::method(scope, described, own, &said)
    });
    quote! {
        impl #handle {
            pub(crate) fn new(client: rt::Client) -> Self {
                Self { client }
            }
            #(#methods)*
        }
    }
}
