//! Models of flights: calls that ask for one thing, wait for one another, go away and store, while something is invalidated. `crate::sync` has
//! the command that runs them.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use loom::future::block_on;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;
use url::Url;

use super::flights::{Flight, Flights, Joined, Question};
use super::key::{CacheKey, CachePartition};
use crate::sync::model;

fn question() -> Question {
    let partition = CachePartition::new(None, 0);
    (CacheKey::new(partition, &Url::parse("http://h/").unwrap()), None)
}

/// One who asks, or waits for whoever does and asks then unless it is `answered`; with what it has asked.
fn call(flights: &Arc<Flights>, question: Question, answered: &AtomicUsize) -> Option<Flight> {
    match flights.join(question) {
        Joined::Leads(flight) | Joined::Alone(flight) => Some(flight),
        Joined::Follows(leader) => {
            block_on(flights.landed(leader));
            (answered.load(Ordering::SeqCst) == 0).then(|| flights.alone(question.0))
        }
    }
}

/// Polls once, and lets go.
fn glance(future: impl Future) {
    let _either_will_do = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
}

#[test]
fn all_who_wait_for_a_flight_are_woken_and_find_what_it_has_brought() {
    let question = question();
    model(move || {
        let (flights, answered) = (Arc::<Flights>::default(), Arc::new(AtomicUsize::new(0)));
        let others: Vec<_> = (0..2)
            .map(|_| {
                let (flights, answered) = (Arc::clone(&flights), Arc::clone(&answered));
                thread::spawn(move || {
                    if let Some(_flight) = call(&flights, question, &answered) {
                        answered.fetch_add(1, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        if let Some(_flight) = call(&flights, question, &answered) {
            answered.fetch_add(1, Ordering::SeqCst);
        }
        others.into_iter().for_each(|other| other.join().unwrap());
        assert!(answered.load(Ordering::SeqCst) >= 1 && flights.is_idle());
    });
}

#[test]
fn where_the_first_goes_away_another_one_asks() {
    let question = question();
    model(move || {
        let (flights, answered) = (Arc::<Flights>::default(), Arc::new(AtomicUsize::new(0)));
        let Joined::Leads(first) = flights.join(question) else { panic!("there is nobody else") };
        let other = thread::spawn({
            let (flights, answered) = (Arc::clone(&flights), Arc::clone(&answered));
            move || drop(call(&flights, question, &answered).unwrap())
        });
        drop(first);
        other.join().unwrap();
        assert!(flights.is_idle());
    });
}

#[test]
fn one_who_no_longer_waits_holds_up_nobody() {
    let question = question();
    model(move || {
        let flights = Arc::<Flights>::default();
        let Joined::Leads(first) = flights.join(question) else { panic!("there is nobody else") };
        let waiting = [false, true].map(|stays| {
            let flights = Arc::clone(&flights);
            thread::spawn(move || match flights.join(question) {
                Joined::Follows(leader) if stays => block_on(flights.landed(leader)),
                Joined::Follows(leader) => glance(flights.landed(leader)),
                Joined::Leads(flight) | Joined::Alone(flight) => drop(flight),
            })
        });
        drop(first);
        waiting.into_iter().for_each(|one| one.join().unwrap());
        assert!(flights.is_idle());
    });
}

#[test]
fn what_one_who_goes_alone_stores_is_waited_for() {
    let question = question();
    model(move || {
        let (flights, stored) = (Arc::<Flights>::default(), Arc::new(AtomicUsize::new(0)));
        let mut alone = flights.alone(question.0);
        let other = thread::spawn({
            let (flights, stored) = (Arc::clone(&flights), Arc::clone(&stored));
            move || match flights.join(question) {
                Joined::Follows(leader) => {
                    assert!(leader.is_storing);
                    block_on(flights.landed(leader));
                    assert_eq!(stored.load(Ordering::SeqCst), 1);
                }
                Joined::Leads(flight) | Joined::Alone(flight) => drop(flight),
            }
        });
        alone.stores(question);
        stored.store(1, Ordering::SeqCst);
        drop(alone);
        other.join().unwrap();
        assert!(flights.is_idle());
    });
}

#[test]
fn nothing_is_stored_once_it_was_cleared_and_what_was_is_cleared() {
    let question = question();
    model(move || {
        let (flights, stored) = (Arc::<Flights>::default(), Arc::new(AtomicUsize::new(0)));
        let storing: Vec<_> = (1..3)
            .map(|number| {
                // Asked before all is cleared.
                let (flight, stored) = (flights.alone(question.0), Arc::clone(&stored));
                thread::spawn(move || {
                    if let Some(_putting) = flight.puts() {
                        stored.store(number, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        block_on(flights.spoil_partition(question.0.partition()));
        stored.store(0, Ordering::SeqCst);
        storing.into_iter().for_each(|one| one.join().unwrap());
        assert_eq!(stored.load(Ordering::SeqCst), 0);
        assert!(flights.is_idle());
    });
}
