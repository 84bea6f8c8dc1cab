//! Puts credentials on a request. Enters: the operation's security, before an attempt; its requests, as they go out. Leaves: requests
//! with the credentials of the first alternative that can be met. Never for an operation without security, never to another
//! origin, never in the clear, and never in place of what the caller or an interceptor has set.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri, header};

use super::credential::{Credentials, Ready};
use super::issued::Issued;
use super::keeper::Keeper;
use super::trust::Trust;
use crate::error::Failure;
use crate::kind::ErrorKind;
use crate::redact::Secrets;
use crate::wire::{Body, Need, Scheme, SchemeKind, append_cookie, append_query, is_written};

/// A token, and who can replace it.
pub(crate) type Carried = (Arc<Keeper>, Arc<Issued>);

/// What can still happen to a request before it goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Still {
    /// Nothing: it goes where its URI says.
    Nothing,
    /// Interceptors may change where it goes, and set credentials themselves.
    Interceptors,
}

/// What an operation needs, and a client has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Means<'a> {
    pub(crate) security: &'a [&'a [Need]],
    pub(crate) credentials: &'a Credentials,
}

/// What is to be put on the requests of one attempt.
#[derive(Debug, Default)]
pub(crate) struct Grant<'a> {
    /// None where nothing meets the security so far.
    needs: Option<&'a [Need]>,
    token: Option<Carried>,
    /// Those of an operation that needs several.
    others: Vec<Carried>,
    /// Those of anything but tokens.
    secrets: Vec<Secrets>,
}

impl<'a> Grant<'a> {
    /// For an operation without security.
    pub(crate) const fn nothing() -> Self {
        Self { needs: Some(&[]), token: None, others: Vec::new(), secrets: Vec::new() }
    }

    /// Gets the credentials that `request` is to have. `held` is the token to send, where the call has one.
    pub(crate) async fn gather(
        request: &Request<Body>,
        still: Still,
        means: Means<'a>,
        trust: &Trust<'_>,
        held: Option<&Carried>,
    ) -> Result<Self, Failure> {
        let needs = match means.choose(request) {
            Ok(needs) => needs,
            Err(_) if still == Still::Interceptors => {
                let secrets = means.security.iter().copied().flatten().filter_map(|need| means.fixed(need)).cloned();
                return Ok(Self { secrets: secrets.collect(), ..Self::default() });
            }
            Err(missing) => return Err(missing),
        };
        let mut grant = Self { needs: Some(needs), ..Self::default() };
        grant.secrets.extend(set_already(needs, request));
        for need in needs {
            let Some(ready) = means.credentials.get(need.scheme) else { continue };
            if still == Still::Nothing {
                refused(trust, request.uri())?;
            }
            match ready {
                _ if is_set_already(need.scheme, request) => {}
                Ready::Fixed(_, secrets) => grant.secrets.push(secrets.clone()),
                Ready::Tokens(keeper) => {
                    let issued = match held.filter(|(of, _)| Arc::ptr_eq(of, keeper)) {
                        Some((_, held)) => Arc::clone(held),
                        None => keeper.token().await?,
                    };
                    let another = grant.token.replace((Arc::clone(keeper), issued));
                    grant.others.extend(another);
                }
            }
        }
        Ok(grant)
    }

    /// What has to stay out of everything that is shown.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secrets> {
        self.secrets.iter().chain(self.tokens().map(|(_, issued)| issued.secrets()))
    }

    fn tokens(&self) -> impl Iterator<Item = &Carried> {
        self.others.iter().chain(&self.token)
    }

    /// Puts it on `request`, which goes out as it is then; gives the token that it carries. No `trust` is needed where the request goes
    /// where it was to go when this was gathered, which was checked then.
    pub(crate) fn put(
        &self,
        request: &mut Request<Body>,
        means: Means<'_>,
        trust: Option<&Trust<'_>>,
    ) -> Result<Option<&Carried>, Failure> {
        let needs = self.needs.map_or_else(|| means.choose(request), Ok)?;
        let mut carried = None;
        for need in needs {
            let Some(ready) = means.credentials.get(need.scheme) else { continue };
            if is_set_already(need.scheme, request) {
                continue;
            }
            if let Some(trust) = trust {
                refused(trust, request.uri())?;
            }
            match ready {
                Ready::Fixed(value, _) => place(request, need.scheme, value)?,
                Ready::Tokens(keeper) => {
                    let token = self.tokens().find(|(of, _)| Arc::ptr_eq(of, keeper));
                    let token = token.ok_or_else(|| missing(means.security))?;
                    place(request, need.scheme, token.1.header())?;
                    carried = Some(token);
                }
            }
        }
        Ok(carried)
    }
}

