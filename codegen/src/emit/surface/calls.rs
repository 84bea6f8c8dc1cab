//! Services, operations, their calls, and the types of what goes and comes.

use super::forms;
use super::function::functions;
use super::sign::Namer;
use super::wire;
use crate::emit::import::Scope;
use crate::emit::operation::Said;
use crate::emit::{Cx, call, feature, live, operation, outcome, usage};
use crate::facts::{Outcome, failure_outcome, success_outcome};
use crate::model::{Argument as Passed, Kind as Live, Location, Operation as Described, Pieces, Response};
use crate::names::{Ident, OperationNames, ServiceNames};
use crate::place::Place;
use crate::surface::{Argument, At, Definition, Fact, Function, Home, Kind, Member, Operation, Service, Sign};

/// What is known of one operation where its types are looked at.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) namer: &'a Namer,
    /// Its index among all.
    pub(super) index: usize,
    pub(super) described: &'a Described,
    pub(super) names: &'a OperationNames,
    pub(super) features: &'a [String],
}

impl Call<'_> {
    /// A type of the operation, by what it is to it.
    pub(super) fn definition(&self, ident: &Ident, role: &str, kind: Kind) -> Definition {
        let home = Home::Operation(self.index, role.to_owned());
        let path = format!("{}::{ident}", self.namer.module);
        let mut definition = Definition::new(path, home, (&self.described.origin).into(), kind);
        definition.features = self.features.to_vec();
        definition
    }

    /// Where its responses stand.
    fn responses(&self) -> Place {
        self.described.origin.push("responses")
    }
}

/// The services, the operations, and the types of these.
pub(super) fn all(cx: Cx<'_>) -> (Vec<Service>, Vec<Operation>, Vec<Definition>) {
    let (mut services, mut operations, mut types) = (Vec::new(), Vec::new(), Vec::new());
    for (service, (described, names)) in cx.api.services.iter().zip(cx.names.services()).enumerate() {
        let namer = namer(names);
        let scope = Scope::service(cx, names);
        let feature = cx.facts.is_divided().then(|| feature::of(names));
        let features: Vec<_> = feature.iter().cloned().collect();
        services.push(Service {
            tag: described.hint.parts().join(" "),
            accessor: names.accessor.to_string(),
            handle: format!("{}::{}", namer.module, names.handle),
            feature,
        });
        for (described, names) in described.operations.iter().zip(&names.operations) {
            let index = operations.len();
            let call = Call { scope: &scope, namer: &namer, index, described, names, features: &features };
            operations.push(of_operation(call, service));
            types.extend(self::types(call));
        }
    }
    (services, operations, types)
}

/// The types that stand in the file of a service.
fn namer(names: &ServiceNames) -> Namer {
    let of_operation = |it: &OperationNames| {
        let parts = it.parts.iter().map(|parts| parts.ty.to_string());
        let own = [&it.call, &it.success, &it.failure, &it.headers, &it.body].map(ToString::to_string);
        own.into_iter().chain(parts).collect::<Vec<_>>()
    };
    let own = names.operations.iter().flat_map(of_operation).chain([names.handle.to_string()]).collect();
    Namer { module: format!("api::{}", names.module), own }
}

fn of_operation(call: Call<'_>, service: usize) -> Operation {
    let Call { scope, namer, described, names, .. } = call;
    let said = Said { errors: None, twin: None, example: None };
    let method = functions(operation::method(scope, described, names, &said), namer).pop();
    let nothing =
        || Function { name: String::new(), parameters: Vec::new(), gives: Sign::default(), deprecated: false };
    let headers = match described.responses.headers.is_empty() {
        true => Sign::plain(&["(", ")"]),
        false => Sign::named(format!("{}::{}", namer.module, names.headers)),
    };
    let arguments = described.arguments();
    Operation {
        id: described.id.clone(),
        key: described.key.to_string(),
        at: (&described.origin).into(),
        service,
        verb: described.method.clone(),
        path: described.path.clone(),
        method: method.unwrap_or_else(nothing),
        arguments: arguments.iter().zip(&names.arguments).map(|(it, name)| argument(call, it, name)).collect(),
        call: format!("{}::{}", namer.module, names.call),
        gives: namer.sign(outcome::success_value(scope, described, names)),
        fails: namer.sign(outcome::failure_value(scope, described, names)),
        headers,
        facts: wire::operation(scope.cx, described),
    }
}

