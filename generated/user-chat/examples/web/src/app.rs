//! From the first sight of the page on: someone signs in or is signed in still, talks, and is signed out, again and again.

use std::time::Duration;

use clientwright_runtime::{BrowserClock, Clock};

use crate::chat::Chat;
use crate::news::{Hear, Tell};
use crate::sign_in::Kept;
use crate::{sign_in, state, store, words};

/// Before the server is asked again who someone is.
const AGAIN: Duration = Duration::from_secs(2);
/// What is said where the server takes the tokens no more.
pub(crate) const OVER: &str = "You were signed out: your sign-in has ended. Please sign in again.";

pub(crate) async fn run(to: Tell, mut news: Hear) {
    let mut word = None;
    loop {
        let member = match sign_in::resume(&to).await {
            Kept::Member(member) => *member,
            Kept::Nothing => sign_in::ask(&mut news, &to, word).await,
            Kept::Over => {
                store::forget();
                word = Some(OVER);
                continue;
            }
            // The pair may still be good: it is not given up because of a bad moment.
            Kept::Later(error) => {
                state::lost(&words::sentence(&error));
                BrowserClock.sleep(AGAIN).await;
                continue;
            }
        };
        word = Chat::new(member, to.clone()).run(&mut news).await;
        store::forget();
    }
}
