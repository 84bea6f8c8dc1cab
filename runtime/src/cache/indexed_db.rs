//! Responses in IndexedDB. Enters: keys and what is stored under them. Leaves: the same, as long as there is room. What was used longest ago
//! goes first.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
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
    by_name: BTreeMap<String, Use>,
    bytes: u64,
    /// Used since that was written down.
    touched: BTreeSet<String>,
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

    fn remove(&mut self, name: &str) {
        self.bytes -= self.by_name.remove(name).map_or(0, |former| former.bytes);
        self.touched.remove(name);
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

    /// Forgets what was used longest ago, until there is room; never what has come last.
    fn shrink(&mut self, max_bytes: u64, last: &str) -> Vec<String> {
        if self.bytes <= max_bytes {
            return Vec::new();
        }
        let mut oldest: Vec<_> = self.by_name.iter().filter(|(name, _)| *name != last).collect();
        oldest.sort_by_key(|(_, of)| of.last);
        let mut left = self.bytes;
        let mut gone = Vec::new();
        for (name, of) in oldest {
            if left <= max_bytes {
                break;
            }
            left -= of.bytes;
            gone.push(name.clone());
        }
        gone.iter().for_each(|name| self.remove(name));
        gone
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

    fn change(&self, work: &dyn Fn(&Changes<'_>)) -> BoxFuture<'_, Result<(), BoxError>> {
        let done = self.database.change(STORES, Durability::Relaxed, work);
        Box::pin(async move { Ok(done.await?) })
    }

    /// Forgets what has one of these names.
    fn forget(&self, names: &[String]) -> BoxFuture<'_, Result<(), BoxError>> {
        for name in names {
            self.uses.borrow_mut().remove(name);
        }
        self.change(&|to| names.iter().for_each(|name| remove(name, to)))
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
        let bytes = entry.len() as u64;
        if bytes > self.max_bytes {
            return self.forget(&[name]);
        }
        let (gone, touched) = {
            let mut uses = self.uses.borrow_mut();
            uses.set(name.clone(), Use { bytes, last: 0 });
            uses.touch(&name);
            (uses.shrink(self.max_bytes, &name), uses.touched())
        };
        self.change(&|to| {
            gone.iter().for_each(|name| remove(name, to));
            to.put(RESPONSES, &name.as_str().into(), &value_of(&entry));
            touched.iter().for_each(|(name, of)| to.put(USES, &name.as_str().into(), &of.write()));
        })
    }

    fn remove(&self, key: CacheKey) -> BoxFuture<'_, Result<(), BoxError>> {
        self.forget(&[key.to_string()])
    }

    fn clear(&self, partition: CachePartition) -> BoxFuture<'_, Result<(), BoxError>> {
        Box::pin(async move {
            // By what is there and not by what this page knows of.
            let prefix = format!("{}/", partition.name());
            let names = self.database.all(USES).await?.into_iter().filter_map(|(name, _)| name.as_string());
            self.forget(&names.filter(|name| name.starts_with(&prefix)).collect::<Vec<_>>()).await
        })
    }

    fn size(&self) -> BoxFuture<'_, Result<u64, BoxError>> {
        Box::pin(std::future::ready(Ok(self.uses.borrow().bytes)))
    }
}
