//! A call as it may be printed. In comes a draft, out goes its `Debug` text without secrets.

use std::fmt;

use http::HeaderName;

use super::{Draft, Payload};
use crate::media;
use crate::redact::{self, REDACTED, Redaction};

impl Draft {
    /// Writes what `redaction` allows to be shown.
    pub(crate) fn show(&self, debug: &mut fmt::DebugStruct<'_, '_>, redaction: &Redaction) {
        let path = self.path.iter().map(|(name, text)| match redaction.shows_path(name, self.spec) {
            true => format!("{name}={text}"),
            false => format!("{name}={REDACTED}"),
        });
        let query = self.query.iter().filter_map(|(name, pairs)| match redaction.shows_query(name, self.spec) {
            true => pairs.clone(),
            false => Some(format!("{name}={REDACTED}")).filter(|_| pairs.is_some()),
        });
        let headers = self.headers.iter().filter_map(|(name, value)| {
            let header = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some(format!("{name}: {:?}", redaction.header(&header, value.as_ref()?)))
        });
        debug
            .field("operation", &self.spec.id)
            .field("method", &self.spec.method)
            .field("template", &self.spec.path)
            .field("path", &path.collect::<Vec<_>>())
            .field("query", &query.collect::<Vec<_>>())
            .field("headers", &headers.collect::<Vec<_>>())
            .field("cookies", &self.cookies.iter().map(|(name, _)| name).collect::<Vec<_>>());
        match self.json_shown() {
            Some(json) => debug.field("body", &format_args!("{json}")),
            None => debug.field("body", &self.payload),
        };
        if let Some(failure) = &self.failure {
            debug.field("failure", failure);
        }
    }

    /// A JSON body, the values of secret properties hidden.
    fn json_shown(&self) -> Option<String> {
        let Payload::Whole(body, media_type) = &self.payload else { return None };
        media::is_json(media_type).then(|| redact::json(body.as_bytes()?, self.spec.secret)).flatten()
    }
}

/// Shows kinds and lengths, never content.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Whole(body, media_type) | Self::Mixed(body, media_type) => write!(f, "{media_type} {body:?}"),
            Self::Untyped(body, _) => body.fmt(f),
            Self::PartsIfAny(parts) | Self::Parts(parts) => parts.fmt(f),
        }
    }
}
