//! Spans have the OpenTelemetry names for HTTP clients.

use clientwright_runtime::testing::Answer;

use crate::api::ITEM;
use crate::client::setting;
use crate::redaction::logged;

#[test]
fn a_call_and_its_attempts_are_spans() {
    let log = logged(|| {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").once(Answer::status(500)).reply(Answer::json(200, ITEM));
        let client = builder.base_url("http://mock.localhost:81/").build().unwrap();
        clock.run(async { client.get().query("limit", "3").query("q", "cats").await.unwrap() });
    });
    for field in [
        "otel.name=GET /item",
        r#"otel.kind="client""#,
        "http.request.method=GET",
        r#"url.template="/item""#,
        r#"url.full="http://mock.localhost:81/item?limit=3&q=[redacted]""#,
        r#"server.address="mock.localhost""#,
        "server.port=81",
        "http.response.status_code=200",
        "http.response.status_code=500",
        "http.request.resend_count=1",
        "error.type=500",
        r#"network.protocol.version="1.1""#,
    ] {
        assert!(log.contains(field), "{field} is missing:\n{log}");
    }
}
