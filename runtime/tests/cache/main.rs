//! The laws of the cache.
