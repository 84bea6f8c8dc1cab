//! Signing in. Enters: the form, or what was kept. Leaves: a member, whose client keeps itself signed in.

use clientwright_runtime::{AnyError, AuthState, FetchTransport};
use user_chat::Client;
use user_chat::types::{SignInRequest, TokenPair, User};

use crate::dom::{self, html, set, window};
use crate::line::Watch;
use crate::news::{Hear, News, Tell};
use crate::offline::Offline;
use crate::session::Session;
use crate::{state, store, words};

/// Of those who can sign in on the test server. A page of a real one has no such thing.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// Someone who is signed in.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) client: Client,
    pub(crate) user: User,
    pub(crate) offline: Offline,
}

impl Member {
    /// Whoever has this pair. Needs no network: whether the pair is still good is found out by the first call that needs it.
    async fn new(pair: TokenPair, user: User, to: &Tell) -> Self {
        let offline = Offline::of(&user).await;
        // A browser opens a socket without headers, so the token of one goes into its query.
        let transport = FetchTransport::new().socket_token("access_token");
        let client = Client::builder().base_url(origin()).transport(transport).interceptor(Watch(to.clone()));
        let client = offline.build(client).bearer(Session::resume(nobody(), pair, store::keep));
        Self { client: client.build().expect("the origin of a page is a URL"), user, offline }
    }
}

/// The page and the server are of one origin.
fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

fn nobody() -> Client {
    Client::builder().base_url(origin()).build().expect("the origin of a page is a URL")
}

/// Goes on with the pair that was kept before a reload, if one was.
pub(crate) async fn resume(to: &Tell) -> Option<Member> {
    let (pair, user) = store::kept()?;
    Some(Member::new(pair, user, to).await)
}

/// Shows the form until someone has signed in.
pub(crate) async fn ask(news: &mut Hear, to: &Tell, word: Option<&str>) -> Member {
    dom::view("sign-in");
    state::idle("Not signed in");
    dom::show("sign-in", true);
    dom::say("sign-in-alert", word);
    dom::class(&html("sign-in-alert"), "word", word.is_some());
    dom::set_value("password", "");
    faults(&[]);
    dom::focus("email");
    loop {
        let Some(News::SignIn) = news.recv().await else { continue };
        dom::write("sign-in-submit", "Signing in…");
        let outcome = sign_in(to).await;
        dom::write("sign-in-submit", "Sign in");
        match outcome {
            Ok(Some(member)) => {
                dom::say("sign-in-alert", None);
                dom::show("sign-in", false);
                return member;
            }
            Ok(None) => refused("The server does not know this address any more.", &[]),
            Err(error) => refused(&words::sentence(&error), &words::faults(&error)),
        }
    }
}

async fn sign_in(to: &Tell) -> Result<Option<Member>, AnyError> {
    let (email, password) = (dom::value("email").trim().to_owned(), dom::value("password"));
    let pair = nobody().auth().sign_in(SignInRequest::new(&*email, password)).await?;
    let Some(user) = user(&pair, &email).await? else { return Ok(None) };
    store::keep(&pair);
    store::keep_user(&user);
    Ok(Some(Member::new(pair, user, to).await))
}

/// Who has signed in. The API has no call for that; it finds users by their address.
async fn user(pair: &TokenPair, email: &str) -> Result<Option<User>, AnyError> {
    let client = Client::builder().base_url(origin()).bearer(pair.access_token.expose());
    let client = client.build().expect("the origin of a page is a URL");
    let mut users = client.users().get_users().q(email).items();
    while let Some(user) = users.next().await.transpose()? {
        if user.email == email {
            return Ok(Some(user));
        }
    }
    Ok(None)
}

/// Says why not, and puts the focus where it is to be put right.
fn refused(words: &str, wrong: &[(&str, &str)]) {
    dom::class(&html("sign-in-alert"), "word", false);
    dom::say("sign-in-alert", Some(words));
    faults(wrong);
    dom::focus(wrong.iter().map(|(field, _)| *field).find(|field| *field == "email").unwrap_or("password"));
}

fn faults(faults: &[(&str, &str)]) {
    for (field, id) in [("email", "email-fault"), ("password", "password-fault")] {
        let fault = faults.iter().find(|(at, _)| *at == field).map(|(_, words)| *words);
        set(&html(field), "aria-invalid", if fault.is_some() { "true" } else { "false" });
        dom::say(id, fault);
    }
}

/// Whether nothing but signing in helps.
pub(crate) fn is_over(client: &Client) -> bool {
    client.inner().auth_state() == AuthState::SignedOut
}
