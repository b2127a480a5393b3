//! A server for the one who writes: the built site on this machine only, and pages that renew themselves.
//!
//! It listens on the loopback interface, answers only requests that name this machine as their host (so that no page
//! of another site can read a review through the reader's browser), gives only files below the site's folder, and
//! changes nothing. The files on the disk stay as they were built; what open pages need to renew themselves is added
//! on the way.

mod http;
mod live;
mod watch;

pub use live::Live;
pub use watch::Watch;

use crate::base::Digest;
use http::{Answer, Request};
use std::io::{self, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration;

/// Ports that are tried before any free one is taken: an address that stays the same keeps the readers' settings.
const PORTS: std::ops::Range<u16> = 4280..4296;
/// Connections at one time; a browser needs few.
const MOST_CONNECTIONS: usize = 128;
/// How long a request may take to arrive, and how often a silent page is looked for.
const PATIENCE: Duration = Duration::from_secs(10);
/// Where the server's own files stand.
const OWN: &str = "/_citeloom/";

/// A server that has its port.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    shared: Arc<Shared>,
}

/// What all connections use.
#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    /// Path of the address where the site will stand, such as `/review`; addresses that begin with it are answered, too.
    below: String,
    port: u16,
    live: Arc<Live>,
    switch: Arc<RwLock<()>>,
    connections: AtomicUsize,
}

impl Server {
    /// Takes a port of the loopback interface: the one that is named, or a free one. `switch` is held for writing by
    /// whoever moves files of the site.
    pub fn bind(
        folder: &Path,
        base_url: Option<&str>,
        port: Option<u16>,
        live: Arc<Live>,
        switch: Arc<RwLock<()>>,
    ) -> io::Result<Self> {
        let bind = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = match port {
            Some(port) => bind(port)?,
            None => match PORTS.into_iter().find_map(|port| bind(port).ok()) {
                Some(listener) => listener,
                None => bind(0)?,
            },
        };
        let shared = Shared {
            folder: std::fs::canonicalize(folder)?,
            below: path_of(base_url.unwrap_or("")).to_owned(),
            port: listener.local_addr()?.port(),
            live,
            switch,
            connections: AtomicUsize::new(0),
        };
        Ok(Self {
            listener,
            shared: Arc::new(shared),
        })
    }

