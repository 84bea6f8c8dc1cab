//! Credentials: which are needed, where they may go, how tokens are kept alive. Enters: the operation's security and the
//! client's credentials. Leaves: a request that carries them, or an error that names what is missing.

mod challenge;
mod credential;
mod denied;
mod fetch;
mod grant;
mod inside;
mod issued;
mod keeper;
mod token;
mod trust;

pub use keeper::AuthState;
pub use token::{IntoTokens, Rejected, RejectedReason, Token, TokenError, TokenSource, Tokens};

pub(crate) use challenge::Challenge;
pub(crate) use credential::{Credential, Credentials};
pub(crate) use grant::{Grant, apply, shown_in};
pub(crate) use issued::Issued;
pub(crate) use keeper::Keeper;
pub(crate) use trust::{Insecure, Trust};