impl<'a> Means<'a> {
    /// The first alternative whose schemes all have a credential, or whose credential is set already; else no credentials,
    /// where the description allows that.
    fn choose(self, request: &Request<Body>) -> Result<&'a [Need], Failure> {
        let met = |need: &Need| self.credentials.get(need.scheme).is_some() || is_set_already(need.scheme, request);
        let chosen = self.security.iter().find(|needs| !needs.is_empty() && needs.iter().all(met));
        match chosen {
            Some(needs) => Ok(needs),
            None if self.security.is_empty() || self.security.iter().any(|needs| needs.is_empty()) => Ok(&[]),
            None => Err(missing(self.security)),
        }
    }

    /// What is secret of a credential that is there from the start.
    fn fixed(self, need: &Need) -> Option<&'a Secrets> {
        match self.credentials.get(need.scheme)? {
            Ready::Fixed(_, secrets) => Some(secrets),
            Ready::Tokens(_) => None,
        }
    }
}

fn refused(trust: &Trust<'_>, uri: &Uri) -> Result<(), Failure> {
    trust.check(uri).map_err(|refusal| Failure::local(ErrorKind::Auth, refusal))
}

fn missing(security: &[&[Need]]) -> Failure {
    Failure::local(ErrorKind::Auth, format!("needs credentials for {}", wanted(security)))
}

/// "`bearerAuth` or (`apiKey` and `user`)".
fn wanted(security: &[&[Need]]) -> String {
    let all = |needs: &&[Need]| match needs {
        [need] => format!("`{}`", need.scheme.name),
        needs => {
            let names: Vec<String> = needs.iter().map(|need| format!("`{}`", need.scheme.name)).collect();
            format!("({})", names.join(" and "))
        }
    };
    security.iter().map(all).collect::<Vec<_>>().join(" or ")
}

/// The header that carries the credential of a scheme, where one does.
fn carrier(scheme: &Scheme) -> Option<HeaderName> {
    match scheme.kind {
        SchemeKind::ApiKeyHeader(name) => HeaderName::from_bytes(name.as_bytes()).ok(),
        SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_) => None,
        SchemeKind::Bearer
        | SchemeKind::Basic
        | SchemeKind::Http(_)
        | SchemeKind::OAuth2
        | SchemeKind::OpenIdConnect => Some(header::AUTHORIZATION),
    }
}

/// What the caller, or an interceptor, has set in place of the client's credentials.
pub(crate) fn set_already(needs: &[Need], request: &Request<Body>) -> Vec<Secrets> {
    let carriers = needs.iter().filter_map(|need| carrier(need.scheme));
    let values = carriers.filter_map(|name| request.headers().get(name));
    let secrets = values.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok()).map(Secrets::authorization);
    secrets.chain(shown_in(request.headers())).collect()
}

/// What headers show to prove who is calling, whoever has set them.
pub(crate) fn shown_in(headers: &HeaderMap) -> impl Iterator<Item = Secrets> {
    let values = [header::AUTHORIZATION, header::PROXY_AUTHORIZATION].into_iter().filter_map(|name| headers.get(name));
    values.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok()).map(Secrets::authorization)
}

/// Whether the header of a scheme, its query parameter or its cookie is there.
fn is_set_already(scheme: &Scheme, request: &Request<Body>) -> bool {
    let is_named = |pair: &str, name: &str| pair.split('=').next().is_some_and(|written| is_written(written, name));
    match (scheme.kind, carrier(scheme)) {
        (SchemeKind::ApiKeyQuery(name), _) => {
            request.uri().query().is_some_and(|query| query.split('&').any(|pair| is_named(pair, name)))
        }
        (SchemeKind::ApiKeyCookie(name), _) => {
            let cookies = request.headers().get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
            cookies.flat_map(|cookies| cookies.split(';')).any(|pair| is_named(pair.trim_start(), name))
        }
        (_, Some(name)) => request.headers().contains_key(name),
        (_, None) => false,
    }
}

fn place(request: &mut Request<Body>, scheme: &'static Scheme, value: &HeaderValue) -> Result<(), Failure> {
    // What a query or a cookie carries may be beyond ASCII: it is percent-encoded there.
    let text = || std::str::from_utf8(value.as_bytes()).unwrap_or_default();
    match (scheme.kind, carrier(scheme)) {
        (SchemeKind::ApiKeyQuery(name), _) => append_query(request.uri_mut(), name, text())?,
        (SchemeKind::ApiKeyCookie(name), _) => append_cookie(request.headers_mut(), name, text())?,
        (_, Some(name)) => drop(request.headers_mut().insert(name, value.clone())),
        (_, None) => {}
    }
    Ok(())
}
