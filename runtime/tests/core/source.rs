//! Token sources, and clients that have them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{BoxFuture, Clock, Error, Rejected, Token, TokenError, TokenSource};

use crate::api::ITEM;
use crate::client::{Client, Problem, setting};

/// A source of numbered tokens: `load` gives `token-1`, each refresh the next number.
#[derive(Clone)]
pub(crate) struct Source(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) clock: VirtualClock,
    pub(crate) takes: Duration,
    pub(crate) life: Option<Duration>,
    pub(crate) log: Mutex<Log>,
}

#[derive(Default)]
pub(crate) struct Log {
    pub(crate) issued: u32,
    pub(crate) loads: u32,
    pub(crate) rejected: Vec<Rejected>,
    /// What the next refreshes fail with: `true` is permanent.
    pub(crate) failures: Vec<bool>,
    pub(crate) client: Option<Client>,
    pub(crate) inner_error: Option<Error<Problem>>,
}

impl Source {
    pub(crate) fn new(clock: &VirtualClock, takes: Duration, life: Option<Duration>) -> Self {
        Self(Arc::new(Inner { clock: clock.clone(), takes, life, log: Mutex::default() }))
    }

    pub(crate) fn refreshes(&self) -> usize {
        self.0.log.lock().unwrap().rejected.len()
    }

    pub(crate) fn loads(&self) -> u32 {
        self.0.log.lock().unwrap().loads
    }

    pub(crate) fn fail(&self, failures: impl IntoIterator<Item = bool>) {
        self.0.log.lock().unwrap().failures.extend(failures);
    }

    pub(crate) async fn issue(&self) -> Token {
        self.0.clock.sleep(self.0.takes).await;
        let mut log = self.0.log.lock().unwrap();
        log.issued += 1;
        let token = Token::new(format!("token-{}", log.issued)).refresh_token(format!("refresh-{}", log.issued));
        match self.0.life {
            Some(life) => token.expires_in(life),
            None => token,
        }
    }
}

impl TokenSource for Source {
    async fn load(&self) -> Result<Token, TokenError> {
        let client = {
            let mut log = self.0.log.lock().unwrap();
            log.loads += 1;
            log.client.clone()
        };
        if let Some(client) = client {
            let error = client.secured().await.unwrap_err();
            self.0.log.lock().unwrap().inner_error = Some(error);
            client.get().await?;
        }
        Ok(self.issue().await)
    }

    async fn refresh(&self, rejected: Rejected) -> Result<Token, TokenError> {
        let failure = {
            let mut log = self.0.log.lock().unwrap();
            log.rejected.push(rejected);
            if log.failures.is_empty() { None } else { Some(log.failures.remove(0)) }
        };
        match failure {
            None => Ok(self.issue().await),
            Some(true) => Err(TokenError::permanent("invalid_grant")),
            Some(false) => Err("the sign-in server is down")?,
        }
    }
}

/// A source that does what the test says: `ask` is told which question it is, counted from 1, and what is to be replaced.
pub(crate) struct Asked<F> {
    ask: F,
    questions: Arc<Mutex<u32>>,
}

pub(crate) type Answered = BoxFuture<'static, Result<Token, TokenError>>;

impl<F: Fn(u32, Option<Rejected>) -> Answered + Send + Sync + 'static> Asked<F> {
    /// The source, and how often it was asked.
    pub(crate) fn new(ask: F) -> (Self, Arc<Mutex<u32>>) {
        let questions = Arc::new(Mutex::new(0));
        (Self { ask, questions: Arc::clone(&questions) }, questions)
    }

    fn ask(&self, rejected: Option<Rejected>) -> Answered {
        let mut questions = self.questions.lock().unwrap();
        *questions += 1;
        let question = *questions;
        drop(questions);
        (self.ask)(question, rejected)
    }
}

impl<F: Fn(u32, Option<Rejected>) -> Answered + Send + Sync + 'static> TokenSource for Asked<F> {
    async fn load(&self) -> Result<Token, TokenError> {
        self.ask(None).await
    }

    async fn refresh(&self, rejected: Rejected) -> Result<Token, TokenError> {
        self.ask(Some(rejected)).await
    }
}

pub(crate) const MS: Duration = Duration::from_millis(1);

/// A client with a source whose tokens take `takes` to get and live for `life`.
pub(crate) fn client(takes: Duration, life: Option<Duration>) -> (VirtualClock, MockTransport, Client, Source) {
    let (clock, server, builder) = setting();
    let source = Source::new(&clock, takes, life);
    let client = builder.bearer(source.clone()).build().unwrap();
    (clock, server, client, source)
}

/// Answers 200 to that token, and 401 to all others.
pub(crate) fn accepts(server: &MockTransport, token: &str) {
    server.on("GET", "/secured").header("authorization", &format!("Bearer {token}")).reply(Answer::json(200, ITEM));
    server.on("GET", "/secured").reply(Answer::json(401, r#"{"code":"expired"}"#));
}
