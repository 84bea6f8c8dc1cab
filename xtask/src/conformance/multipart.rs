//! A body in parts, taken apart (RFC 7578), as far as the bodies of requests need it. It shares nothing with the runtime.

/// One part.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) media_type: String,
    pub(super) bytes: Vec<u8>,
}

/// The parts of a body under a media type; nothing where it has no such form.
pub(super) fn read(media_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let boundary = media_type.split("boundary=").nth(1)?.trim_matches('"');
    let delimiter = format!("\r\n--{boundary}");
    // The first one has no line before it.
    let body = [b"\r\n", body].concat();
    let mut pieces = split(&body, delimiter.as_bytes()).into_iter().skip(1).collect::<Vec<_>>();
    pieces.pop()?.starts_with(b"--").then_some(())?;
    pieces.into_iter().map(part).collect()
}

fn part(piece: &[u8]) -> Option<Part> {
    let piece = piece.strip_prefix(b"\r\n")?;
    let end = find(piece, b"\r\n\r\n")?;
    let head = std::str::from_utf8(&piece[..end]).ok()?;
    let header = |name: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    };
    let disposition = header("content-disposition")?;
    let word = |key: &str| disposition.split(&format!("; {key}=\"")).nth(1)?.split('"').next().map(str::to_owned);
    Some(Part {
        name: word("name")?,
        file_name: word("filename"),
        media_type: header("content-type").unwrap_or("text/plain").to_owned(),
        bytes: piece[end + 4..].to_vec(),
    })
}

fn split<'b>(bytes: &'b [u8], delimiter: &[u8]) -> Vec<&'b [u8]> {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while let Some(at) = find(rest, delimiter) {
        pieces.push(&rest[..at]);
        rest = &rest[at + delimiter.len()..];
    }
    pieces.push(rest);
    pieces
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart() {
        let body =
            b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; \
                     name=\"f\"; filename=\"f.png\"\r\nContent-Type: image/png\r\n\r\n\r\n--\r\n--x--\r\n";
        let parts = read("multipart/form-data; boundary=x", body).unwrap();
        let told: Vec<_> =
            parts.iter().map(|part| (part.name.as_str(), part.file_name.as_deref(), &part.bytes[..])).collect();
        assert_eq!(told, [("a", None, &b"1"[..]), ("f", Some("f.png"), &b"\r\n--"[..])]);
        assert!(read("multipart/form-data; boundary=x", b"--x\r\n\r\n1\r\n").is_none());
    }
}
