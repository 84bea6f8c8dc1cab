//! One request of an attempt, at the end of its way through the interceptors. Enters: the request as they leave it. Leaves: the same as it
//! goes out, with the credentials that may go where it goes; and the response.
//!
//! | where it goes | the client's credentials | what the caller has set, or an interceptor |
//! |---|---|---|
//! | to an origin that is trusted | are put on it | stays, and wins |
//! | by a redirect elsewhere | are not | goes away, but for what is harmless |
//! | by an interceptor elsewhere | are a refusal of the call, where it needs them | what the interceptor has set stays; what was there before is a refusal |

use http::{HeaderMap, Request, Response, header};

use super::{Exchange, redirect, transmit};
use crate::auth::{Carried, Grant};
use crate::error::Failure;
use crate::future::BoxFuture;
use crate::intercept::Onward;
use crate::kind::ErrorKind;
use crate::origin::Origin;
use crate::trace;
use crate::transport::ResponseBody;
use crate::wire::{Body, Spec};

pub(super) struct Hop<'a> {
    pub(super) x: &'a Exchange<'a>,
    /// The call's request, without credentials.
    pub(super) bare: &'a Request<Body>,
    pub(super) grant: &'a Grant<'a>,
    pub(super) span: &'a trace::Span,
    /// How many redirects have led to it.
    pub(super) redirects: usize,
}

impl Hop<'_> {
    /// Makes `request` what goes out.
    pub(super) fn dress(&self, request: &mut Request<Body>) -> Result<(), Failure> {
        let x = self.x;
        // What nobody has moved goes where it was to go.
        let may_be_elsewhere = self.redirects > 0 || !x.client.attempt_interceptors.is_empty();
        let carried = if may_be_elsewhere {
            self.put_where_it_goes(request)?
        } else {
            self.grant.put(request, x.means(), None)?.cloned()
        };
        {
            let record = &mut *x.record();
            record.carried = carried;
            record.trail.uri = request.uri().clone();
        }
        self.tell(request);
        Ok(())
    }

    fn put_where_it_goes(&self, request: &mut Request<Body>) -> Result<Option<Carried>, Failure> {
        let trust = self.x.trust();
        match trust.check(request.uri()) {
            Err(_) if self.redirects > 0 => {
                if self.is_elsewhere(request) {
                    *request.headers_mut() = redirect::harmless(request.headers());
                }
                Ok(None)
            }
            Err(refusal) if self.is_elsewhere(request) && keeps_proof(self.bare.headers(), request.headers()) => {
                Err(Failure::local(ErrorKind::Auth, refusal))
            }
            Ok(()) | Err(_) => Ok(self.grant.put(request, self.x.means(), Some(&trust))?.cloned()),
        }
    }

    /// Tells what goes out.
    fn tell(&self, request: &Request<Body>) {
        let x = self.x;
        let redaction = x.client.redaction.as_ref();
        self.span.sends(x.spec, request, redaction, &|text| x.cover_credentials(text), &|text| x.cover(text));
    }

    fn is_elsewhere(&self, request: &Request<Body>) -> bool {
        Origin::of(self.bare.uri()) != Origin::of(request.uri())
    }
}

/// Whether something of `before` that proves who is calling is still there.
fn keeps_proof(before: &HeaderMap, now: &HeaderMap) -> bool {
    let proofs = [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE];
    let mut proving = before.iter().filter(|(name, value)| value.is_sensitive() || proofs.contains(name));
    proving.any(|(name, value)| now.get_all(name).iter().any(|kept| kept == value))
}

impl Onward for Hop<'_> {
    fn go<'a>(&'a self, mut request: Request<Body>) -> BoxFuture<'a, Result<Response<ResponseBody>, Failure>> {
        self.x.hide_set(&request);
        Box::pin(async move {
            let result = match self.dress(&mut request) {
                Ok(()) => transmit::transmit(self.x, request).await,
                Err(refusal) => Err(refusal),
            };
            result.map_err(|failure| self.x.so_far(failure))
        })
    }

    fn spec(&self) -> &'static Spec {
        self.x.spec
    }

    fn attempt(&self) -> u32 {
        self.x.attempt_number()
    }
}
