//! A private HTTP cache (RFC 9111). Enters: requests, what is stored, what the network answers, and what time it is. Leaves: what becomes of
//! each request, and what is stored then. It asks neither clock nor network: `exchange` does.
//!
//! ```text
//! a request ─ inquiry ─▶ entry (selecting) ─▶ decision (freshness, directives, policy) ─▶ served, with what told says
//!                                                └▶ the network ─▶ storing, validating, invalidating ─▶ store
//! ```

mod decision;
mod directives;
#[cfg(all(feature = "fs", not(target_arch = "wasm32")))]
mod disk;
mod door;
mod encoded;
mod entry;
mod fields;
mod flights;
mod freshness;
mod guarded;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
mod indexed_db;
mod inquiry;
mod invalidating;
mod key;
#[cfg(all(test, not(loom)))]
mod laws;
mod memory;
#[cfg(all(test, loom))]
mod model;
mod policy;
mod print;
mod range;
mod selecting;
mod store;
mod stored;
mod storing;
mod told;
mod validating;

pub use door::HttpCache;
pub use entry::CacheEntry;
pub use key::{CacheKey, CachePartition};
pub use policy::CachePolicy;
pub use store::CacheStore;

pub(crate) use decision::{Decision, Outage};
pub(crate) use door::ClientCache;
pub(crate) use flights::{Flight, Joined};
pub(crate) use inquiry::{Answered, Change, Found, Inquiry, invalidate, tell};
pub(crate) use told::{Forwarded, Told};