    /// The address of the home page.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.shared.port)
    }

    /// Answers requests, each on a thread of its own, until the process ends.
    pub fn run(self) {
        for stream in self.listener.incoming().filter_map(Result::ok) {
            let shared = Arc::clone(&self.shared);
            if shared.connections.fetch_add(1, Ordering::SeqCst) >= MOST_CONNECTIONS {
                shared.connections.fetch_sub(1, Ordering::SeqCst);
                continue;
            }
            let started = std::thread::Builder::new().spawn(move || {
                // A client that goes away is no fault.
                let _ = shared.serve(stream);
                shared.connections.fetch_sub(1, Ordering::SeqCst);
            });
            if started.is_err() {
                self.shared.connections.fetch_sub(1, Ordering::SeqCst);
            }
        }
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let Some(request) = http::read(&mut stream)? else {
            Answer::text("400 Bad Request", "no request\n").send(&mut stream, false)?;
            return stream.shutdown(Shutdown::Both);
        };
        let head_only = request.method == "HEAD";
        if self.allowed(&request) && request.method == "GET" && request.path == "/_citeloom/events" {
            return self.events(stream);
        }
        self.answer(&request).send(&mut stream, head_only)?;
        stream.shutdown(Shutdown::Both)
    }

    /// Whether the request names this machine: a page elsewhere whose name was made to point here does not.
    fn allowed(&self, request: &Request) -> bool {
        let host = request.host.as_deref().unwrap_or("");
        ["127.0.0.1", "localhost"]
            .iter()
            .any(|name| host == format!("{name}:{}", self.port))
    }

    fn answer(&self, request: &Request) -> Answer {
        if !self.allowed(request) {
            return Answer::text("403 Forbidden", "this server answers only to the machine it runs on\n");
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            let mut answer = Answer::text("405 Method Not Allowed", "only reading\n");
            answer.headers = "Allow: GET, HEAD\r\n".to_owned();
            return answer;
        }
        if let Some(own) = request.path.strip_prefix(OWN) {
            let (media, body) = match own {
                "live.js" => ("text/javascript; charset=utf-8", live::SCRIPT.to_owned()),
                "live.css" => ("text/css; charset=utf-8", live::STYLE.to_owned()),
                "state.json" => ("application/json", self.live.now().1),
                _ => return Answer::text("404 Not Found", "not here\n"),
            };
            return Answer {
                media,
                ..Answer::text("200 OK", &body)
            };
        }
        let path = request
            .path
            .strip_prefix(self.below.as_str())
            .filter(|rest| rest.starts_with('/'));
        let Some(file) = http::file_of(path.unwrap_or(&request.path)) else {
            return Answer::text("403 Forbidden", "outside of the site\n");
        };
        let _reading = self.switch.read();
        match self.read(&file) {
            Ok(Some(bytes)) => self.page("200 OK", &file, bytes, request),
            Ok(None) if self.folder.join(&file).is_dir() => {
                let mut answer = Answer::text("301 Moved Permanently", "a folder\n");
                // The path was checked: no line end can stand in it.
                let path: String = request.path.chars().filter(|c| !c.is_control()).collect();
                answer.headers = format!("Location: {path}/\r\n");
                answer
            }
            Ok(None) => match self.read("404.html") {
                Ok(Some(bytes)) => self.page("404 Not Found", "404.html", bytes, request),
                _ => Answer::text("404 Not Found", "not here\n"),
            },
            Err(error) => Answer::text("403 Forbidden", &format!("{error}\n")),
        }
    }

    /// A file of the site; `None` where there is none, an error where it lies outside by a link.
    fn read(&self, file: &str) -> io::Result<Option<Vec<u8>>> {
        crate::fs::read_inside(&self.folder, file)
    }

    fn page(&self, status: &'static str, file: &str, bytes: Vec<u8>, request: &Request) -> Answer {
        let html = file.ends_with(".html");
        let mut tag = Digest::of(&bytes).to_string();
        if html {
            // A page is another one, too, when its style or script is.
            for asset in [
                "assets/style.css",
                "assets/site.js",
                "assets/head.js",
                "assets/search.js",
            ] {
                let bytes = self.read(asset).ok().flatten().unwrap_or_default();
                tag.push_str(&Digest::of(&bytes).to_string());
            }
            tag = Digest::of(tag.as_bytes()).to_string();
        }
        let tag = format!("\"{tag}\"");
        let headers = format!("ETag: {tag}\r\n");
        if status.starts_with("200") && request.etag.as_deref() == Some(tag.as_str()) {
            return Answer {
                headers,
                ..Answer::text("304 Not Modified", "")
            };
        }
        Answer {
            status,
            media: http::media_type(file),
            headers,
            body: if html { renewing(&bytes, &tag) } else { bytes },
        }
    }

    /// Sends news until the page is closed.
    fn events(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
              X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 1000\n\n",
        )?;
        let mut seen = 0;
        loop {
            match self.live.after(seen, PATIENCE) {
                Some((number, state)) => {
                    seen = number;
                    stream.write_all(format!("event: news\ndata: {state}\n\n").as_bytes())?;
                }
                // A comment, by which a page that has gone is noticed.
                None => stream.write_all(b":\n\n")?,
            }
            stream.flush()?;
        }
    }
}

/// The path of an address, without a slash at its end.
fn path_of(address: &str) -> &str {
    let host = address.split_once("://").map_or("", |(_, rest)| rest);
    let path = host.find('/').map_or("", |at| &host[at..]);
    path.trim_end_matches('/')
}

/// The page with the script that renews it, and leave for that script to listen to this server.
fn renewing(bytes: &[u8], tag: &str) -> Vec<u8> {
    let Ok(html) = std::str::from_utf8(bytes) else {
        return bytes.to_vec();
    };
    let html = html.replacen("default-src 'none';", "default-src 'none'; connect-src 'self';", 1);
    let tag = tag.replace('"', "&quot;");
    let script = format!(
        "<link rel=stylesheet href=/_citeloom/live.css><script src=/_citeloom/live.js data-tag=\"{tag}\"></script>"
    );
    match html.rfind("</body>") {
        Some(at) => [&html[..at], &script, &html[at..]].concat().into_bytes(),
        None => [&html, script.as_str()].concat().into_bytes(),
    }
}
