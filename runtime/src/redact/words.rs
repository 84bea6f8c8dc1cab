//! Which names sound like secrets: by whole words, so that `pin` does and `shippingMethod` does not.

/// Words that are secrets alone.
const WORDS: &[&str] = &[
    "apikey",
    "credential",
    "credentials",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "pwd",
    "secret",
    "token",
];
/// Pairs of words that are secrets together.
const PAIRS: &[(&str, &str)] =
    &[("api", "key"), ("access", "key"), ("private", "key"), ("pass", "word"), ("pass", "phrase")];

/// Whether something of that name is a secret, whether a description says so or not. The generator has the same rule.
pub(crate) fn sounds_secret(name: &str) -> bool {
    if !has_hint(name.as_bytes()) {
        return false;
    }
    let words = words(name);
    words.iter().any(|word| WORDS.contains(&word.as_str()))
        || words.windows(2).any(|pair| PAIRS.contains(&(pair[0].as_str(), pair[1].as_str())))
}

/// What is in every name that sounds secret: most names have none of it, and are not taken apart.
const HINTS: &[&[u8]] = &[b"credential", b"key", b"otp", b"pass", b"pin", b"pwd", b"secret", b"token"];

fn has_hint(name: &[u8]) -> bool {
    (0..name.len()).any(|start| {
        let rest = &name[start..];
        HINTS.iter().any(|hint| rest.get(..hint.len()).is_some_and(|word| word.eq_ignore_ascii_case(hint)))
    })
}

/// `apiKey`, `API_KEY` and `api-key` are the words api and key; digits are no part of a word.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (index, &char) in chars.iter().enumerate() {
        let after_lower = index > 0 && chars[index - 1].is_lowercase();
        let before_lower = chars.get(index + 1).is_some_and(|next| next.is_lowercase());
        let ends_capitals = before_lower && index > 0 && chars[index - 1].is_uppercase();
        if !char.is_alphabetic() || (char.is_uppercase() && (after_lower || ends_capitals)) {
            words.push(String::new());
        }
        if char.is_alphabetic() {
            words.last_mut().into_iter().for_each(|word| word.extend(char.to_lowercase()));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_sound_secret() {
        for name in [
            "pin",
            "PIN",
            "userPin",
            "apiKey",
            "api_key",
            "API-KEY",
            "APIKey",
            "apikey",
            "client_secret",
            "clientSecret",
            "password",
            "newPassword2",
            "access_token",
            "idToken",
            "x-auth-token",
            "passphrase",
            "privateKey",
        ] {
            assert!(sounds_secret(name), "{name}");
        }
    }

    #[test]
    fn parts_of_words_do_not() {
        for name in [
            "shippingMethod",
            "opinion",
            "spin",
            "pinned",
            "keyboard",
            "max_tokens",
            "tokenizer",
            "secretary",
            "key",
            "apiKeyboard",
            "passwordless",
            "monkey",
            "api",
            "mapi_key_id2",
            "",
        ] {
            assert!(!sounds_secret(name), "{name}");
        }
    }
}
