//! Entries in IndexedDB. Enters: the name of a database, changes. Leaves: a store whose promises hold when the page is gone, or the browser.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::entry::EntryId;
use super::store::{Change, Loaded, OutboxError, OutboxErrorKind, OutboxStore, Recovery, Stored};
use crate::clock::{BrowserClock, Clock};
use crate::database::{Changes, Database, DatabaseError, Durability, bytes_of, value_of};
use crate::future::BoxFuture;

/// By number: what was put, what has become of it; and under one key of its own, the next number.
const STORES: &[&str] = &[ENTRIES, MARKS, NEXT];
const ENTRIES: &str = "entries";
const MARKS: &str = "marks";
const NEXT: &str = "next";

/// How often a lock is asked for that another page has.
const TRIES: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(50);

#[wasm_bindgen]
extern "C" {
    /// Web Locks (<https://w3c.github.io/web-locks/>); none where the page is no secure context.
    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = locks)]
    static LOCKS: Option<Locks>;

    #[derive(Clone)]
    type Locks;
    #[wasm_bindgen(method)]
    fn request(this: &Locks, name: &str, options: &Object, granted: &Function) -> Promise;
}

/// A database that is opened when it is loaded, by one page or worker at a time.
#[derive(Debug)]
pub(super) struct IndexedDbStore {
    name: String,
    open: Rc<RefCell<Option<Open>>>,
}

#[derive(Debug)]
struct Open {
    database: Database,
    /// Higher than any number so far.
    next: Cell<u64>,
    _lock: Lock,
}

impl IndexedDbStore {
    pub(super) fn new(name: String) -> Self {
        Self { name, open: Rc::default() }
    }
}

impl OutboxStore for IndexedDbStore {
    fn load(&self) -> BoxFuture<'static, Result<Loaded, OutboxError>> {
        let (name, open) = (format!("{} outbox", self.name), Rc::clone(&self.open));
        Box::pin(async move {
            let lock = Lock::take(&name).await?;
            let database = Database::open(&name, STORES).await.map_err(refused)?;
            let loaded = load(&database).await?;
            *open.borrow_mut() = Some(Open { database, next: Cell::new(loaded.next), _lock: lock });
            Ok(loaded)
        })
    }

    fn apply(&self, changes: Vec<Change>) -> BoxFuture<'static, Result<(), OutboxError>> {
        let done = match self.open.borrow().as_ref() {
            Some(open) => Ok(open.database.change(STORES, Durability::Strict, &|to| put(&changes, &open.next, to))),
            None => Err(OutboxError::new(OutboxErrorKind::Io, "the outbox is not open")),
        };
        Box::pin(async move { done?.await.map_err(refused) })
    }
}

fn put(changes: &[Change], next: &Cell<u64>, to: &Changes<'_>) {
    for change in changes {
        match change {
            Change::Put(id, entry) => {
                to.put(ENTRIES, &key(*id), &value_of(entry));
                to.remove(MARKS, &key(*id));
                // One that is there already may be put anew, with other content.
                next.set(next.get().max(id.get() + 1));
                to.put(NEXT, &NEXT.into(), &number(next.get()));
            }
            Change::Mark(id, mark) => to.put(MARKS, &key(*id), &value_of(mark)),
            Change::Remove(id) => {
                to.remove(ENTRIES, &key(*id));
                to.remove(MARKS, &key(*id));
            }
        }
    }
}

async fn load(database: &Database) -> Result<Loaded, OutboxError> {
    let (entries, marks, next) = (database.all(ENTRIES), database.all(MARKS), database.all(NEXT));
    let (entries, marks) = (entries.await.map_err(refused)?, marks.await.map_err(refused)?);
    let next = next.await.map_err(refused)?.first().and_then(|(_, next)| id_of(next)).unwrap_or(1);
    // What was said of entries that were gone by then.
    let is_orphan = |of: &JsValue| entries.iter().all(|(key, _)| key != of);
    let orphans: Vec<_> = marks.iter().map(|(of, _)| of).filter(|of| is_orphan(of)).collect();
    if !orphans.is_empty() {
        let forget = |to: &Changes<'_>| orphans.iter().for_each(|of| to.remove(MARKS, of));
        database.change(&[MARKS], Durability::Strict, &forget).await.map_err(refused)?;
    }
    let (mut loaded, mut recovery) = (Vec::new(), Recovery::default());
    for (key, entry) in &entries {
        let Some(id) = id_of(key).map(EntryId::new) else { continue };
        let mark = marks.iter().find(|(of, _)| of == key).and_then(|(_, mark)| bytes_of(mark)).unwrap_or_default();
        match bytes_of(entry) {
            Some(entry) => loaded.push(Stored { id, entry, mark }),
            None => recovery.unreadable.push(id),
        }
    }
    Ok(Loaded { entries: loaded, next, recovery })
}

/// Numbers of JavaScript are exact up to 2^53, which no outbox gets to.
fn number(number: u64) -> JsValue {
    JsValue::from_f64(number as f64)
}

fn key(id: EntryId) -> JsValue {
    number(id.get())
}

fn id_of(value: &JsValue) -> Option<u64> {
    value.as_f64().map(|number| number as u64)
}

fn refused(error: DatabaseError) -> OutboxError {
    let kind = if error.is_full { OutboxErrorKind::Full } else { OutboxErrorKind::Io };
    OutboxError::new(kind, "IndexedDB").caused_by(error)
}

/// What only one page of an origin has at a time. The browser takes it back when the page is gone, however that comes about.
#[derive(Debug)]
struct Lock(Function);

impl Lock {
    /// Takes it, where nobody has it or whoever has is about to let go, as a page does that is loaded anew.
    async fn take(name: &str) -> Result<Self, OutboxError> {
        let Some(locks) = LOCKS.with(Clone::clone) else {
            let why = "a page has locks by https and on this machine alone (Web Locks), and an outbox needs one";
            return Err(OutboxError::new(OutboxErrorKind::Io, why));
        };
        for _ in 0..TRIES {
            if let Some(release) = ask(&locks, name).await.map_err(|thrown| refused(thrown.into()))? {
                return Ok(Self(release));
            }
            BrowserClock.sleep(BETWEEN).await;
        }
        Err(OutboxError::new(OutboxErrorKind::InUse, "another page has the outbox"))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.0.call0(&JsValue::UNDEFINED));
    }
}

/// What lets go of the lock, where nobody else has it. It is held for as long as a promise is open that the browser is given for it.
async fn ask(locks: &Locks, name: &str) -> Result<Option<Function>, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into())?;
    let held = Rc::new(RefCell::new(None));
    let mut asked = JsValue::UNDEFINED;
    let answered = Promise::new(&mut |answer, _| {
        let held = Rc::clone(&held);
        let granted = Closure::once_into_js(move |lock: JsValue| {
            let hold = match lock.is_null() {
                true => JsValue::UNDEFINED,
                false => Promise::new(&mut |release, _| *held.borrow_mut() = Some(release)).into(),
            };
            drop(answer.call0(&JsValue::UNDEFINED));
            hold
        });
        asked = locks.request(name, &options, granted.unchecked_ref()).into();
    });
    // What was asked is done when the lock is let go; before that only where it is refused altogether.
    JsFuture::from(Promise::race(&Array::of2(&answered, &asked))).await?;
    Ok(held.take())
}
