//! Models of the budget: calls that take permits of one bucket, spend them and give them back. `crate::sync` has the command that runs them.

use std::sync::Arc;

use http::Uri;
use loom::thread;

use super::budget::{Bucket, Budgets};
use crate::sync::model;

fn server() -> Uri {
    Uri::from_static("http://localhost/")
}

fn bucket(capacity: u32) -> Arc<Bucket> {
    Budgets::new(capacity).bucket(&server()).unwrap()
}

/// What is left of it.
fn left(bucket: &Arc<Bucket>) -> u32 {
    let mut tokens = 0;
    while let Some(_spent) = bucket.take(1) {
        tokens += 1;
    }
    tokens
}

#[test]
fn permits_never_cost_more_than_there_is() {
    model(|| {
        let bucket = bucket(5);
        let takers = [2, 2].map(|cost| {
            let bucket = Arc::clone(&bucket);
            thread::spawn(move || bucket.take(cost).is_some())
        });
        let own = bucket.take(2).is_some();
        let taken = takers.map(|taker| taker.join().unwrap()).into_iter().chain([own]).filter(|taken| *taken).count();
        assert_eq!(taken, 2, "two of three");
        assert_eq!(left(&bucket), 1);
    });
}

#[test]
fn what_is_given_back_is_there_once_and_what_is_spent_is_not() {
    model(|| {
        let bucket = bucket(4);
        let succeeds = thread::spawn({
            let bucket = Arc::clone(&bucket);
            move || bucket.take(2).unwrap().refund()
        });
        let fails = thread::spawn({
            let bucket = Arc::clone(&bucket);
            move || drop(bucket.take(1).unwrap())
        });
        drop(bucket.take(1).unwrap());
        succeeds.join().unwrap();
        fails.join().unwrap();
        assert_eq!(left(&bucket), 2);
    });
}

#[test]
fn there_is_never_more_than_the_capacity() {
    model(|| {
        let bucket = bucket(3);
        let permit = bucket.take(2).unwrap();
        let succeeds = thread::spawn(move || permit.refund());
        let gives = thread::spawn({
            let bucket = Arc::clone(&bucket);
            move || bucket.give(2)
        });
        let more_than_there_can_be = bucket.take(4);
        assert!(more_than_there_can_be.is_none());
        succeeds.join().unwrap();
        gives.join().unwrap();
        assert_eq!(left(&bucket), 3);
    });
}

#[test]
fn all_who_ask_one_server_share_one_bucket() {
    model(|| {
        let budgets = Arc::new(Budgets::new(2));
        let other = thread::spawn({
            let budgets = Arc::clone(&budgets);
            move || budgets.bucket(&server()).unwrap()
        });
        let own = budgets.bucket(&server()).unwrap();
        assert!(Arc::ptr_eq(&own, &other.join().unwrap()));
    });
}
