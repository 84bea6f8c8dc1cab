//! How pins are shown. Enters: keys. Leaves: their text, with a line of Rust that pins the first.

use std::fmt::Write as _;

use crate::{Key, Presented};

/// The keys of a server.
#[must_use]
pub fn of_host(presented: &Presented) -> String {
    let Presented { host, port, keys, refused, trusted } = presented;
    let verdict = match refused {
        None => "this system trusts them for that host".to_owned(),
        Some(why) => format!("THIS SYSTEM DOES NOT TRUST THEM for that host: {why}"),
    };
    let mut text = format!("Certificates that {host}:{port} presents; {verdict}.\n\n");
    keys.iter().for_each(|key| push(&mut text, key, ""));
    if let Some(key) = trusted {
        push(&mut text, key, ", which is trusted and was not presented");
    }
    push_line(&mut text, host, keys);
    text
}

/// The keys of a file.
#[must_use]
pub fn of_file(keys: &[Key]) -> String {
    let mut text = String::new();
    keys.iter().for_each(|key| push(&mut text, key, ""));
    push_line(&mut text, "api.example.com", keys);
    text
}

fn push(text: &mut String, key: &Key, note: &str) {
    let subject = if key.subject.is_empty() { "(no subject)" } else { key.subject.as_str() };
    // A text takes what is written to it.
    let _ = writeln!(text, "{}\n    {}{note}", key.pin, subject.escape_debug());
    if let Some((from, to)) = key.valid {
        let _ = writeln!(text, "    valid from {} to {}", from.strftime("%F"), to.strftime("%F"));
    }
    text.push('\n');
}

fn push_line(text: &mut String, host: &str, keys: &[Key]) {
    let Some(own) = keys.first() else { return };
    let _ = writeln!(
        text,
        "    ReqwestTransport::builder().pins(Pins::new().host({host:?}, [\"{}\"]))\n\n\
         One pin alone cuts off every program that is out there on the day on which the key is lost. Add the pin of a backup: of a key \
         that no server\nhas yet (`cargo xtask pins backup.pem`, of a public key or a request for a certificate), or of an authority.",
        own.pin
    );
}
