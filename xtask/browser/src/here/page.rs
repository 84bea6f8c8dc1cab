//! The files of a page. Enters: a folder. Leaves: what serves them, beside an API of the same origin.

use std::fs;
use std::path::Path;

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::get;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

/// The files, and as what they are served. Of WebAssembly a browser wants to hear its media type before it compiles while it downloads.
pub(crate) const FILES: [(&str, &str); 5] = [
    ("index.html", "text/html; charset=utf-8"),
    ("style.css", "text/css; charset=utf-8"),
    ("user_chat_web.js", "text/javascript; charset=utf-8"),
    ("user_chat_web_bg.wasm", "application/wasm"),
    ("worker.js", "text/javascript; charset=utf-8"),
];

/// Serves the page of this folder at `/`.
pub(crate) fn router(folder: &Path) -> anyhow::Result<Router> {
    let mut router = Router::new();
    for (name, media) in FILES {
        let path = folder.join(name);
        let bytes = Bytes::from(fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
        let mut headers = vec![
            (header::CONTENT_TYPE, HeaderValue::from_static(media)),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        ];
        let is_index = name == "index.html";
        if is_index {
            headers.push((header::CONTENT_SECURITY_POLICY, policy(std::str::from_utf8(&bytes)?)?));
            headers.push((header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")));
        }
        let path = if is_index { "/".to_owned() } else { format!("/{name}") };
        router = router.route(&path, get(async move || answer(headers.clone(), bytes.clone())));
    }
    Ok(router)
}

fn answer(headers: Vec<(HeaderName, HeaderValue)>, bytes: Bytes) -> axum::response::Response {
    let mut response = axum::response::Response::new(bytes.into());
    response.headers_mut().extend(headers);
    response
}

/// What the page may do (Content Security Policy Level 3): run its own program and the one script in its text, talk to its own origin, show
/// pictures of its own making and those that messages link to.
fn policy(index: &str) -> anyhow::Result<HeaderValue> {
    let script = index.split_once("<script type=\"module\">").and_then(|(_, rest)| rest.split_once("</script>"));
    let (script, _) = script.context("index.html has no script")?;
    let hash = BASE64_STANDARD.encode(Sha256::digest(script));
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}'; style-src 'self'; connect-src 'self'; \
         img-src 'self' blob: data: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    Ok(HeaderValue::try_from(policy)?)
}
