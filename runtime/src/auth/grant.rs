//! Puts credentials on a request. Enters: a bare request, the operation's security. Leaves: the request with the
//! credentials of the first alternative that can be met. Never for an operation without security, never to another
//! origin, never in the clear.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, Request, header};

use super::credential::{Credentials, Ready};
use super::issued::Issued;
use super::keeper::Keeper;
use super::trust::Trust;
use crate::error::{ErrorKind, Failure};
use crate::redact::Secrets;
use crate::wire::{Body, Need, Scheme, SchemeKind, append_cookie, append_query};

/// What was put on a request.
#[derive(Debug, Default)]
pub(crate) struct Grant {
    /// The token, and who can replace it.
    pub(crate) token: Option<(Arc<Keeper>, Arc<Issued>)>,
    /// Those of anything but the token.
    secrets: Vec<Secrets>,
}

impl Grant {
    /// What has to stay out of everything that is shown.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secrets> {
        self.secrets.iter().chain(self.token.iter().map(|(_, issued)| issued.secrets()))
    }
}

/// Puts the credentials that `security` asks for on `request`. `held` is the token to send, where the call has one.
pub(crate) async fn apply(
    request: &mut Request<Body>,
    security: &[&[Need]],
    credentials: &Credentials,
    trust: &Trust<'_>,
    held: Option<&Arc<Issued>>,
) -> Result<Grant, Failure> {
    let needs = choose(security, credentials, request)?;
    let mut grant = Grant::default();
    grant.secrets.extend(set_by_caller(needs, request));
    for need in needs {
        let Some(ready) = credentials.get(need.scheme) else { continue };
        trust.check(request.uri()).map_err(|refusal| Failure::local(ErrorKind::Auth, refusal))?;
        put(request, need.scheme, ready, held, &mut grant).await?;
    }
    Ok(grant)
}

/// The first alternative whose schemes all have a credential, or whose header the caller has set; else no credentials,
/// where the description allows that.
fn choose<'s>(
    security: &'s [&'s [Need]],
    credentials: &Credentials,
    request: &Request<Body>,
) -> Result<&'s [Need], Failure> {
    let met = |need: &Need| credentials.get(need.scheme).is_some() || is_set_by_caller(need.scheme, request);
    let chosen = security.iter().find(|needs| !needs.is_empty() && needs.iter().all(met));
    match chosen {
        Some(needs) => Ok(needs),
        None if security.is_empty() || security.iter().any(|needs| needs.is_empty()) => Ok(&[]),
        None => Err(Failure::local(ErrorKind::Auth, format!("needs credentials for {}", wanted(security)))),
    }
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

/// What the caller has set for this call in place of the client's credentials.
fn set_by_caller(needs: &[Need], request: &Request<Body>) -> Vec<Secrets> {
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

fn is_set_by_caller(scheme: &Scheme, request: &Request<Body>) -> bool {
    carrier(scheme).is_some_and(|name| request.headers().contains_key(name))
}

async fn put(
    request: &mut Request<Body>,
    scheme: &'static Scheme,
    ready: &Ready,
    held: Option<&Arc<Issued>>,
    grant: &mut Grant,
) -> Result<(), Failure> {
    let value = match ready {
        _ if is_set_by_caller(scheme, request) => return Ok(()),
        Ready::Fixed(value, secrets) => {
            grant.secrets.push(secrets.clone());
            value.clone()
        }
        Ready::Tokens(keeper) => {
            let issued = match held {
                Some(held) => Arc::clone(held),
                None => keeper.token().await?,
            };
            let value = issued.header().clone();
            let another = grant.token.replace((Arc::clone(keeper), issued));
            grant.secrets.extend(another.map(|(_, issued)| issued.secrets().clone()));
            value
        }
    };
    // What a query or a cookie carries may be beyond ASCII: it is percent-encoded there.
    let text = || std::str::from_utf8(value.as_bytes()).unwrap_or_default();
    match (scheme.kind, carrier(scheme)) {
        (SchemeKind::ApiKeyQuery(name), _) => append_query(request.uri_mut(), name, text())?,
        (SchemeKind::ApiKeyCookie(name), _) => append_cookie(request.headers_mut(), name, text())?,
        // What the caller has set for this call wins over the client's credential.
        (_, Some(name)) => {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        (_, None) => {}
    }
    Ok(())
}
