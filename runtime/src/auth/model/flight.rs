//! Models of one flight.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use loom::future::block_on;
use loom::sync::atomic::Ordering;
use loom::thread;

use super::super::board::Driver;
use super::super::flight::Flight;
use super::{Bell, Shelf, Tally, glance, work};
use crate::clock::NoSpawner;
use crate::sync::model;

#[test]
fn all_who_drive_a_flight_see_it_land() {
    model(|| {
        let (tally, bell) = (Arc::default(), Arc::default());
        let flight = Flight::new(work(&tally, &bell), Driver::Waiters);
        let other = thread::spawn({
            let flight = flight.clone();
            move || block_on(flight.wait())
        });
        let ringer = thread::spawn(move || bell.ring());
        assert_eq!(block_on(flight.wait()), Some(7));
        assert_eq!(other.join().unwrap(), Some(7));
        ringer.join().unwrap();
        assert_eq!(tally.ever.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn one_who_is_never_polled_again_holds_up_nobody() {
    model(|| {
        let (tally, bell) = (Arc::default(), Arc::default());
        let flight = Flight::new(work(&tally, &bell), Driver::Waiters);
        let idle = thread::spawn({
            let flight = flight.clone();
            move || {
                let mut wait = flight.wait();
                let _either_will_do = pin!(&mut wait).poll(&mut Context::from_waker(Waker::noop()));
                wait
            }
        });
        let ringer = thread::spawn(move || bell.ring());
        assert_eq!(block_on(flight.wait()), Some(7));
        ringer.join().unwrap();
        drop(idle.join().unwrap());
    });
}

#[test]
fn a_task_drives_a_flight_for_all() {
    model(|| {
        let (tally, bell) = (Arc::default(), Arc::default());
        let (flight, shelf) = (Flight::new(work(&tally, &bell), Driver::task()), Shelf::default());
        assert!(flight.launch(&shelf));
        let task = shelf.task();
        let driver = thread::spawn(move || block_on(task));
        let ringer = thread::spawn(move || bell.ring());
        assert_eq!(block_on(flight.wait()), Some(7));
        driver.join().unwrap();
        ringer.join().unwrap();
    });
}

#[test]
fn a_task_that_is_dropped_wakes_all_and_one_begins_anew() {
    model(|| {
        let (tally, bell): (Arc<Tally>, Arc<Bell>) = (Arc::default(), Arc::default());
        let (flight, shelf) = (Flight::new(work(&tally, &bell), Driver::task()), Shelf::default());
        assert!(flight.launch(&shelf));
        let task = shelf.task();
        let runtime = thread::spawn(move || glance(task));
        assert_eq!(block_on(flight.wait()), None);
        bell.ring();
        assert_eq!(block_on(Flight::new(work(&tally, &bell), Driver::Waiters).wait()), Some(7));
        runtime.join().unwrap();
    });
}

#[test]
fn a_task_that_does_not_answer_is_given_up_and_never_polls_the_work_again() {
    model(|| {
        let (tally, bell): (Arc<Tally>, Arc<Bell>) = (Arc::default(), Arc::default());
        let (flight, shelf) = (Flight::new(work(&tally, &bell), Driver::task()), Shelf::default());
        assert!(flight.launch(&shelf));
        let mut task = shelf.task();
        let runtime = thread::spawn(move || {
            // Awakes just when it is given up.
            let _either_will_do = task.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            let _either_will_do = task.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        });
        // None where the task is gone already, and the work with it.
        if let Some(polls) = flight.knock() {
            flight.give_up(polls);
        }
        assert_eq!(block_on(flight.wait()), None);
        bell.ring();
        assert_eq!(block_on(Flight::new(work(&tally, &bell), Driver::Waiters).wait()), Some(7));
        runtime.join().unwrap();
    });
}

#[test]
fn a_task_that_is_given_back_is_driven_by_those_who_wait() {
    model(|| {
        let (tally, bell) = (Arc::default(), Arc::default());
        let flight = Flight::new(work(&tally, &bell), Driver::task());
        let other = thread::spawn({
            let flight = flight.clone();
            move || block_on(flight.wait())
        });
        assert!(!flight.launch(&NoSpawner));
        bell.ring();
        assert_eq!((block_on(flight.wait()), other.join().unwrap()), (Some(7), Some(7)));
    });
}

#[test]
fn a_flight_that_is_cut_ends_so_for_all_or_has_landed_before() {
    model(|| {
        let (tally, bell): (Arc<Tally>, Arc<Bell>) = (Arc::default(), Arc::default());
        bell.ring();
        let flight = Flight::new(work(&tally, &bell), Driver::Waiters);
        let other = thread::spawn({
            let flight = flight.clone();
            move || block_on(flight.wait())
        });
        flight.cut(0);
        let landed = flight.is_over();
        let end = block_on(flight.wait());
        assert!(end == Some(0) || landed && end == Some(7));
        assert_eq!(other.join().unwrap(), end);
        assert_eq!(tally.now.load(Ordering::SeqCst), 0, "the work is dropped");
    });
}
