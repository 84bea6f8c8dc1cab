//! What the servers of snippets answer. Enters: a server without rules. Leaves: rules for what snippets ask, as the descriptions have it.

use clientwright_runtime::testing::{Answer, MockTransport};

/// The shelter: Tom and Rex, on a page each.
pub(crate) fn pets(server: &MockTransport) {
    let (tom, rex) = (r#"{"id":"7","name":"Tom","kind":"cat"}"#, r#"{"id":"8","name":"Rex","kind":"dog"}"#);
    server
        .on("GET", "/pets")
        .query("after", "7")
        .reply(Answer::json(200, format!(r#"{{"items":[{rex}],"next":null}}"#)));
    server.on("GET", "/pets").reply(Answer::json(200, format!(r#"{{"items":[{tom}],"next":"7"}}"#)));
    server.on("POST", "/pets").reply(Answer::json(201, tom));
    server.on("GET", "/pets/7").reply(Answer::json(200, tom));
    server.on("GET", "/pets/99").reply(Answer::json(404, r#"{"message":"There is no such pet"}"#));
    server.on("DELETE", "/pets/7").reply(Answer::status(204));
}

/// The shop: one book, and an order of two of it.
pub(crate) fn shop(server: &MockTransport) {
    let dune = r#"{"id":"dune","kind":"book","name":"Dune","price":{"cents":1200,"currency":"EUR"}}"#;
    server.on("GET", "/items/dune").reply(Answer::json(200, dune));
    let (id, lines) = ("00000000-0000-4000-8000-000000000003", r#"[{"item":"dune","count":2}]"#);
    let total = r#"{"cents":2400,"currency":"EUR"}"#;
    let order =
        format!(r#"{{"id":"{id}","state":"placed","lines":{lines},"total":{total},"placed":"2026-01-02T03:04:05Z"}}"#);
    server.on("POST", "/orders").reply(Answer::json(201, order));
}

/// A chat of three users, of whom Ann has the number 42. Who is called `busy` is asked for in vain once, and `missing` is not there.
pub(crate) fn user_chat(server: &MockTransport) {
    users(server);
    avatars(server);
    rooms(server);
    let pair = r#"{"access_token":"access","refresh_token":"refresh","token_type":"Bearer","expires_in":3600}"#;
    server.on("POST", "/api/v1/auth/sign-in").reply(Answer::json(200, pair));
    server.on("POST", "/api/v1/auth/refresh").reply(Answer::json(200, pair));
}

fn users(server: &MockTransport) {
    let (ann, bob, cleo) = (user("42", "Ann"), user("43", "Bob"), user("44", "Cleo"));
    server
        .on("GET", "/api/v1/users")
        .query("cursor", "44")
        .reply(Answer::json(200, format!(r#"{{"items":[{cleo}]}}"#)));
    let first = format!(r#"{{"items":[{ann},{bob}],"next_cursor":"44"}}"#);
    server.on("GET", "/api/v1/users").reply(Answer::json(200, first));
    server.on("POST", "/api/v1/users").reply(Answer::json(201, ann.as_str()));
    server.on("PATCH", "/api/v1/users/42").reply(Answer::json(200, ann.as_str()));
    server.on("GET", "/api/v1/users/42").reply(Answer::json(200, ann.as_str()));
    server
        .on("GET", "/api/v1/users/busy")
        .once(Answer::status(503).header("retry-after", "1"))
        .reply(Answer::json(200, ann));
    let missing = r#"{"code":"user_not_found","message":"There is no such user","id":"missing"}"#;
    server.on("GET", "/api/v1/users/missing").reply(Answer::json(404, missing));
}

fn avatars(server: &MockTransport) {
    server.on("POST", "/api/v1/users/42/avatar").reply(Answer::json(200, user("42", "Ann")));
    let image = Answer::status(200).header("content-type", "image/png").body(&b"\x89PNG\r\n\x1a\n"[..]);
    server.on("GET", "/api/v1/users/42/avatar").reply(image);
}

fn rooms(server: &MockTransport) {
    let owner = user("missing", "Ann");
    let members = format!(r#"[{{"user":{owner},"owner":true,"joined_at":"2026-01-02T03:04:05Z"}}]"#);
    server.on("GET", "/api/v1/rooms/general/members").reply(Answer::json(200, members));
    let lines = format!("{}\n{}\n", message(1), message(2));
    let lines = Answer::status(200).header("content-type", "application/x-ndjson").body(lines);
    server.on("GET", "/api/v1/rooms/general/messages/export").reply(lines);
    let event = "id: 1\ndata: {\"event\":\"member_typing\",\"user_id\":\"43\"}\n\n";
    let events = Answer::status(200).header("content-type", "text/event-stream").body(event);
    server.on("GET", "/api/v1/rooms/general/events").reply(events);
}

fn user(id: &str, name: &str) -> String {
    let email = format!("{}@example.com", name.to_lowercase());
    format!(r#"{{"id":"{id}","name":"{name}","email":"{email}","role":"member","created_at":"2026-01-02T03:04:05Z"}}"#)
}

fn message(sequence: i64) -> String {
    let (id, room) = ("00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002");
    let content = r#"{"type":"text","text":"Hello"}"#;
    let rest = r#""replies":[],"sent_at":"2026-01-02T03:04:05Z""#;
    format!(r#"{{"id":"{id}","room_id":"{room}","sequence":{sequence},"content":{content},{rest}}}"#)
}
