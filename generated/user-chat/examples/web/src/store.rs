//! What outlives a reload: the token pair and whose it is.
//!
//! In `sessionStorage`: it is this window's alone, so that two windows can be two people and no two windows renew one pair, of which each
//! works once; and it is gone with the window. A script that gets into the page could read it, as it could use any token that the
//! page can: what keeps scripts out is the page's Content-Security-Policy.

use clientwright_runtime::SystemTime;
use user_chat::types::{TokenPair, User};
use web_sys::Storage;

use crate::dom::window;

const TOKENS: &str = "tokens";
const USER: &str = "user";

/// None where the browser lets the page keep nothing. Then one is signed in until the next reload.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Keeps a new pair. In one item: there is no moment with half of it.
pub(crate) fn keep(pair: &TokenPair) {
    let until = seconds().saturating_add(pair.expires_in.try_into().unwrap_or_default());
    if let (Some(storage), Ok(pair)) = (storage(), serde_json::to_string(pair)) {
        let _ = storage.set_item(TOKENS, &format!("{until} {pair}"));
    }
}

pub(crate) fn keep_user(user: &User) {
    if let (Some(storage), Ok(user)) = (storage(), serde_json::to_string(user)) {
        let _ = storage.set_item(USER, &user);
    }
}

/// The pair that was kept, with what is left of its time, and whose it is.
pub(crate) fn kept() -> Option<(TokenPair, User)> {
    let storage = storage()?;
    let (text, user) = (storage.get_item(TOKENS).ok()??, storage.get_item(USER).ok()??);
    let (until, pair) = text.split_once(' ')?;
    let (until, mut pair) = (until.parse::<u64>().ok()?, serde_json::from_slice::<TokenPair>(pair.as_bytes()).ok()?);
    pair.expires_in = until.saturating_sub(seconds()).try_into().unwrap_or(i32::MAX);
    Some((pair, serde_json::from_slice(user.as_bytes()).ok()?))
}

pub(crate) fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(TOKENS);
        let _ = storage.remove_item(USER);
    }
}
