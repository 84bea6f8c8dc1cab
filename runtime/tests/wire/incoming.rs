//! What a server sends to webhooks and callbacks, but forms: JSON, and texts that spell values.

use clientwright_runtime::private as rt;
use clientwright_runtime::{Base64, Date, DateTime, Uuid, record, string_enum};

string_enum! { pub enum State { Sent = "sent", Failed = "failed" } }

struct Place {
    zip: i64,
}

record! { Place {
    required zip;
} }

fn read<T: rt::Decode>(body: &str) -> Result<T, String> {
    rt::incoming_any(body.as_bytes()).map_err(|error| error.to_string())
}

#[test]
fn a_value_is_read_bare_and_as_json() {
    for body in ["2024-01-02", "2024-01-02\n", "\"2024-01-02\""] {
        assert_eq!(read::<Date>(body).expect("a date").to_string(), "2024-01-02", "{body}");
    }
    let time = read::<DateTime>("2024-01-02T03:04:05Z").expect("a time");
    assert_eq!(time.to_string(), "2024-01-02T03:04:05Z");
    let id = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    assert_eq!(read::<Uuid>(id).expect("an id").to_string(), id);
    assert_eq!(read::<i64>(" 7 "), Ok(7));
    assert_eq!(read::<bool>("true"), Ok(true));
    assert_eq!(read::<State>("failed"), Ok(State::Failed));
    assert_eq!(read::<String>("a b"), Ok("a b".to_owned()));
    assert_eq!(read::<Base64>("1234").expect("Base64").0, [0xd7, 0x6d, 0xf8]);
    assert_eq!(read::<Place>("{\"zip\": 7}").expect("a place").zip, 7);
}

#[test]
fn what_does_not_fit_is_told_as_what_it_was_meant_to_be() {
    assert_eq!(read::<i64>("hidden"), Err("expected i64, found another string".to_owned()));
    let told = "expected i64, found a string at /zip (line 1, column 16)";
    assert_eq!(read::<Place>("{\"zip\": \"hidden\"}").expect_err("no number"), told);
    let error = rt::incoming_any::<i64>(b"\xff").expect_err("it is no text");
    assert!(error.to_string().starts_with("invalid utf-8"));
}
