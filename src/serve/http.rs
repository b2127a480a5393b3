//! Requests and answers of the small server: what one line of HTTP/1.1 asks for, checked before anything is looked up.

use std::io::{self, Read, Write};

/// The longest head of a request that is read.
const LONGEST_HEAD: usize = 16 << 10;

/// A request, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Request {
    /// `GET`, `HEAD` …
    pub method: String,
    /// Path of the address, decoded, without query; begins with `/`.
    pub path: String,
    /// Value of `Host`, in small letters.
    pub host: Option<String>,
    /// Value of `If-None-Match`.
    pub etag: Option<String>,
}

/// Reads the head of a request. `Ok(None)` for what is no request or too long.
pub(super) fn read(stream: &mut impl Read) -> io::Result<Option<Request>> {
    let mut head = Vec::new();
    let mut buffer = [0u8; 2048];
    loop {
        let got = stream.read(&mut buffer)?;
        head.extend_from_slice(buffer.get(..got).unwrap_or_default());
        // The blank line may lie across two reads.
        if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            head.truncate(end);
            return Ok(std::str::from_utf8(&head).ok().and_then(parse));
        }
        if got == 0 || head.len() > LONGEST_HEAD {
            return Ok(None);
        }
    }
}

fn parse(head: &str) -> Option<Request> {
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    if !version.starts_with("HTTP/1.") || words.next().is_some() {
        return None;
    }
    // An absolute address is what a proxy is asked for; this is none.
    let path = target.split(['?', '#']).next().filter(|path| path.starts_with('/'))?;
    let mut request = Request {
        method: method.to_owned(),
        path: decoded(path)?,
        ..Request::default()
    };
    for line in lines {
        let (name, value) = line.split_once(':')?;
        let value = value.trim();
        if name.eq_ignore_ascii_case("host") {
            if request.host.is_some() {
                return None;
            }
            request.host = Some(value.to_ascii_lowercase());
        } else if name.eq_ignore_ascii_case("if-none-match") {
            request.etag = Some(value.to_owned());
        }
    }
    Some(request)
}

/// A path with its percent signs undone; `None` where they stand for no UTF-8.
fn decoded(path: &str) -> Option<String> {
    let mut out = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        out.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(out).ok()
}

/// The file below the site's folder that a path names: no part goes upward or is hidden. A folder is its `index.html`.
pub(super) fn file_of(path: &str) -> Option<String> {
    let inside = path.strip_prefix('/')?;
    let mut file = inside.to_owned();
    if file.is_empty() || file.ends_with('/') {
        file.push_str("index.html");
    }
    let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    file.split('/').all(plain).then_some(file)
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// Status with its words.
    pub status: &'static str,
    /// Media type.
    pub media: &'static str,
    /// Further header lines, each with its end.
    pub headers: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A short text.
    pub fn text(status: &'static str, text: &str) -> Self {
        Self {
            status,
            media: "text/plain; charset=utf-8",
            headers: String::new(),
            body: text.as_bytes().to_vec(),
        }
    }

    /// Sends it; without its body for `HEAD`.
    pub fn send(&self, stream: &mut impl Write, head_only: bool) -> io::Result<()> {
        let mut out = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n{}Connection: close\r\n\r\n",
            self.status,
            self.media,
            self.body.len(),
            self.headers
        )
        .into_bytes();
        if !head_only {
            out.extend_from_slice(&self.body);
        }
        stream.write_all(&out)?;
        stream.flush()
    }
}

/// The media type of a file, by its extension.
pub(super) fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "xml" => "application/xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "bib" | "ris" | "nbib" | "txt" | "csv" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_and_nonsense_is_not() {
        let mut bytes: &[u8] = b"GET /a%20b/c.html?x#y HTTP/1.1\r\nHost: LocalHost:1\r\nAccept: */*\r\n\r\n";
        let request = read(&mut bytes).unwrap().unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/a b/c.html"));
        assert_eq!(request.host.as_deref(), Some("localhost:1"));
        for nonsense in [
            "GET http://other/ HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /%zz HTTP/1.1\r\n\r\n",
            "GET /%ff HTTP/1.1\r\n\r\n",
            "hello\r\n\r\n",
            "GET / HTTP/1.1\r\n",
        ] {
            assert_eq!(read(&mut nonsense.as_bytes()).unwrap(), None, "{nonsense:?}");
        }
        let mut long = std::io::repeat(b'a');
        assert_eq!(read(&mut long).unwrap(), None);
    }

    #[test]
    fn no_path_leaves_the_folder_or_shows_what_is_hidden() {
        assert_eq!(file_of("/").as_deref(), Some("index.html"));
        assert_eq!(file_of("/articles/").as_deref(), Some("articles/index.html"));
        assert_eq!(file_of("/a/b.html").as_deref(), Some("a/b.html"));
        for path in [
            "/../x",
            "/a/../../x",
            "//etc/passwd",
            "/.git/config",
            "/a\\..\\b",
            "/C:/x",
            "/a\0b",
            "x",
        ] {
            assert_eq!(file_of(path), None, "{path:?}");
        }
    }
}
