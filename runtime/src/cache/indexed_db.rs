//! Responses in IndexedDB. Enters: keys and what is stored under them. Leaves: the same, as long as there is room. What was used longest ago
//! goes first.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_time::{SystemTime, UNIX_EPOCH};

use super::entry::CacheEntry;
use super::key::{CacheKey, CachePartition};
use super::store::CacheStore;
use crate::database::{Changes, Database, DatabaseError, Durability, bytes_of, value_of};
use crate::future::{BoxError, BoxFuture};

/// By the name of a key: the responses; and how many bytes they are, and when they were used last.
const STORES: &[&str] = &[RESPONSES, USES];
const RESPONSES: &str = "responses";
const USES: &str = "uses";

/// Another page that has the same database keeps books of its own: what both put there may be beyond the limit until one of them is opened
/// anew.
#[derive(Debug)]
pub(super) struct IndexedDb {
    database: Database,
    max_bytes: u64,
    uses: Rc<RefCell<Uses>>,
}

/// What is there, by the name of its key.
#[derive(Debug, Default)]
struct Uses {
    by_name: HashMap<String, Use>,
    bytes: u64,
    /// Used since that was written down.
    touched: HashSet<String>,
    /// The last of those that are being put under a name, unless it was removed since.
    coming: HashMap<String, u64>,
    /// The number of the next that is put.
    next: u64,
}

/// What the books are to say again where the database has not followed.
#[derive(Debug, Default)]
struct Undo {
    gone: Vec<(String, Use)>,
    touched: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
struct Use {
    bytes: u64,
    /// In milliseconds since the epoch.
    last: u64,
}

impl Uses {
    fn set(&mut self, name: String, of: Use) {
        self.remove(&name);
        self.bytes += of.bytes;
        self.by_name.insert(name, of);
    }

    fn remove(&mut self, name: &str) -> Option<Use> {
        let former = self.by_name.remove(name);
        self.bytes -= former.map_or(0, |former| former.bytes);
        self.touched.remove(name);
        former
    }

    fn remove_all(&mut self, names: &[String]) -> Vec<(String, Use)> {
        names.iter().filter_map(|name| Some((name.clone(), self.remove(name)?))).collect()
    }

    fn touch(&mut self, name: &str) {
        if let Some(of) = self.by_name.get_mut(name) {
            of.last = now();
            self.touched.insert(name.to_owned());
        }
    }

    /// What is to be written down of uses.
    fn touched(&mut self) -> Vec<(String, Use)> {
        let touched = std::mem::take(&mut self.touched).into_iter();
        touched.filter_map(|name| self.by_name.get(&name).copied().map(|of| (name, of))).collect()
    }

    /// What was used longest ago, of so many bytes at least where there is that much, but for `last`.
    fn oldest(&self, bytes: u64, last: &str) -> Vec<String> {
        let mut oldest: Vec<_> = self.by_name.iter().filter(|(name, _)| *name != last).collect();
        oldest.sort_by_key(|(_, of)| of.last);
        let mut found = 0;
        let chosen = oldest.into_iter().take_while(|(_, of)| {
            let is_wanted = found < bytes;
            found += of.bytes;
            is_wanted
        });
        chosen.map(|(name, _)| name.clone()).collect()
    }

    /// What was not done is not said to be; what has come since stays.
    fn undo(&mut self, undo: Undo) {
        for (name, of) in undo.gone {
            if !self.by_name.contains_key(&name) {
                self.set(name, of);
            }
        }
        let (touched, by_name) = (&mut self.touched, &self.by_name);
        touched.extend(undo.touched.into_iter().filter(|name| by_name.contains_key(name)));
    }

    /// Whether nothing has been put under that name, or removed, since `number` was.
    fn is_coming(&self, name: &str, number: u64) -> bool {
        self.coming.get(name) == Some(&number)
    }
}

impl Use {
    fn write(self) -> JsValue {
        Array::of2(&(self.bytes as f64).into(), &(self.last as f64).into()).into()
    }

