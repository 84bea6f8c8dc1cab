//! Models of the gate: calls that enter, leave and are cut off while the client closes. `crate::sync` has the command that runs them.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use futures_util::future::{AbortRegistration, Abortable, pending};
use loom::future::block_on;
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use loom::thread;

use super::gate::{Gate, Lasts, Ticket};
use crate::sync::{Mutex, lock, model};

/// Whether what was registered is cut off.
fn is_cut(registration: AbortRegistration) -> bool {
    let work = pin!(Abortable::new(pending::<()>(), registration));
    work.poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

#[test]
fn none_enters_once_the_gate_is_closed() {
    model(|| {
        let (gate, closed) = (Arc::new(Gate::default()), Arc::new(AtomicBool::new(false)));
        let closer = thread::spawn({
            let (gate, closed) = (Arc::clone(&gate), Arc::clone(&closed));
            move || {
                gate.close();
                closed.store(true, Ordering::SeqCst);
            }
        });
        let was_closed = closed.load(Ordering::SeqCst);
        assert!(gate.enter().is_none() || !was_closed);
        closer.join().unwrap();
        assert!(gate.enter().is_none());
    });
}

#[test]
fn nobody_is_inside_of_a_closed_gate_that_has_drained() {
    model(|| {
        let (gate, inside) = (Arc::new(Gate::default()), Arc::new(AtomicUsize::new(0)));
        let caller = thread::spawn({
            let (gate, inside) = (Arc::clone(&gate), Arc::clone(&inside));
            move || {
                let Some(ticket) = gate.enter() else { return };
                inside.fetch_add(1, Ordering::SeqCst);
                inside.fetch_sub(1, Ordering::SeqCst);
                drop(ticket);
            }
        });
        gate.close();
        block_on(gate.drained());
        assert_eq!(inside.load(Ordering::SeqCst), 0);
        caller.join().unwrap();
        assert_eq!(inside.load(Ordering::SeqCst), 0);
    });
}

/// Leaves, and says so just before.
fn leave(ticket: Ticket, leaving: &AtomicUsize) {
    leaving.fetch_add(1, Ordering::SeqCst);
    drop(ticket);
}

fn close(gate: &Gate, leaving: &AtomicUsize) {
    gate.close();
    block_on(gate.drained());
    assert_eq!(leaving.load(Ordering::SeqCst), 2);
}

#[test]
fn whoever_closes_is_woken_when_the_last_has_left_whichever_that_is() {
    model(|| {
        let (gate, leaving) = (Arc::new(Gate::default()), Arc::new(AtomicUsize::new(0)));
        let callers = [(), ()].map(|()| {
            let ((ticket, _), leaving) = (gate.enter().unwrap(), Arc::clone(&leaving));
            thread::spawn(move || leave(ticket, &leaving))
        });
        close(&gate, &leaving);
        for caller in callers {
            caller.join().unwrap();
        }
    });
}

#[test]
fn all_who_close_are_woken_when_the_last_has_left_and_not_before() {
    model(|| {
        let (gate, leaving) = (Arc::new(Gate::default()), Arc::new(AtomicUsize::new(0)));
        let tickets = [(), ()].map(|()| gate.enter().unwrap().0);
        let caller = thread::spawn({
            let leaving = Arc::clone(&leaving);
            move || tickets.into_iter().for_each(|ticket| leave(ticket, &leaving))
        });
        let other = thread::spawn({
            let (gate, leaving) = (Arc::clone(&gate), Arc::clone(&leaving));
            move || close(&gate, &leaving)
        });
        close(&gate, &leaving);
        other.join().unwrap();
        caller.join().unwrap();
    });
}

#[test]
fn a_ticket_that_is_cut_holds_up_none_who_waits() {
    model(|| {
        let gate = Arc::new(Gate::default());
        let (ticket, registration) = gate.enter().unwrap();
        let waiting = thread::spawn({
            let gate = Arc::clone(&gate);
            move || block_on(gate.drained())
        });
        gate.close();
        gate.cut();
        block_on(gate.drained());
        waiting.join().unwrap();
        assert!(is_cut(registration));
        drop(ticket);
    });
}

#[test]
fn what_a_call_leaves_open_while_the_rest_is_cut_is_cut_as_well() {
    model(|| {
        let gate = Arc::new(Gate::default());
        let (ticket, _) = gate.enter().unwrap();
        let caller = thread::spawn(move || (ticket.renew(Lasts::ToItsEnd), ticket));
        gate.cut();
        let (registration, ticket) = caller.join().unwrap();
        assert!(is_cut(registration));
        drop(ticket);
    });
}

#[test]
fn what_never_ends_is_told_of_the_close_and_what_ends_is_not() {
    model(|| {
        let gate = Arc::new(Gate::default());
        let opens = |lasts| {
            let (ticket, _) = gate.enter().unwrap();
            thread::spawn(move || (ticket.renew(lasts), ticket))
        };
        let callers = [opens(Lasts::Forever), opens(Lasts::ToItsEnd)];
        gate.close();
        let kept = callers.map(|caller| caller.join().unwrap());
        assert_eq!(kept.map(|(registration, _ticket)| is_cut(registration)), [true, false]);
        block_on(gate.drained());
    });
}

#[test]
fn each_call_has_a_place_to_itself() {
    model(|| {
        let gate = Arc::new(Gate::default());
        let passing = thread::spawn({
            let gate = Arc::clone(&gate);
            move || drop(gate.enter().unwrap())
        });
        let staying = thread::spawn({
            let gate = Arc::clone(&gate);
            move || gate.enter().unwrap()
        });
        let (ticket, registration) = gate.enter().unwrap();
        passing.join().unwrap();
        let (other, other_registration) = staying.join().unwrap();
        drop(other);
        gate.cut();
        assert!(is_cut(registration) && !is_cut(other_registration));
        drop(ticket);
    });
}

/// Leaves as soon as it is woken, on the thread that wakes it.
struct Leaves(Mutex<Option<Ticket>>);

impl Wake for Leaves {
    fn wake(self: Arc<Self>) {
        let ticket = lock(&self.0).take();
        drop(ticket);
    }
}

#[test]
fn whoever_is_told_may_leave_at_once() {
    model(|| {
        let gate = Arc::new(Gate::default());
        let (ticket, registration) = gate.enter().unwrap();
        let mut work = pin!(Abortable::new(pending::<()>(), registration));
        let waker = Waker::from(Arc::new(Leaves(Mutex::new(Some(ticket)))));
        assert_eq!(work.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Pending);
        let (last, _) = gate.enter().unwrap();
        let waiting = thread::spawn({
            let gate = Arc::clone(&gate);
            move || block_on(gate.drained())
        });
        gate.cut();
        waiting.join().unwrap();
        drop(last);
    });
}
