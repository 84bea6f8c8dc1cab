//! Models of the gate and of tasks: calls that enter, leave, wait and are cut off while the client closes, tasks that end meanwhile.
//! `crate::sync` has the command that runs them.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use futures_util::future::{AbortRegistration, Abortable, pending, ready};
use loom::future::block_on;
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use loom::thread;

use super::gate::{Closed, Gate, Lasts, Ticket};
use super::tasks::Tasks;
use crate::clock::{NoSpawner, Spawner};
use crate::future::BoxFuture;
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

#[test]
fn whoever_waits_to_begin_something_is_told_of_the_close() {
    model(|| {
        let gate = Arc::new(Gate::default());
        let waiting = thread::spawn({
            let gate = Arc::clone(&gate);
            move || block_on(gate.while_open(pending::<()>()))
        });
        gate.close();
        assert_eq!(waiting.join().unwrap(), Err(Closed));
        assert_eq!(block_on(gate.while_open(ready(7))), Ok(7), "what is there asks nobody");
    });
}

#[test]
fn one_who_stops_waiting_while_it_is_told_takes_nothing_from_the_others() {
    model(|| {
        let gate = Arc::new(Gate::default());
        let stops = thread::spawn({
            let gate = Arc::clone(&gate);
            move || {
                let mut closing = pin!(gate.closing());
                let _either_will_do = closing.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            }
        });
        let waiting = thread::spawn({
            let gate = Arc::clone(&gate);
            move || block_on(gate.closing())
        });
        gate.close();
        stops.join().unwrap();
        waiting.join().unwrap();
    });
}

/// Runs a task on a thread of its own.
#[derive(Debug)]
struct Threads;

impl Spawner for Threads {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        thread::spawn(move || block_on(task));
        None
    }
}

/// Alive until it is dropped.
struct Alive(Arc<AtomicUsize>);

impl Alive {
    fn of(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A task of two polls.
fn task(alive: Alive) -> BoxFuture<'static, ()> {
    let mut is_first = true;
    Box::pin(std::future::poll_fn(move |cx| {
        let _one = &alive;
        cx.waker().wake_by_ref();
        if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }
    }))
}

#[test]
fn none_of_two_tasks_is_alive_once_they_are_gone_whichever_was_the_last() {
    model(|| {
        let (tasks, count) = (Tasks::new(Arc::new(Threads)), Arc::new(AtomicUsize::new(0)));
        for _ in 0..2 {
            assert!(tasks.spawn(task(Alive::of(&count))).is_none());
        }
        block_on(tasks.ended());
        assert_eq!(count.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn a_task_that_is_cut_off_is_gone_soon_and_none_begins_behind_it() {
    model(|| {
        let (tasks, count) = (Tasks::new(Arc::new(Threads)), Arc::new(AtomicUsize::new(0)));
        assert!(tasks.spawn(task(Alive::of(&count))).is_none());
        tasks.cut();
        block_on(tasks.gone());
        assert_eq!(count.load(Ordering::SeqCst), 0);
        let refused = tasks.spawn(task(Alive::of(&count)));
        assert!(refused.is_some());
        block_on(tasks.gone());
    });
}

#[test]
fn a_task_that_is_given_back_is_none_of_the_client() {
    model(|| {
        let (tasks, count) = (Tasks::new(Arc::new(NoSpawner)), Arc::new(AtomicUsize::new(0)));
        let refused = tasks.spawn(task(Alive::of(&count))).unwrap();
        block_on(tasks.ended());
        assert_eq!(count.load(Ordering::SeqCst), 1);
        block_on(refused);
        assert_eq!(count.load(Ordering::SeqCst), 0);
    });
}
