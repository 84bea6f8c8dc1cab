//! Which ends of an attempt may pass. Enters: a status with its headers, or a failure. Leaves: a class, or that it is
//! final. The tables are those of [`super::RetryPolicy`]'s documentation.

use http::{HeaderMap, StatusCode};

use super::RetryPolicy;
use crate::error::{Failure, Repeat};

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ended<'a> {
    Answered { status: StatusCode, headers: &'a HeaderMap, asked_to_wait: bool },
    Failed(&'a Failure),
}

/// What kind of trouble may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A broken connection, a server error.
    Transient,
    /// A server with more to do than it can.
    Overload,
}

impl Class {
    /// What a retry takes from the budget.
    pub(crate) const fn cost(self) -> u32 {
        match self {
            Self::Transient => 14,
            Self::Overload => 5,
        }
    }
}

/// What to make of an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Repeating would not help, or there is nothing to repeat.
    Final,
    /// It may pass, and repeating is safe.
    Retry(Class),
    /// It may pass, but the server may have carried out a request that is not safe to repeat.
    Unsafe,
}

pub(crate) fn classify(policy: &RetryPolicy, ended: Ended<'_>, idempotent: bool) -> Verdict {
    let (repeat, class) = match ended {
        Ended::Failed(failure) => (failure.repeat(), Class::Transient),
        Ended::Answered { status, headers, asked_to_wait } => {
            let class = overload(status);
            match headers.get("x-should-retry").filter(|_| policy.should_retry_header) {
                Some(value) if value == "true" => (Repeat::AnyMethod, class),
                Some(value) if value == "false" => (Repeat::Never, class),
                _ => (answered(policy, status, asked_to_wait), class),
            }
        }
    };
    match repeat {
        Repeat::Never | Repeat::Later => Verdict::Final,
        Repeat::AnyMethod => Verdict::Retry(class),
        Repeat::Idempotent if idempotent => Verdict::Retry(class),
        Repeat::Idempotent => Verdict::Unsafe,
    }
}

fn answered(policy: &RetryPolicy, status: StatusCode, asked_to_wait: bool) -> Repeat {
    match status {
        StatusCode::MISDIRECTED_REQUEST | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => Repeat::AnyMethod,
        StatusCode::SERVICE_UNAVAILABLE if asked_to_wait && policy.unavailable_any_method => Repeat::AnyMethod,
        StatusCode::REQUEST_TIMEOUT
        | StatusCode::INTERNAL_SERVER_ERROR
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => Repeat::Idempotent,
        _ => Repeat::Never,
    }
}

fn overload(status: StatusCode) -> Class {
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Class::Overload,
        _ => Class::Transient,
    }
}
