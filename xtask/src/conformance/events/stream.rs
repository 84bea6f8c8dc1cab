//! What a stream of bytes says in events (WHATWG HTML section 9.2.6). It shares nothing with the runtime.

/// What a stream says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stream {
    pub(super) events: Vec<Event>,
    /// The last number that counts: an empty line has come behind it, with data or without.
    pub(super) last_id: Option<String>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) name: String,
    pub(super) data: String,
    /// The last number that the stream has had.
    pub(super) id: Option<String>,
}

/// Reads a stream; what is not ended by an empty line is no event.
pub(super) fn read(stream: &str) -> Stream {
    let stream = stream.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let (mut read, mut data, mut name, mut id) = (Stream::default(), Vec::new(), String::new(), None);
    for line in stream.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "" if line.is_empty() => {
                read.last_id.clone_from(&id);
                let name = std::mem::take(&mut name);
                let name = if name.is_empty() { "message".to_owned() } else { name };
                if !data.is_empty() {
                    read.events.push(Event { name, data: data.join("\n"), id: id.clone() });
                }
                data.clear();
            }
            "data" => data.push(value.to_owned()),
            "event" => value.clone_into(&mut name),
            "id" if !value.contains('\0') => id = Some(value.to_owned()),
            _ => {}
        }
    }
    read
}

/// The number after which a client goes on when it opens the stream again.
pub(in crate::conformance) fn last_id(stream: &str) -> Option<String> {
    read(stream).last_id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_end_with_an_empty_line_and_keep_the_last_number() {
        let stream = ": hello\r\nevent: joined\nid: 1\ndata: a\ndata:b\n\nretry: 7\ndata: c\n\nid: 2\n\ndata: lost";
        let event =
            |name: &str, data: &str| Event { name: name.to_owned(), data: data.to_owned(), id: Some("1".to_owned()) };
        assert_eq!(read(stream).events, [event("joined", "a\nb"), event("message", "c")]);
        assert_eq!(last_id(stream).as_deref(), Some("2"), "it counts without data, but not without an empty line");
        assert_eq!(last_id("id: 1\ndata: a\n\nid: 2\n").as_deref(), Some("1"));
        assert_eq!(last_id("id: a\0b\ndata: c\n\n"), None);
    }
}
