//! Answers that are told apart by what requests say, as it travels.

use clientwright_runtime::testing::{Answer, Script};

use super::{Wire, lines, told};

#[tokio::test]
async fn what_is_accepted_tells_answers_apart_where_the_server_says_so() {
    let wire = Wire::new();
    wire.server.always(Script::answers_with(|request| {
        let wanted = lines(request, "accept").join(&b", "[..]);
        Answer::status(200).header("vary", "Accept").header("cache-control", "max-age=60").body(wanted)
    }));
    for said in
        ["clientwright; fwd=uri-miss; stored", "clientwright; fwd=vary-miss; stored", "clientwright; hit; ttl=60"]
    {
        let accept = if said.contains("vary-miss") { "text/csv" } else { "text/plain;Q=0.5, text/csv" };
        let response = wire.ask("GET", &[("accept", accept)]).await;
        assert_eq!((response.body().as_ref(), told(&response)), (accept.as_bytes(), said));
    }
    // The same in other letters, and over two lines.
    let lines = wire.ask("GET", &[("accept", "TEXT/plain; q=0.5"), ("accept", "text/csv")]).await;
    assert_eq!(told(&lines), "clientwright; hit; ttl=60");
    assert_eq!(wire.server.requests().len(), 2);
}
