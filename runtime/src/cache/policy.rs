//! What a cache is used for. Enters: nothing. Leaves: the choice that a client makes, and a call for itself.

use std::time::Duration;

/// How a client uses its cache, by the builder's `cache_policy`; a call's own `cache_policy` takes its place.
///
/// | policy | what is stored answers | the network is asked | its answer is stored |
/// |---|---|---|---|
/// | [`Standard`](Self::Standard) | while it is fresh, and as stale as the server or the request allows | otherwise | yes |
/// | [`NoStore`](Self::NoStore) | never | always | no |
/// | [`Reload`](Self::Reload) | never | always | yes |
/// | [`NoCache`](Self::NoCache) | once the server says that it is still good | always | yes |
/// | [`ForceCache`](Self::ForceCache) | always | where nothing is stored | yes |
/// | [`OnlyIfCached`](Self::OnlyIfCached) | always | never | |
/// | [`NetworkFirst`](Self::NetworkFirst) | where the network fails, or takes too long | always | yes, late too |
/// | [`CacheFirst`](Self::CacheFirst) | always | where nothing is stored, and behind what is stale | yes |
/// | [`StaleWhileOffline`](Self::StaleWhileOffline) | as by `Standard`, and however stale without a network | as by `Standard` | yes |
///
/// The names from `NoStore` to `OnlyIfCached` are those of Fetch and mean what they mean there (section 2.2.5, cache mode).
///
/// # What is stale
///
/// A server may say that nothing of it is to be used without having asked it, not even without a network: `must-revalidate`, `no-cache`
/// (RFC 9111 sections 4.2.4, 5.2.2.2). `Standard` and `StaleWhileOffline` obey. `ForceCache`, `OnlyIfCached`, `NetworkFirst` and `CacheFirst`
/// do not: to have something to show is what they are chosen for, and servers say `must-revalidate` of everything.
///
/// `no-store` of the server is obeyed by all: there is nothing then.
///
/// # What a request says itself
///
/// `Cache-Control` of a request, which a header of the call sets, narrows every policy by three directives: by `no-store` the call is as if by
/// `NoStore`; by `no-cache` nothing is used that was not validated; by `only-if-cached` there is no network. How old or stale what is stored may
/// be (`max-age`, `min-fresh`, `max-stale`, `stale-if-error`) is for a request to say under `Standard`, and under `StaleWhileOffline` where
/// there is a network; the other policies have said it themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CachePolicy {
    /// RFC 9111 as a private cache, with `stale-while-revalidate` and `stale-if-error` (RFC 5861). The default.
    #[default]
    Standard,
    /// The call goes by the cache: nothing is read from it, nothing stored. What it changes on the server is still invalidated.
    NoStore,
    /// The network is asked, as if nothing were stored; what it answers is.
    Reload,
    /// The network is asked whether what is stored is still good.
    NoCache,
    /// What is stored, however stale; else the network.
    ForceCache,
    /// What is stored, however stale; else the call fails with [`ErrorKind::CacheMiss`](crate::ErrorKind::CacheMiss).
    OnlyIfCached,
    /// The network. Where that fails, or has not answered within this time, what is stored, however stale; what it answers later is
    /// stored all the same. Where nothing is stored the call waits for the network as long as its own limits say.
    ///
    /// To fail is to have no answer (no connection, a broken one, a time limit of its own) or one of 500, 502, 503, 504, when all attempts
    /// are over. A certificate that is not trusted is no failure of this kind: that is told.
    NetworkFirst {
        /// How long the network has.
        within: Duration,
    },
    /// What is stored, at once and however stale; what is stale is validated in the background. Else the network.
    CacheFirst,
    /// As [`Standard`](Self::Standard). While [`Connectivity`](crate::Connectivity) says that there is no network, and where it is found out
    /// that there is none, what is stored is used however stale, except where the server forbids that.
    StaleWhileOffline,
}

impl CachePolicy {
    /// Each of them.
    #[cfg(test)]
    pub(super) const ALL: [Self; 9] = [
        Self::Standard,
        Self::NoStore,
        Self::Reload,
        Self::NoCache,
        Self::ForceCache,
        Self::OnlyIfCached,
        Self::NetworkFirst { within: Duration::from_secs(1) },
        Self::CacheFirst,
        Self::StaleWhileOffline,
    ];

    /// What is stored is used however stale, because the user asked for it.
    pub(super) const fn takes_anything(self) -> bool {
        match self {
            Self::ForceCache | Self::OnlyIfCached | Self::NetworkFirst { .. } | Self::CacheFirst => true,
            Self::Standard | Self::NoStore | Self::Reload | Self::NoCache | Self::StaleWhileOffline => false,
        }
    }

    /// Whether a call may wait for what another one like it has asked.
    pub(super) const fn shares(self) -> bool {
        match self {
            Self::Standard | Self::ForceCache | Self::CacheFirst | Self::StaleWhileOffline => true,
            Self::NoStore | Self::Reload | Self::NoCache | Self::OnlyIfCached | Self::NetworkFirst { .. } => false,
        }
    }
}
