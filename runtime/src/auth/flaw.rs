//! Secrets that cannot be sent as they are. Enters: a secret. Leaves: what is wrong with it.

/// What is wrong with a secret that goes onto the wire as it is; it would be changed there, or end what carries it.
pub(super) fn flaw(secret: &str) -> Option<&'static str> {
    if secret.is_empty() {
        Some("it is empty")
    } else if secret.contains(char::is_control) {
        Some("it has control characters, such as a line break")
    } else if secret.trim() != secret {
        Some("it has spaces at an end")
    } else {
        None
    }
}
