//! The setters that the builder of every generated client has. Enters: the names of the builder and of the client. Leaves:
//! methods with their documentation, written down once here. What differs from API to API (credentials, servers and
//! their variables) is generated beside them.

/// `client_builder! { ClientBuilder -> Client }`: `ClientBuilder` is a struct around a `Builder`, `Client` one with the
/// field `inner`.
#[doc(hidden)]
#[macro_export]
macro_rules! client_builder {
    ($builder:ident -> $client:ident) => {
        $crate::setters_of_connectivity! { $builder }
        $crate::setters_of_outbox! { $builder }

        impl $builder {
            /// The URL that the paths of operations are appended to: absolute, `http` or `https`, without user
            /// information, query and fragment. Default: the description's first server. Where it is set, it takes the
            /// place of all servers of the description, those of single operations too.
            pub fn base_url(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url))
            }

            /// Sends credentials to the origin of `url` too. By default they go to the base URL's origin, and to the
            /// servers that the description names for single operations, only.
            pub fn trust_origin(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.trust_origin(url))
            }

            /// Sends credentials in the clear. By default plain `http` gets them on this machine only.
            pub fn allow_insecure(self) -> Self {
                Self(self.0.allow_insecure())
            }

            /// A header of every request that does not set it itself. Those that frame the message (`Content-Length`,
            /// `Host` and the like) are the transport's.
            pub fn header(
                self,
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.header(name, value))
            }

            /// The `User-Agent`. Default: the API's name and version.
            pub fn user_agent(self, value: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.header("user-agent", value))
            }

            /// The time limits. Default: those of [`Timeouts::new`](clientwright_runtime::Timeouts::new).
            pub fn timeouts(self, timeouts: $crate::Timeouts) -> Self {
                Self(self.0.timeouts(timeouts))
            }

            /// The most bytes of a success's body that are held in memory, counted as they are once decompressed. A longer one is an
            /// error of kind [`BodyTooLarge`](clientwright_runtime::ErrorKind::BodyTooLarge), of which no more is read; one whose
            /// `Content-Length` says so is not read at all. Default 64 MiB (67,108,864 bytes); `usize::MAX` is no limit.
            ///
            /// What is read piece by piece, a stream or a download, has no use for it, and the bodies of errors are cut at 1 MiB.
            pub fn max_body_bytes(self, limit: usize) -> Self {
                Self(self.0.max_body_bytes(limit))
            }

            /// When and how often failed calls are tried again. Default:
            /// [`RetryPolicy::standard`](clientwright_runtime::RetryPolicy::standard).
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// The response headers that hold the server's name for a request, most telling first, in place of the
            /// usual ones.
            pub fn request_id_headers<N: ::std::convert::Into<::std::string::String>>(
                self,
                names: impl ::std::iter::IntoIterator<Item = N>,
            ) -> Self {
                Self(self.0.request_id_headers(names))
            }

            /// Shows the values of a header in logs and `Debug` output. By default only headers known to be harmless
            /// are shown.
            pub fn show_header(self, name: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.show_header(name))
            }

            /// Shows the values of a query parameter in logs, errors and `Debug` output. By default only parameters
            /// known to be harmless are shown.
            pub fn show_query(self, name: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.show_query(name))
            }

            /// How requests reach the server. Default: the transport of the feature `reqwest`.
            pub fn transport(self, transport: impl $crate::Transport) -> Self {
                Self(self.0.transport(transport))
            }

            /// Adds an interceptor around whole calls; the first one added is the outermost.
            pub fn interceptor(self, interceptor: impl $crate::Interceptor) -> Self {
                Self(self.0.interceptor(interceptor))
            }

            /// Adds an interceptor around each attempt: it sees the request with its credentials. The first one added
            /// is the outermost.
            pub fn attempt_interceptor(self, interceptor: impl $crate::Interceptor) -> Self {
                Self(self.0.attempt_interceptor(interceptor))
            }

            /// The clock. Default: tokio's, with the runtime's feature `tokio`.
            pub fn clock(self, clock: impl $crate::Clock) -> Self {
                Self(self.0.clock(clock))
            }

            /// What runs token refreshes in the background. Default: tokio, with the runtime's feature `tokio`.
            pub fn spawner(self, spawner: impl $crate::Spawner) -> Self {
                Self(self.0.spawner(spawner))
            }

            /// Makes jitter and idempotency keys repeatable. For tests.
            pub fn seed(self, seed: u64) -> Self {
                Self(self.0.seed(seed))
            }

            /// Makes the client.
            ///
            /// # Errors
            /// Everything that is wrong with what the builder was given.
            pub fn build(self) -> ::std::result::Result<$client, $crate::BuildError> {
                let inner = self.0.build()?;
                ::std::result::Result::Ok($client { inner })
            }
        }

        $crate::setters_of_cache! { $builder }
    };
}

/// What an app says of the network, where something of the runtime asks for it. Here, as features are those of this crate.
#[cfg(any(feature = "cache", feature = "outbox"))]
#[doc(hidden)]
#[macro_export]
macro_rules! setters_of_connectivity {
    ($builder:ident) => {
        impl $builder {
            /// Whether there is a network, as far as the app knows. Default: always.
            pub fn connectivity(self, connectivity: $crate::Connectivity) -> Self {
                Self(self.0.connectivity(connectivity))
            }
        }
    };
}

#[cfg(not(any(feature = "cache", feature = "outbox")))]
#[doc(hidden)]
#[macro_export]
macro_rules! setters_of_connectivity {
    ($builder:ident) => {};
}

/// Where responses are stored, where the runtime has the feature for it. Here, as features are those of this crate.
#[cfg(feature = "cache")]
#[doc(hidden)]
#[macro_export]
macro_rules! setters_of_cache {
    ($builder:ident) => {
        impl $builder {
            /// Stores responses, and answers with what is stored as its policy says. Default: nothing is stored. One that outlives the
            /// client, or is another client's too, is told whose it is by
            /// [`HttpCache::partition`](clientwright_runtime::HttpCache::partition).
            pub fn cache(self, cache: $crate::HttpCache) -> Self {
                Self(self.0.cache(cache))
            }

            /// What the cache is used for, unless a call says otherwise. Default:
            /// [`CachePolicy::Standard`](clientwright_runtime::CachePolicy::Standard).
            pub fn cache_policy(self, policy: $crate::CachePolicy) -> Self {
                Self(self.0.cache_policy(policy))
            }
        }
    };
}

#[cfg(not(feature = "cache"))]
#[doc(hidden)]
#[macro_export]
macro_rules! setters_of_cache {
    ($builder:ident) => {};
}

/// What keeps calls that are sent later.
#[cfg(feature = "outbox")]
#[doc(hidden)]
#[macro_export]
macro_rules! setters_of_outbox {
    ($builder:ident) => {
        impl $builder {
            /// What keeps the calls that are made by `enqueue`, and sends them when there is a network. What is in it already begins to be
            /// sent once the client is built. Default: none.
            pub fn outbox(self, outbox: $crate::Outbox) -> Self {
                Self(self.0.outbox(outbox))
            }
        }
    };
}

#[cfg(not(feature = "outbox"))]
#[doc(hidden)]
#[macro_export]
macro_rules! setters_of_outbox {
    ($builder:ident) => {};
}
