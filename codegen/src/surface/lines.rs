//! A surface as text: a line for each thing that has a name.

use std::collections::BTreeSet;

use super::{Definition, Kind, Surface};

pub(super) fn text(surface: &Surface) -> String {
    let mut lines = BTreeSet::new();
    let Surface { krate, setters, services, operations, types, incoming, facts: _ } = surface;
    lines.extend(krate.features.iter().map(|feature| {
        let default = if feature.default { ", by default" } else { "" };
        format!("feature {}{default}", feature.name)
    }));
    lines.extend(setters.iter().map(|setter| {
        let function = &setter.function;
        format!("ClientBuilder::{}{}", function.name, function.signature())
    }));
    for service in services {
        lines.insert(format!("Client::{}() -> {}", service.accessor, service.handle));
    }
    for operation in operations {
        let handle = &services[operation.service].handle;
        lines.insert(format!("{handle}::{}{}", operation.method.name, operation.method.signature()));
        let (call, gives, fails, headers) = (&operation.call, &operation.gives, &operation.fails, &operation.headers);
        lines.insert(format!("{call} => Result<{}, {}> with {}", gives.full(), fails.full(), headers.full()));
    }
    types.iter().for_each(|definition| lines.extend(self::definition(definition)));
    for incoming in incoming {
        lines.insert(format!("{}::{}{}", incoming.module, incoming.function.name, incoming.function.signature()));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn definition(definition: &Definition) -> Vec<String> {
    let Definition { path, kind, members, constructor, methods, conversions, target, .. } = definition;
    let mut lines = match (kind, target) {
        (Kind::Alias, Some(target)) => vec![format!("{path} = {}", target.full())],
        _ => vec![format!("{path}: {}", kind.words())],
    };
    lines.extend(members.iter().map(|member| match member.ty.is_empty() {
        true => format!("{path}.{}", member.name),
        false => format!("{path}.{}: {}", member.name, member.ty.full()),
    }));
    lines.extend(constructor.iter().map(|parameters| {
        let parameters: Vec<_> = parameters.iter().map(|parameter| parameter.text()).collect();
        format!("{path}::new({})", parameters.join(", "))
    }));
    lines.extend(methods.iter().map(|method| format!("{path}::{}{}", method.name, method.signature())));
    lines.extend(conversions.iter().map(|from| format!("{path}: From<{}>", from.full())));
    lines
}
