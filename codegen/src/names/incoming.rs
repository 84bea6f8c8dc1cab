//! Names of what reads requests of the server: functions of two modules, one for webhooks and one for callbacks.

use super::identifier::Ident;
use super::register::{Kind, Register, grant, idents};
use super::scope::{Case, Wish};
use crate::model::{Api, Incoming, IncomingKind};

const WEBHOOKS: Kind = Kind { what: "webhook", case: Case::Snake, reserved: &[] };
const CALLBACKS: Kind = Kind { what: "callback", case: Case::Snake, reserved: &[] };

/// By their index in `Api::incoming`; of those that are read.
pub(super) fn assign(register: &mut Register<'_>, api: &Api) -> Vec<Option<Ident>> {
    let is_webhook = |incoming: &&Incoming| matches!(incoming.kind, IncomingKind::Webhook { .. });
    let wishes = |webhooks: bool| -> Vec<Wish> {
        let all = api.incoming.iter().filter(|incoming| incoming.content.is_some());
        all.filter(|incoming| is_webhook(incoming) == webhooks).map(wish).collect()
    };
    let mut webhooks = idents(grant(register, WEBHOOKS, &wishes(true))).into_iter();
    let mut callbacks = idents(grant(register, CALLBACKS, &wishes(false))).into_iter();
    let name = |incoming: &Incoming| match is_webhook(&incoming) {
        _ if incoming.content.is_none() => None,
        true => webhooks.next(),
        false => callbacks.next(),
    };
    api.incoming.iter().map(name).collect()
}

/// Of several methods the one that most servers send keeps the name.
fn wish(incoming: &Incoming) -> Wish {
    let usual = ["POST", "PUT", "PATCH"].iter().position(|method| *method == incoming.method);
    Wish {
        rank: u8::try_from(usual.unwrap_or(usize::MAX)).unwrap_or(u8::MAX),
        parts: incoming.hint.parts().to_vec(),
        apart: incoming.hint.apart().map(<[String]>::to_vec),
        ..Wish::described("", "request", &incoming.origin)
    }
}