fn argument(call: Call<'_>, passed: &Passed<'_>, name: &Ident) -> Argument {
    let (wire, carrier, at, deprecated) = match passed {
        Passed::Param(param) => {
            let carrier = match param.place {
                Location::Path => "in the path",
                Location::Query => "in the query",
                Location::Querystring => "as the query",
                Location::Header => "in a header",
                Location::Cookie => "in a cookie",
            };
            (param.name.0.clone(), carrier.to_owned(), (&param.origin).into(), param.docs.deprecated)
        }
        Passed::Part(part) => {
            (part.name.0.clone(), "as a part".to_owned(), (&part.origin).into(), part.docs.deprecated)
        }
        Passed::PartHeader(part, header) => {
            let carrier = format!("in a header of the part {}", part.name.0);
            (header.name.0.clone(), carrier, (&header.origin).into(), header.docs.deprecated)
        }
        Passed::OtherPart(_) => (String::new(), "as other parts".to_owned(), body(call), false),
        Passed::Body(it) => (String::new(), "as the body".to_owned(), body(call), it.docs.deprecated),
    };
    let ty = call.namer.sign(operation::argument_type(call.scope, passed, name, call.names));
    Argument { name: name.to_string(), wire, carrier, at, required: passed.required(), ty, deprecated }
}

/// Where the body stands.
fn body(call: Call<'_>) -> At {
    (&call.described.origin.push("requestBody")).into()
}

fn types(call: Call<'_>) -> Vec<Definition> {
    let Call { described, names, .. } = call;
    let mut types = vec![of_call(call)];
    if matches!((&described.kind, success_outcome(described)), (Live::Call, Outcome::Several)) {
        types.push(outcome(call, (&names.success, "success"), &names.success_variants, &described.responses.success));
    }
    if matches!(failure_outcome(described), Outcome::Several) {
        types.push(outcome(call, (&names.failure, "failure"), &names.failure_variants, &described.responses.failure));
    }
    if !described.responses.headers.is_empty() {
        types.push(headers(call));
    }
    types.extend(forms::types(call));
    types
}

fn of_call(call: Call<'_>) -> Definition {
    let Call { scope, namer, described, names, .. } = call;
    let mut definition = call.definition(&names.call, "call", Kind::Call);
    definition.methods = functions(call::methods(scope, described, names).unwrap_or_default(), namer);
    if let Some(Pieces::Elements(item)) = described.pieces.as_ref().filter(|_| live::is_list(scope, described, names)) {
        let fails = namer.sign(outcome::failure_value(scope, described, names));
        let comma = Sign::plain(&[","]);
        let stream = [namer.sign(usage::ty(scope, item)), comma.clone(), fails.clone()];
        let stream = Sign(stream.into_iter().flat_map(|it| it.0).collect()).within("JsonStream");
        let gives = Sign([stream, comma, fails].into_iter().flat_map(|it| it.0).collect()).within("Opening");
        let name = "elements".to_owned();
        definition.methods.push(Function { name, parameters: Vec::new(), gives, deprecated: false });
    }
    definition
}

fn outcome(call: Call<'_>, (name, role): (&Ident, &str), variants: &[Ident], responses: &[Response]) -> Definition {
    let mut definition = call.definition(name, role, Kind::Outcome);
    let payloads = outcome::payloads(call.scope, responses);
    definition.members = variants
        .iter()
        .zip(responses)
        .zip(payloads)
        .map(|((name, response), payload)| {
            let media = response.is_one_of_several(responses).then(|| format!(" as {}", response.names.join(", ")));
            Member {
                name: name.to_string(),
                wire: format!("{}{}", response.status, media.unwrap_or_default()),
                at: (&call.responses().push(&response.status.to_string())).into(),
                ty: call.namer.sign(payload.unwrap_or_default()),
            }
        })
        .collect();
    definition
}

fn headers(call: Call<'_>) -> Definition {
    let mut definition = call.definition(&call.names.headers, "headers", Kind::Headers);
    for (header, name) in call.described.responses.headers.iter().zip(&call.names.header_fields) {
        let ty = call.namer.sign(usage::ty(call.scope, &header.ty)).within("Option");
        let wire = header.name.0.to_ascii_lowercase();
        let form = wire::header_form(&header.form);
        let at: At = (&call.responses()).into();
        definition.members.push(Member { name: name.to_string(), wire: wire.clone(), at: at.clone(), ty });
        definition.facts.push(Fact { code: "header-form", about: wire, says: form.to_owned(), at });
    }
    definition
}
