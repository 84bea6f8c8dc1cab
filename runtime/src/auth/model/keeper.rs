//! Models of a keeper and its source.

use std::sync::Arc;
use std::time::Duration;

use loom::future::block_on;
use loom::sync::atomic::Ordering;
use loom::thread;
use web_time::{Instant, SystemTime};

use super::super::keeper::Keeper;
use super::super::source::{IntoTokens, TokenSource};
use super::super::token::{Rejected, Token, TokenError};
use super::{Shelf, Tally, glance};
use crate::clock::{Chance, Clock, NoSpawner, Spawner};
use crate::future::BoxFuture;
use crate::sync::model;

/// Time stands still: no order of threads may depend on it.
#[derive(Debug)]
struct Still(Instant);

impl Clock for Still {
    fn now(&self) -> Instant {
        self.0
    }

    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// Gives `token-1`, `token-2`, ..; is asked for each once.
#[derive(Clone, Default)]
struct Numbered(Arc<Tally>);

impl Numbered {
    fn next(&self) -> Token {
        let _one = self.0.one();
        Token::new(format!("token-{}", self.0.ever.load(Ordering::SeqCst)))
    }
}

impl TokenSource for Numbered {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(self.next())
    }

    async fn refresh(&self, rejected: Rejected) -> Result<Token, TokenError> {
        assert_eq!(rejected.token.access(), "token-1", "never one that was replaced");
        Ok(self.next())
    }
}

fn keeper(source: &Numbered, spawner: Arc<dyn Spawner>) -> Arc<Keeper> {
    let clock = Arc::new(Still(Instant::now()));
    Keeper::new(source.clone().into_tokens(), clock, spawner, Arc::new(Chance::new(Some(7))))
}

#[test]
fn calls_that_are_rejected_at_once_share_one_refresh() {
    model(|| {
        let (source, now) = (Numbered::default(), Instant::now());
        let keeper = keeper(&source, Arc::new(NoSpawner));
        let used = block_on(keeper.token()).unwrap();
        let other = thread::spawn({
            let (keeper, used) = (Arc::clone(&keeper), Arc::clone(&used));
            move || block_on(keeper.replace(&used, now, None)).unwrap().unwrap()
        });
        let fresh = block_on(keeper.replace(&used, now, None)).unwrap().unwrap();
        assert!(Arc::ptr_eq(&fresh, &other.join().unwrap()));
        assert_eq!(source.0.ever.load(Ordering::SeqCst), 2);
    });
}

#[test]
fn a_call_goes_on_where_the_runtime_of_another_is_dropped() {
    model(|| {
        let (source, shelf) = (Numbered::default(), Arc::new(Shelf::default()));
        let keeper = keeper(&source, Arc::clone(&shelf) as Arc<dyn Spawner>);
        // The call that starts the load is dropped; its runtime polls the task once, and is dropped, too.
        glance(keeper.token());
        let task = shelf.task();
        let runtime = thread::spawn(move || glance(task));
        let issued = block_on(keeper.token()).unwrap();
        runtime.join().unwrap();
        assert_eq!(issued.header(), "Bearer token-1", "what has landed is not loaded again");
        assert_eq!(source.0.now.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn tokens_that_are_forgotten_while_they_load_are_used_by_nobody() {
    model(|| {
        let source = Numbered::default();
        let keeper = keeper(&source, Arc::new(NoSpawner));
        let call = thread::spawn({
            let keeper = Arc::clone(&keeper);
            move || block_on(keeper.token())
        });
        keeper.forget();
        let before = source.0.ever.load(Ordering::SeqCst);
        let issued = block_on(keeper.token());
        let _it_had_one_before_or_is_told = call.join().unwrap();
        assert!(issued.is_ok() && before <= 1);
        assert!(source.0.ever.load(Ordering::SeqCst) <= 2);
    });
}
