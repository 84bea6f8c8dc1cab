//! What a fault becomes for each kind of call. Enters: what the server does on each connection. Leaves: the ends of the calls, and how often
//! the server was asked.

use clientwright_runtime::testing::{Script, ScriptedServer};
use clientwright_runtime::{Error, ErrorKind};

use crate::api::{Item, patient};
use crate::client::Problem;

pub(crate) const ITEM: &str = r#"{"id":"1"}"#;

/// What a `GET`, a `POST`, and a `POST` with an `Idempotency-Key` give, each from a server of its own, and how often that was asked.
pub(crate) async fn each(script: &Script) -> [(Result<Item, Error<Problem>>, usize); 3] {
    let server = || {
        let server = ScriptedServer::start().unwrap();
        server.always(script.clone());
        let client = patient().base_url(server.url()).build().unwrap();
        (server, client)
    };
    let [(one, get), (two, post), (three, keyed)] = [server(), server(), server()];
    let (get, post, keyed) = (get.get().await, post.post().body("once").await, keyed.keyed().await);
    [(get, one), (post, two), (keyed, three)].map(|(result, server)| (result, server.connections()))
}

/// The kinds of the errors, and how often the server was asked.
pub(crate) async fn errors(script: &Script) -> [(ErrorKind, usize); 3] {
    each(script).await.map(|(result, hits)| match result {
        Ok(item) => panic!("{:?} from {script:?}", item.id),
        Err(error) => (error.kind(), hits),
    })
}

pub(crate) fn raw(text: &'static str) -> Script {
    Script::new().request().write(text).close()
}

pub(crate) fn again(kind: ErrorKind) -> [(ErrorKind, usize); 3] {
    [(kind, 3), (kind, 1), (kind, 3)]
}

pub(crate) fn never_again(kind: ErrorKind) -> [(ErrorKind, usize); 3] {
    [(kind, 1); 3]
}
