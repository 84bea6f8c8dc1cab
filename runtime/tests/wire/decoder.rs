//! Reads parameters as a server does that has the description, from the text of RFC 3986 section 2.1, RFC 6570 section 3.2, RFC 6265 section
//! 4.2.1, RFC 9110 section 5.6.1 and OpenAPI 3.0.4 section 4.8.12. It shares nothing with what writes them.

use clientwright_runtime::private::Style;

/// What the description says that a value is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Text,
    List,
    Object,
}

/// What a server has in its hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    Text(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

/// Triplets become bytes, and bytes text.
pub(crate) fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, after @ ..] = rest {
        let octet = match after {
            [high, low, ..] if *first == b'%' => digit(*high).zip(digit(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(octet.unwrap_or(*first));
        rest = if octet.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A path parameter, of what stands at its place.
pub(crate) fn path(text: &str, name: &str, style: Style, explode: bool, kind: Kind) -> Option<Read> {
    let (rest, between, is_named) = match style {
        Style::Simple => (text, ',', false),
        Style::Label => (text.strip_prefix('.')?, if explode { '.' } else { ',' }, false),
        Style::Matrix => (text.strip_prefix(';')?, if explode { ';' } else { ',' }, true),
        Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited => return delimited(text, style, kind),
        Style::Form | Style::DeepObject | Style::Cookie => return None,
    };
    let whole = || if is_named { named(rest, name) } else { Some(rest) };
    Some(match kind {
        Kind::Text => Read::Text(decoded(whole()?)),
        Kind::List if explode && is_named => {
            Read::List(rest.split(between).map(|pair| named(pair, name).map(decoded)).collect::<Option<_>>()?)
        }
        Kind::List => Read::List(whole()?.split(between).map(decoded).collect()),
        Kind::Object if explode => Read::Object(rest.split(between).map(pair).collect()),
        Kind::Object => Read::Object(alternating(whole()?.split(between))?),
    })
}

/// Items with the delimiter of the style between them and no name, as Swagger 2.0 has them in a path.
fn delimited(text: &str, style: Style, kind: Kind) -> Option<Read> {
    let between = match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        Style::TabDelimited => "%09",
        _ => return None,
    };
    Some(match kind {
        Kind::Text => Read::Text(decoded(text)),
        Kind::List => Read::List(text.split(between).map(decoded).collect()),
        Kind::Object => Read::Object(alternating(text.split(between))?),
    })
}

/// A query parameter, of a query that has no other.
pub(crate) fn query(text: &str, name: &str, style: Style, explode: bool, kind: Kind) -> Option<Read> {
    let pairs: Vec<&str> = text.split('&').filter(|pair| !pair.is_empty()).collect();
    form(&pairs, name, style, explode, kind)
}

/// A cookie, of a header that has no other.
pub(crate) fn cookie(text: &str, name: &str, explode: bool, kind: Kind) -> Option<Read> {
    let pairs: Vec<&str> = text.split("; ").filter(|pair| !pair.is_empty()).collect();
    form(&pairs, name, Style::Form, explode, kind)
}

fn form(pairs: &[&str], name: &str, style: Style, explode: bool, kind: Kind) -> Option<Read> {
    let between = match style {
        Style::Form => ",",
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        Style::TabDelimited => "%09",
        Style::DeepObject => return deep(pairs, name, kind),
        Style::Simple | Style::Label | Style::Matrix | Style::Cookie => return None,
    };
    let mut own = pairs.iter().map(|pair| named(pair, name));
    Some(match kind {
        Kind::Text => Read::Text(decoded(own.next()??)),
        Kind::List if explode => Read::List(own.map(|item| item.map(decoded)).collect::<Option<_>>()?),
        Kind::Object if explode => Read::Object(pairs.iter().map(|text| pair(text)).collect()),
        Kind::List if pairs.is_empty() => Read::List(Vec::new()),
        Kind::Object if pairs.is_empty() => Read::Object(Vec::new()),
        Kind::List => Read::List(own.next()??.split(between).map(decoded).collect()),
        Kind::Object => Read::Object(alternating(own.next()??.split(between))?),
    })
}

fn deep(pairs: &[&str], name: &str, kind: Kind) -> Option<Read> {
    let members = pairs.iter().map(|text| {
        let (key, value) = pair(text);
        let key = key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
        Some((key.to_owned(), value))
    });
    Some(match kind {
        Kind::Text => Read::Text(decoded(named(pairs.first()?, name)?)),
        Kind::List => {
            let numbered = members.enumerate().map(|(at, member)| member.filter(|(key, _)| *key == at.to_string()));
            Read::List(numbered.map(|member| member.map(|(_, value)| value)).collect::<Option<_>>()?)
        }
        Kind::Object => Read::Object(members.collect::<Option<_>>()?),
    })
}

/// A header, none where there is none. Whitespace beside a comma or at an end is no part of an item.
pub(crate) fn header(text: Option<&str>, explode: bool, kind: Kind) -> Option<Read> {
    let items = || text.iter().flat_map(|text| text.split(',')).map(|item| item.trim_matches([' ', '\t']));
    Some(match kind {
        Kind::Text => Read::Text(text?.trim_matches([' ', '\t']).to_owned()),
        Kind::List => Read::List(items().map(str::to_owned).collect()),
        Kind::Object if explode => {
            let members = items().map(|item| item.split_once('=').unwrap_or((item, "")));
            Read::Object(members.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
        }
        Kind::Object => {
            let items: Vec<String> = items().map(str::to_owned).collect();
            Read::Object(items.chunks(2).map(|two| Some((two[0].clone(), two.get(1)?.clone()))).collect::<Option<_>>()?)
        }
    })
}

/// The value of a pair, where it has that name; a name alone has an empty one.
fn named<'t>(pair: &'t str, name: &str) -> Option<&'t str> {
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    (decoded(key) == name).then_some(value)
}

fn pair(text: &str) -> (String, String) {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    (decoded(key), decoded(value))
}

/// Keys and values by turns.
fn alternating<'t>(mut items: impl Iterator<Item = &'t str>) -> Option<Vec<(String, String)>> {
    let mut members = Vec::new();
    while let Some(key) = items.next() {
        members.push((decoded(key), decoded(items.next()?)));
    }
    Some(members)
}
