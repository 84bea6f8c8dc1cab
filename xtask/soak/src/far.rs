//! The server's side: which token it takes, what it has processed, what it answers. It knows each call by its number, and how often it has
//! processed it, which for what is not idempotent is at most once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use clientwright_runtime::testing::{Answer, Recorded};
use fastrand::Rng;
use user_chat::testing::sample;
use user_chat::types::{Message, User};

/// Requests that one token is good for.
const TOKEN_LASTS: u64 = 2_000;

pub(crate) struct Far {
    state: Mutex<State>,
    user: String,
    message: String,
}

struct State {
    rng: Rng,
    requests: u64,
    refreshes: u64,
    rejected: u64,
    /// How often each call was processed that is not idempotent.
    processed: Vec<u8>,
    /// The key that each call came with first, of those that have one.
    keys: Vec<Option<u64>>,
}

/// What the server has seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) tokens: u64,
    pub(crate) refreshes: u64,
    pub(crate) rejected: u64,
    /// Calls that are not idempotent and were processed, and those of them that were more than once.
    pub(crate) processed: usize,
    pub(crate) twice: usize,
}

impl Far {
    pub(crate) fn new(calls: usize, seed: u64) -> anyhow::Result<Self> {
        let rng = Rng::with_seed(seed);
        let (processed, keys) = (vec![0; calls], vec![None; calls]);
        let state = Mutex::new(State { rng, requests: 0, refreshes: 0, rejected: 0, processed, keys });
        let (user, message) = (sample::<User>(), sample::<Message>());
        Ok(Self { state, user: serde_json::to_string(&user)?, message: serde_json::to_string(&message)? })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token that is good.
    pub(crate) fn token(&self) -> String {
        token(self.state().requests)
    }

    /// Notes a refresh; how many there were.
    pub(crate) fn refreshed(&self) -> u64 {
        let mut state = self.state();
        state.refreshes += 1;
        state.refreshes
    }

    pub(crate) fn seen(&self) -> Seen {
        let state = self.state();
        let count = |least: u8| state.processed.iter().filter(|times| **times >= least).count();
        let (tokens, refreshes, rejected) = (state.requests / TOKEN_LASTS + 1, state.refreshes, state.rejected);
        Seen { tokens, refreshes, rejected, processed: count(1), twice: count(2) }
    }

    pub(crate) fn answer(&self, request: &Recorded) -> Answer {
        let mut state = self.state();
        state.requests += 1;
        if request.header("authorization") != Some(&*format!("Bearer {}", token(state.requests))) {
            state.rejected += 1;
            return problem(401, "expired").header("www-authenticate", r#"Bearer error="invalid_token""#);
        }
        // Nothing is processed, and the server says so.
        match state.rng.u32(..1_000) {
            0..5 => return problem(429, "slow_down").header("retry-after", "0"),
            5..10 => return problem(503, "restarting").header("retry-after", "0"),
            10..20 => return problem(404, "not_found"),
            _ => {}
        }
        if state.process(request).is_none() {
            return problem(422, "unknown");
        }
        // It was processed, and the answer is lost on the way out.
        if state.rng.u32(..1_000) < 5 {
            return problem(500, "lost");
        }
        match (request.method.as_str(), request.path.contains("/messages")) {
            ("DELETE", _) => Answer::status(204),
            ("POST", true) => Answer::json(201, self.message.clone()),
            ("POST", false) => Answer::json(201, self.user.clone()),
            _ => Answer::json(200, self.user.clone()),
        }
    }
}

impl State {
    fn process(&mut self, request: &Recorded) -> Option<()> {
        let number = number(request)?;
        match (request.method.as_str(), request.header("idempotency-key")) {
            ("POST", Some(key)) => {
                let key = spread(key);
                let first = self.keys.get_mut(number)?;
                // The same again is answered from memory.
                if *first != Some(key) {
                    *first = Some(key);
                    self.processed[number] = self.processed[number].saturating_add(1);
                }
            }
            ("POST" | "PATCH", _) => {
                let times = self.processed.get_mut(number)?;
                *times = times.saturating_add(1);
            }
            _ => {}
        }
        Some(())
    }
}

/// The number of the call that a request is of: in its path, or the name in its body.
fn number(request: &Recorded) -> Option<usize> {
    let in_path = request.path.split('/').find_map(|segment| segment.parse().ok());
    in_path.or_else(|| {
        let body: serde_json::Value = serde_json::from_slice(&request.body).ok()?;
        body["name"].as_str()?.parse().ok()
    })
}

fn token(requests: u64) -> String {
    format!("token-{}", requests / TOKEN_LASTS)
}

/// FNV-1a: no more than a number to know a key by.
fn spread(key: &str) -> u64 {
    key.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

fn problem(status: u16, code: &str) -> Answer {
    Answer::json(status, format!(r#"{{"code":"{code}","message":"{code}"}}"#))
}
