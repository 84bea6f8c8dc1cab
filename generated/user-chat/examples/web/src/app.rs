//! From the first sight of the page on: someone signs in or is signed in still, talks, and is signed out, again and again.

use crate::chat::Chat;
use crate::news::{Hear, Tell};
use crate::{sign_in, store};

/// What is said where the server takes the tokens no more.
pub(crate) const OVER: &str = "You were signed out: your sign-in has ended. Please sign in again.";

pub(crate) async fn run(to: Tell, mut news: Hear) {
    let mut word = None;
    loop {
        let member = match sign_in::resume(&to).await {
            Some(member) => member,
            None => sign_in::ask(&mut news, &to, word).await,
        };
        word = Chat::new(member, to.clone()).run(&mut news).await;
        store::forget();
    }
}