    fn read(value: &JsValue) -> Option<Self> {
        let pair = value.dyn_ref::<Array>()?;
        Some(Self { bytes: pair.get(0).as_f64()? as u64, last: pair.get(1).as_f64()? as u64 })
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

impl IndexedDb {
    pub(super) async fn open(name: &str, max_bytes: u64) -> Result<Self, DatabaseError> {
        let database = Database::open(&format!("{name} cache"), STORES).await?;
        let mut uses = Uses::default();
        for (name, of) in database.all(USES).await? {
            if let (Some(name), Some(of)) = (name.as_string(), Use::read(&of)) {
                uses.set(name, of);
            }
        }
        Ok(Self { database, max_bytes, uses: Rc::new(RefCell::new(uses)) })
    }

    fn change(&self, work: &dyn Fn(&Changes<'_>)) -> impl Future<Output = Result<(), DatabaseError>> + use<> {
        self.database.change(STORES, Durability::Relaxed, work)
    }

    /// Removes what has one of these names. It is on its way when this returns.
    fn delete(&self, names: &[String]) -> impl Future<Output = Result<(), DatabaseError>> + use<> {
        let uses = Rc::clone(&self.uses);
        let gone = uses.borrow_mut().remove_all(names);
        let done = self.change(&|to| names.iter().for_each(|name| remove(name, to)));
        async move {
            let done = done.await;
            if done.is_err() {
                uses.borrow_mut().undo(Undo { gone, touched: Vec::new() });
            }
            done
        }
    }

    /// Forgets what has one of these names, and what is on its way there.
    fn forget(&self, names: &[String]) -> BoxFuture<'static, Result<(), BoxError>> {
        for name in names {
            self.uses.borrow_mut().coming.remove(name);
        }
        let done = self.delete(names);
        Box::pin(async move { Ok(done.await?) })
    }

    /// Writes an entry in place of what has that name, and removes what there is no room for then. It is on its way when this returns.
    fn write(&self, name: &str, entry: &[u8]) -> impl Future<Output = Result<(), DatabaseError>> + use<> {
        let uses = Rc::clone(&self.uses);
        let (undo, written) = {
            let mut books = uses.borrow_mut();
            books.set(name.to_owned(), Use { bytes: entry.len() as u64, last: 0 });
            books.touch(name);
            let names = books.oldest(books.bytes.saturating_sub(self.max_bytes), name);
            (Undo { gone: books.remove_all(&names), touched: Vec::new() }, books.touched())
        };
        let done = self.change(&|to| {
            undo.gone.iter().for_each(|(name, _)| remove(name, to));
            to.put(RESPONSES, &name.into(), &value_of(entry));
            written.iter().for_each(|(name, of)| to.put(USES, &name.as_str().into(), &of.write()));
        });
        async move {
            let done = done.await;
            if done.is_err() {
                let touched = written.into_iter().map(|(name, _)| name).collect();
                uses.borrow_mut().undo(Undo { touched, ..undo });
            }
            done
        }
    }

    /// Goes on once an entry has not been written: it goes from the books, and what it was to replace from the database. Where the browser has no
    /// room, what was used longest ago goes too, and the entry is written once more.
    async fn write_again(
        &self,
        (name, number): (String, u64),
        entry: &[u8],
        error: DatabaseError,
    ) -> Result<(), DatabaseError> {
        let has_come_since = || !self.uses.borrow().is_coming(&name, number);
        if has_come_since() {
            return Err(error);
        }
        let mut names = vec![name.clone()];
        {
            let mut books = self.uses.borrow_mut();
            books.remove(&name);
            if error.is_full {
                // Somewhat more than has to go, so that not each that comes meets with this.
                names.extend(books.oldest((entry.len() as u64).max(books.bytes / 10), &name));
            }
        }
        self.delete(&names).await?;
        if !error.is_full || has_come_since() {
            return Err(error);
        }
        let written = self.write(&name, entry).await;
        if written.is_err() && !has_come_since() {
            self.uses.borrow_mut().remove(&name);
        }
        written
    }
}

fn remove(name: &str, to: &Changes<'_>) {
    to.remove(RESPONSES, &name.into());
    to.remove(USES, &name.into());
}

impl CacheStore for IndexedDb {
    fn get(&self, key: CacheKey) -> BoxFuture<'_, Result<Option<CacheEntry>, BoxError>> {
        Box::pin(async move {
            let name = key.to_string();
            let Some(value) = self.database.get(RESPONSES, &name.as_str().into()).await? else { return Ok(None) };
            let entry = bytes_of(&value).as_ref().and_then(CacheEntry::from_bytes);
            match entry {
                // Written down with the next change: a read is not worth one of its own.
                Some(_) => self.uses.borrow_mut().touch(&name),
                None => self.forget(&[name]).await?,
            }
            Ok(entry)
        })
    }

    fn put(&self, key: CacheKey, entry: CacheEntry) -> BoxFuture<'_, Result<(), BoxError>> {
        let (name, entry) = (key.to_string(), entry.to_bytes());
        if entry.len() as u64 > self.max_bytes {
            return self.forget(&[name]);
        }
        let number = {
            let books = &mut *self.uses.borrow_mut();
            books.next += 1;
            books.coming.insert(name.clone(), books.next);
            books.next
        };
        let written = self.write(&name, &entry);
        Box::pin(async move {
            let written = match written.await {
                Ok(()) => Ok(()),
                Err(error) => self.write_again((name.clone(), number), &entry, error).await,
            };
            let books = &mut *self.uses.borrow_mut();
            if books.is_coming(&name, number) {
                books.coming.remove(&name);
            }
            Ok(written?)
        })
    }

    fn remove(&self, key: CacheKey) -> BoxFuture<'_, Result<(), BoxError>> {
        self.forget(&[key.to_string()])
    }

    fn clear(&self, partition: CachePartition) -> BoxFuture<'_, Result<(), BoxError>> {
        let prefix = format!("{}/", partition.name());
        // Nothing of it is tried again from now on.
        self.uses.borrow_mut().coming.retain(|name, _| !name.starts_with(&prefix));
        Box::pin(async move {
            // By what is there and not by what this page knows of.
            let names = self.database.all(USES).await?.into_iter().filter_map(|(name, _)| name.as_string());
            self.forget(&names.filter(|name| name.starts_with(&prefix)).collect::<Vec<_>>()).await
        })
    }

    fn size(&self) -> BoxFuture<'_, Result<u64, BoxError>> {
        Box::pin(std::future::ready(Ok(self.uses.borrow().bytes)))
    }
}
