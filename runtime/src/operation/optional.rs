//! What an operation has by features of the runtime. Enters: its name and its types. Leaves: methods, or nothing where the feature is off: the
//! macros are two each, as features of the crate that a macro stands in count where it is defined.

/// What a call says of the cache, where the runtime has the feature for it. Here, as features are those of this crate.
#[cfg(feature = "cache")]
#[doc(hidden)]
#[macro_export]
macro_rules! options_of_cache {
    ($name:ident) => {
        impl $name {
            /// Sets what the cache is used for in this call. Default: the client's policy.
            pub fn cache_policy(mut self, policy: $crate::CachePolicy) -> Self {
                self.0.options_mut().cache_policy(policy);
                self
            }
        }
    };
}

#[cfg(not(feature = "cache"))]
#[doc(hidden)]
#[macro_export]
macro_rules! options_of_cache {
    ($name:ident) => {};
}

/// What an operation has where calls can be kept. Here, as features are those of this crate.
#[cfg(feature = "outbox")]
#[doc(hidden)]
#[macro_export]
macro_rules! operation_to_keep {
    ($name:ident [$value:ty] [$error:ty] [$success:ty] [$failure:ty]) => {
        impl $name {
            /// Keeps the call in the client's outbox, at the end of that queue, to be sent when its turn comes; done once it is kept. Its
            /// values, headers and body are kept, its time limits and policies are not: it is sent with those of the client.
            ///
            /// # Errors
            /// Of the future: what of the call cannot be written; of kind [`Request`](clientwright_runtime::ErrorKind::Request) that there
            /// is no outbox, that it is full, or that the call cannot be kept. Then it is not.
            pub fn enqueue(self, queue: &str) -> $crate::Enqueueing<$value, $error> {
                $crate::private::enqueue::<$success, $failure>(self.0, queue)
            }
        }
    };
}

#[cfg(not(feature = "outbox"))]
#[doc(hidden)]
#[macro_export]
macro_rules! operation_to_keep {
    ($name:ident [$value:ty] [$error:ty] [$success:ty] [$failure:ty]) => {};
}
