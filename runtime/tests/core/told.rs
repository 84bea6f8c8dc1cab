//! What is logged of a fault: its kind, for the call and for each attempt, and nothing that is secret; of the body nothing either, but by
//! the events of level TRACE that are there to show it.

use std::time::Duration;

use clientwright_runtime::testing::{Answer, Script, ScriptedServer};
use clientwright_runtime::{RetryPolicy, StallGuard, Timeouts};
use tokio::runtime::Builder;

use crate::client::{ClientBuilder, setting};
use crate::redaction::{SECRET, logged, silent};
use crate::trace::ends;

/// In what the server says, which may hold anything.
const CANARY: &str = "c4n4ry-0f-th3-b0dy";

/// The `error.type` of the call, and those of its attempts. What is logged is silent of all else that was sent and came.
fn kinds(log: &str) -> (Vec<&str>, Vec<&str>) {
    silent("log", log);
    for line in log.lines().filter(|line| !line.trim_start().starts_with("TRACE")) {
        assert!(!line.contains(CANARY), "{line}");
    }
    ends(log)
}

/// What is logged of a secured GET from a server that plays this on each connection, tried twice where it may be.
fn over_the_wire(script: Option<Script>) -> String {
    logged(|| {
        Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let server = ScriptedServer::start().unwrap();
            match script {
                Some(script) => server.always(script),
                None => server.refuse().await.unwrap(),
            }
            let retry = RetryPolicy::standard().max_attempts(2).backoff(Duration::ZERO, Duration::ZERO);
            let builder = ClientBuilder::new().base_url(server.url()).max_body_bytes(1000).retry(retry);
            let client = builder.bearer(SECRET).build().unwrap();
            let call = client.secured().query("password", SECRET).header("x-password", SECRET);
            call.await.unwrap_err();
        });
    })
}

#[test]
fn a_fault_at_the_wire_is_told_by_its_kind() {
    let raw = |text: &str| Some(Script::new().request().write(text.replace("BODY", CANARY)).close());
    let answer = |answer: Answer| Some(Script::answers(answer));
    let long = CANARY.repeat(100);
    let problem = format!(r#"{{"code":"{CANARY}","password":"{SECRET}"}}"#);
    for (fault, script, call, attempts) in [
        ("refused", None, "connect", &["connect", "connect"][..]),
        ("reset", Some(Script::new().request().reset()), "io", &["io", "io"]),
        ("closed", Some(Script::new().request().close()), "io", &["io", "io"]),
        ("head cut", raw("HTTP/1.1 200 OK\r\nx-y: BODY"), "io", &["io", "io"]),
        ("body cut", raw("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nBODY"), "io", &["io", "io"]),
        ("no HTTP", raw("SSH-2.0-BODY\r\n\r\n"), "protocol", &["protocol"]),
        ("no JSON", raw("HTTP/1.1 200 OK\r\ncontent-length: 18\r\n\r\nBODY"), "decode", &[""]),
        (
            "no gzip",
            answer(Answer::status(200).header("content-encoding", "gzip").body(long.clone())),
            "decode",
            &["decode"],
        ),
        ("too long", answer(Answer::json(200, &*long)), "body_too_large", &["body_too_large"]),
        ("no content", answer(Answer::status(204)), "unexpected_status", &[""]),
        (
            "another type",
            raw("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\nBODY"),
            "unexpected_content_type",
            &[""],
        ),
        ("documented", answer(Answer::json(404, &*problem)), "404", &["404"]),
        ("undocumented", answer(Answer::status(418).body(CANARY)), "418", &["418"]),
        ("busy", answer(Answer::status(503).body(CANARY)), "503", &["503", "503"]),
        ("rejected", answer(Answer::json(401, &*problem)), "401", &["401"]),
        ("in a circle", answer(Answer::status(302).header("location", "/secured")), "redirect", &["redirect"]),
    ] {
        let log = over_the_wire(script);
        assert_eq!(kinds(&log), (vec![call], attempts.to_vec()), "{fault}: {log}");
    }
}

#[test]
fn a_limit_is_told_by_its_phase() {
    let limit = Duration::from_secs(3);
    let silence = || Answer::status(200).body(CANARY).then_silence();
    let drip = || (0..10).fold(Answer::status(200), |answer, _| answer.body_after(limit / 2, CANARY));
    let stall = StallGuard::new(1_000, limit);
    for (limits, answer, call, attempt) in [
        (Timeouts::none().read(limit), Answer::silence(), "read_timeout", "read_timeout"),
        (Timeouts::none().read(limit), silence(), "read_timeout", "read_timeout"),
        (Timeouts::none().attempt(limit), Answer::silence(), "attempt_timeout", "attempt_timeout"),
        (Timeouts::none().stall(stall), drip(), "stall_timeout", "stall_timeout"),
        // An attempt has not failed that was cut off from outside.
        (Timeouts::none().operation(limit), silence(), "operation_timeout", "cancelled"),
    ] {
        let log = logged(|| {
            let (clock, server, builder) = setting();
            server.on("GET", "/secured").reply(answer);
            let client = builder.bearer(SECRET).timeouts(limits).retry(RetryPolicy::never()).build().unwrap();
            clock.run(async { client.secured().await.unwrap_err() });
        });
        assert_eq!(kinds(&log), (vec![call], vec![attempt]), "{log}");
    }
}
