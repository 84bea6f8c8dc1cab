//! IndexedDB, as far as stores need it (Indexed Database API 3.0, <https://www.w3.org/TR/IndexedDB-3/>). Enters: changes of values under keys.
//! Leaves: that they were made, all of them or none. What the values are is not its business.

use std::cell::RefCell;
use std::fmt;

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

#[wasm_bindgen]
extern "C" {
    /// With an option that web-sys does not know.
    type Durable;
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn begin(this: &Durable, stores: &Array, mode: &str, options: &Object) -> Result<IdbTransaction, JsValue>;

    // Of the global object, whatever it is.
    #[wasm_bindgen(thread_local_v2, js_name = indexedDB)]
    static FACTORY: Option<IdbFactory>;
}

/// A database of this origin, with object stores whose keys are given with each value. It is closed with this.
pub(crate) struct Database(IdbDatabase);

/// What the browser has thrown, in its words.
#[derive(Debug)]
pub(crate) struct DatabaseError {
    message: String,
    /// There is no room.
    pub(crate) is_full: bool,
}

/// How sure it has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// It is on the disk.
    #[cfg(feature = "outbox")]
    Strict,
    /// The system has it.
    #[cfg(feature = "cache")]
    Relaxed,
}

impl Database {
    /// Opens the database of that name, and makes it where there is none, with these object stores.
    pub(crate) async fn open(name: &str, stores: &'static [&'static str]) -> Result<Self, DatabaseError> {
        let factory = FACTORY.with(Clone::clone).ok_or_else(|| DatabaseError::new("there is no IndexedDB here"))?;
        let request = factory.open_with_u32(name, 1)?;
        let made = {
            let request = request.clone();
            Closure::once(move || make(&request, stores))
        };
        request.set_onupgradeneeded(Some(made.as_ref().unchecked_ref()));
        let opened = result(&request).await?;
        request.set_onupgradeneeded(None);
        let database = opened.dyn_into::<IdbDatabase>().map_err(DatabaseError::from)?;
        Ok(Self(database))
    }

    /// Makes changes in one transaction. They are on their way when this returns, whether or not the future is polled; it is done once they
    /// are made.
    pub(crate) fn change(
        &self,
        stores: &[&str],
        durability: Durability,
        work: &dyn Fn(&Changes<'_>),
    ) -> impl Future<Output = Result<(), DatabaseError>> + use<> {
        let begun = self.begin(stores, "readwrite", durability);
        let done = begun.and_then(|transaction| {
            let changes = Changes { transaction: &transaction, failed: RefCell::default() };
            work(&changes);
            let done = completion(&transaction);
            match changes.failed.into_inner() {
                None => Ok((transaction, JsFuture::from(done))),
                Some(failed) => {
                    drop(transaction.abort());
                    Err(failed)
                }
            }
        });
        async move {
            let (transaction, done) = done?;
            match done.await {
                Ok(_) => Ok(()),
                Err(event) => Err(transaction.error().map_or(event, JsValue::from).into()),
            }
        }
    }

    /// The value under a key.
    #[cfg(feature = "cache")]
    pub(crate) async fn get(&self, store: &str, key: &JsValue) -> Result<Option<JsValue>, DatabaseError> {
        let value = result(&self.reading(store)?.get(key)?).await?;
        Ok((!value.is_undefined()).then_some(value))
    }

    /// All keys of a store, and the value of each, in the order of the keys.
    pub(crate) async fn all(&self, store: &str) -> Result<Vec<(JsValue, JsValue)>, DatabaseError> {
        let store = self.reading(store)?;
        // Both asked before either is awaited, so that one transaction sees both.
        let (keys, values) = (store.get_all_keys()?, store.get_all()?);
        let (keys, values) = (result(&keys), result(&values));
        let (keys, values) = (Array::from(&keys.await?), Array::from(&values.await?));
        Ok(keys.iter().zip(values.iter()).collect())
    }

    fn reading(&self, store: &str) -> Result<IdbObjectStore, DatabaseError> {
        Ok(self.0.transaction_with_str(store)?.object_store(store)?)
    }

    fn begin(&self, stores: &[&str], mode: &str, durability: Durability) -> Result<IdbTransaction, DatabaseError> {
        let options = Object::new();
        let durability = match durability {
            #[cfg(feature = "outbox")]
            Durability::Strict => "strict",
            #[cfg(feature = "cache")]
            Durability::Relaxed => "relaxed",
        };
        Reflect::set(&options, &"durability".into(), &durability.into())?;
        let stores = stores.iter().copied().map(JsValue::from_str).collect();
        Ok(self.0.unchecked_ref::<Durable>().begin(&stores, mode, &options)?)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// What one transaction does. Where one of its steps fails, none is done.
pub(crate) struct Changes<'a> {
    transaction: &'a IdbTransaction,
    failed: RefCell<Option<DatabaseError>>,
}

impl Changes<'_> {
    /// A value in place of what is under that key.
    pub(crate) fn put(&self, store: &str, key: &JsValue, value: &JsValue) {
        self.step(store, |store| store.put_with_key(value, key));
    }

    /// Nothing under that key.
    pub(crate) fn remove(&self, store: &str, key: &JsValue) {
        self.step(store, |store| store.delete(key));
    }

    fn step(&self, store: &str, step: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>) {
        let done = self.transaction.object_store(store).and_then(|store| step(&store));
        if let Err(thrown) = done {
            self.failed.borrow_mut().get_or_insert(thrown.into());
        }
    }
}

/// Makes the stores of a database that has just been made.
fn make(request: &IdbOpenDbRequest, stores: &[&str]) {
    let Some(database) = request.result().ok().and_then(|made| made.dyn_into::<IdbDatabase>().ok()) else { return };
    for store in stores {
        // Where this fails, so does the first transaction.
        drop(database.create_object_store(store));
    }
}

/// What a request ends with. Its handlers are the functions of a promise, which are the browser's own: nothing of ours is called by them.
fn result(request: &IdbRequest) -> impl Future<Output = Result<JsValue, DatabaseError>> + use<> {
    let done = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let (request, done) = (request.clone(), JsFuture::from(done));
    async move {
        match done.await {
            Ok(_) => Ok(request.result()?),
            Err(event) => Err(request.error().ok().flatten().map_or(event, JsValue::from).into()),
        }
    }
}

/// Done once a transaction is.
fn completion(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    })
}

/// Bytes as a value.
pub(crate) fn value_of(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// The bytes that a value is; none where it is something else.
pub(crate) fn bytes_of(value: &JsValue) -> Option<bytes::Bytes> {
    value.dyn_ref::<Uint8Array>().map(|value| value.to_vec().into())
}

impl DatabaseError {
    pub(crate) fn new(message: &str) -> Self {
        Self { message: message.to_owned(), is_full: false }
    }
}

impl From<JsValue> for DatabaseError {
    fn from(thrown: JsValue) -> Self {
        let message = match thrown.dyn_ref::<Object>() {
            Some(object) => String::from(object.to_string()),
            None => format!("{thrown:?}"),
        };
        Self {
            // It begins with the name (Web IDL section 2.8.1).
            is_full: message.starts_with("QuotaExceededError"),
            message,
        }
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DatabaseError {}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Database").field(&self.0.name()).finish()
    }
}
