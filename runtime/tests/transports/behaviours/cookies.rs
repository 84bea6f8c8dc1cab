//! Cookies. Enters: a way to a server.

use serde_json::json;

use super::get;
use crate::script::Reply;
use crate::setups::Setup;

pub(crate) async fn cookies_are_the_callers_own(setup: Setup) {
    let stage = setup(get([Reply::item("1").header("set-cookie", "theirs=1; Path=/")])).await;
    let client = stage.client().build().unwrap();
    client.list().cookie("theme", &json!("dark")).await.unwrap();
    let response = client.get().response().await.unwrap();
    assert_eq!(response.headers()["set-cookie"], "theirs=1; Path=/");
    client.get().await.unwrap();
    let seen = stage.seen().await;
    let cookies = seen.iter().map(|seen| seen.header("cookie")).collect::<Vec<_>>();
    assert_eq!(cookies, [Some("theme=dark"), None, None], "none is kept");
}
