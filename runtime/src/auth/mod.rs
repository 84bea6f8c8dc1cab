//! Credentials: which are needed, where they may go, how tokens are kept alive. Enters: the operation's security and the
//! client's credentials. Leaves: a request that carries them, or an error that names what is missing.
//!
//! Imports go one way, from the top of the list to its end:
//!
//! | file | has |
//! |---|---|
//! | `grant` | what goes onto a request |
//! | `credential` | what a client was given for each scheme |
//! | `keeper` | one token, kept alive |
//! | `state` | what is known about a token |
//! | `fetch`, `latch` | one question to a source, the time after failures |
//! | `flight`, `board` | one piece of work that many wait for |
//! | `issued`, `inside`, `denied` | a token in time, a source's own code, why there is no token |
//! | `source`, `token` | what a caller writes |
//! | `trust`, `challenge`, `flaw` | rules that stand alone |

mod board;
mod challenge;
mod credential;
mod denied;
mod fetch;
mod flaw;
mod flight;
mod grant;
mod inside;
mod issued;
mod keeper;
mod latch;
#[cfg(all(test, loom))]
mod model;
mod source;
mod state;
mod token;
mod trust;

pub use source::{IntoTokens, TokenSource, Tokens};
pub use state::AuthState;
pub use token::{Rejected, RejectedReason, Token, TokenError};

pub(crate) use challenge::Challenge;
pub(crate) use credential::{Credential, Credentials};
pub(crate) use grant::{Carried, Grant, Means, Still, set_already, shown_in};
pub(crate) use keeper::Keeper;
pub(crate) use trust::{Insecure, Trust};
