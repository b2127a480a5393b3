//! `citeloom serve` and `citeloom watch`, through real sockets and folders.

use crate::renoted;
use crate::support::ReviewCopy;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A command that runs until it is dropped, and the lines that it says.
struct Running {
    child: Child,
    said: Receiver<String>,
}

impl Running {
    fn start(review: &ReviewCopy, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_citeloom"))
            .args(arguments)
            .current_dir(&review.root)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, said) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { child, said }
    }

    /// Waits for a line that begins so, and gives the rest of it.
    fn until(&self, beginning: &str) -> String {
        let mut heard = Vec::new();
        loop {
            match self.said.recv_timeout(Duration::from_secs(60)) {
                Ok(line) => match line.strip_prefix(beginning) {
                    Some(rest) => return rest.trim().to_owned(),
                    None => heard.push(line),
                },
                Err(_) => panic!("no line begins with {beginning:?}:\n{}", heard.join("\n")),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The whole answer to a request.
fn ask(port: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(port: &str, path: &str) -> String {
    ask(port, &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"))
}

fn etag(answer: &str) -> &str {
    answer.split("ETag: ").nth(1).unwrap().split("\r\n").next().unwrap()
}

/// Serves the review; gives the port.
fn serve(review: &ReviewCopy) -> (Running, String) {
    let running = Running::start(review, &["serve", "--no-open"]);
    let address = running.until("serving");
    let port = address.trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    (running, port)
}

#[test]
fn pages_are_served_to_this_machine_and_nothing_else_is() {
    let review = ReviewCopy::whole();
    let (_running, port) = serve(&review);
    let home = get(&port, "/");
    assert!(home.starts_with("HTTP/1.1 200 OK\r\n"), "{home}");
    assert!(home.contains("Content-Type: text/html; charset=utf-8\r\n"));
    assert!(home.contains("/_citeloom/live.js"));
    assert!(
        home.contains("default-src 'none'; connect-src 'self';"),
        "the policy lets the page listen"
    );
    let disk = review.read("public/index.html");
    assert!(!disk.contains("_citeloom"), "the file on the disk is as it was built");
    assert!(get(&port, "/articles/dumas2019.html").contains("quizartinib"));
    assert!(get(&port, "/assets/style.css").contains("Content-Type: text/css"));
    assert!(get(&port, "/articles").contains("\r\nLocation: /articles/\r\n"));
    let missing = get(&port, "/nowhere.html");
    assert!(
        missing.starts_with("HTTP/1.1 404 ") && missing.contains("Page not found"),
        "{missing}"
    );
    let head = ask(&port, &format!("HEAD / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"));
    assert!(
        head.starts_with("HTTP/1.1 200 ") && head.ends_with("\r\n\r\n"),
        "{head}"
    );
    let same = ask(
        &port,
        &format!(
            "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nIf-None-Match: {}\r\n\r\n",
            etag(&head)
        ),
    );
    assert!(same.starts_with("HTTP/1.1 304 "), "{same}");

    // A name that was made to point at this machine is not this machine.
    for host in [format!("evil.example:{port}"), "127.0.0.1".to_owned(), String::new()] {
        let answer = ask(&port, &format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 403 "), "{host}: {answer}");
        let events = ask(
            &port,
            &format!("GET /_citeloom/events HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        );
        assert!(events.starts_with("HTTP/1.1 403 "), "{host}: {events}");
    }
    assert!(ask(&port, "GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 403 "));
    for path in [
        "/../citeloom.toml",
        "/%2e%2e/citeloom.toml",
        "/..%2fciteloom.toml",
        "/articles/../../citeloom.toml",
        "//etc/passwd",
        "/.citeloom-manifest",
        "/..\\citeloom.toml",
    ] {
        let answer = get(&port, path);
        assert!(answer.starts_with("HTTP/1.1 403 "), "{path}: {answer}");
    }
    let post = ask(&port, &format!("POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"));
    assert!(post.starts_with("HTTP/1.1 405 "), "{post}");
    assert!(ask(&port, "nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_site_is_not_followed() {
    let review = ReviewCopy::whole();
    let (_running, port) = serve(&review);
    std::os::unix::fs::symlink(
        review.root.join("citeloom.toml"),
        review.root.join("public/settings.txt"),
    )
    .unwrap();
    assert!(get(&port, "/settings.txt").starts_with("HTTP/1.1 403 "));
}

#[test]
fn an_edit_is_told_to_open_pages_and_an_error_is_shown_until_it_is_mended() {
    let review = ReviewCopy::whole();
    let (running, port) = serve(&review);
    let mut events = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    events.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    write!(
        events,
        "GET /_citeloom/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
    )
    .unwrap();
    let mut lines = BufReader::new(events).lines().map(Result::unwrap);
    let mut news = || {
        lines
            .find_map(|line| line.strip_prefix("data: ").map(str::to_owned))
            .unwrap()
    };
    assert!(news().contains("\"diagnostics\":[]"));

    let (page, other) = ("/articles/dumas2019.html", "/articles/rummelt2021.html");
    let (tag, other_tag) = (etag(&get(&port, page)).to_owned(), etag(&get(&port, other)).to_owned());
    let path = "content/articles/dumas2019.md";
    let stub = review.read(path);
    let good = stub.replacen("## Notes\n", "## Notes\n\nA word of the zebra.\n", 1);
    review.write(path, &good);
    assert!(news().contains("\"diagnostics\":[]"));
    let shown = get(&port, page);
    assert!(shown.contains("zebra"));
    assert_ne!(etag(&shown), tag, "the page has changed");
    assert_eq!(etag(&get(&port, other)), other_tag, "another page has not");

    review.write(path, good.replacen("zebra", "zebra [@nobody1900]", 1));
    // The page alone is told of first, with what was known before; the whole build knows what is wrong.
    let bad = (0..4).map(|_| news()).find(|said| said.contains("CL0701")).unwrap();
    assert!(bad.contains("content/articles/dumas2019.md:"), "{bad}");
    running.until("error[CL0701]");
    review.write(path, &good);
    assert!((0..3).any(|_| news().contains("\"diagnostics\":[]")));
    running.until("in ");
}

#[test]
fn notes_are_taken_in_without_a_whole_build_and_whole_builds_follow_them() {
    let review = renoted::review();
    let (running, port) = serve(&review);
    let path = renoted::stub(&review, 3);
    let page = path.replace("content", "").replace(".md", ".html");
    // A whole build says how much is missing.
    let whole = |running: &Running| {
        running.until("changed");
        let mut whole = false;
        loop {
            let line = running.said.recv_timeout(Duration::from_secs(60)).unwrap();
            whole |= line.contains("`citeloom check` tells more");
            if line.starts_with("in ") {
                return whole;
            }
        }
    };
    for (notes, way) in [
        ("A zebra.", false),
        ("[@author71997] on gnus.", true),
        ("Lions. [@author71997] on gnus.", false),
    ] {
        renoted::note(&review, 3, notes);
        assert_eq!(whole(&running), way, "{notes}");
        let word = notes
            .split(['.', ' '])
            .find(|word| word.len() > 4 && !word.starts_with('['))
            .unwrap_or("gnus");
        assert!(get(&port, &page).contains(word), "{notes}");
    }
    review.write(
        &path,
        review.read(&path).replacen("title = \"Paper", "title = \"A paper", 1),
    );
    assert!(whole(&running), "a title stands on many pages");
    assert!(get(&port, &page).contains("Lions"));
    renoted::note(&review, 3, "Tigers. [@author71997] on gnus.");
    assert!(!whole(&running));
    drop(running);
    assert_eq!(
        review
            .citeloom(&["build", "--no-cache", "--out", "whole"])
            .status
            .code(),
        Some(0)
    );
    for file in review.files("whole") {
        let bytes = |folder: &str| std::fs::read(review.root.join(folder).join(&file)).unwrap();
        assert!(bytes("whole") == bytes("public"), "{file}");
    }
}

#[test]
fn a_capture_that_is_dropped_becomes_a_page() {
    let review = ReviewCopy::whole();
    let settings = review.read("citeloom.toml");
    review.write("citeloom.toml", settings + "\n[limits]\ncapture-mib = 1\n");
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(&review, &["watch", folder.path().to_str().unwrap(), "--once"]);
    running.until("save or copy");
    std::fs::write(folder.path().join("shopping.txt"), "eggs, milk\n").unwrap();
    running.until("shopping.txt holds no paper");
    std::fs::write(folder.path().join("large.bib"), "% padding\n".repeat(120_000)).unwrap();
    running.until(
        "error: cannot read large.bib: it has more than 1 MiB, the limit of limits.capture-mib in citeloom.toml",
    );
    std::fs::write(
        folder.path().join("new.bib"),
        "@article{x, title={Of Zebras and Their Kinases}, author={Muster, Max}, year={2021}, journal={Blood}}",
    )
    .unwrap();
    running.until("new.bib is content/sources/new.bib now");
    running.until("in ");
    assert!(review.root.join("public/articles/muster2021.html").is_file());
    assert!(!review.root.join("content/sources/shopping.txt").exists());
}

#[test]
fn new_files_say_where_to_begin_and_nothing_is_overwritten() {
    let review = ReviewCopy::whole();
    let new = |arguments: &[&str]| {
        let output = review.citeloom(&[&["new"], arguments].concat());
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, said) = new(&["page", "How we searched"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        review
            .read("content/pages/how-we-searched.md")
            .contains("title = \"How we searched\"")
    );
    assert!(said.contains("citeloom build"), "{said}");
    assert_eq!(new(&["page", "How we searched"]).0, 2);
    assert_eq!(new(&["article", "muster2024"]).0, 0);
    let (status, said) = new(&["mechanism", "niche-cytokin"]);
    assert!(status == 2 && said.contains("did you mean niche-cytokine?"), "{said}");
    let (status, said) = new(&["mechanism", "compound-mutation"]);
    assert_eq!(status, 0, "{said}");
    let (status, said) = review.build();
    assert_eq!(status, 0, "{said}");
    assert!(review.root.join("public/how-we-searched.html").is_file());
    assert!(review.root.join("public/articles/muster2024.html").is_file());
    let lacking = String::from_utf8(review.citeloom(&["check"]).stderr).unwrap();
    assert!(lacking.contains("`muster2024` lacks"), "{lacking}");
}

#[test]
fn the_site_is_served_below_the_path_that_it_will_have() {
    let review = ReviewCopy::whole();
    let settings = review.read("citeloom.toml");
    review.write(
        "citeloom.toml",
        format!("base-url = \"https://group.github.io/review/\"\n{settings}"),
    );
    let (_running, port) = serve(&review);
    // The page for missing addresses names its files by the whole path.
    let missing = get(&port, "/articles/nowhere.html");
    assert!(missing.contains("/review/assets/style.css"), "{missing}");
    assert!(get(&port, "/review/assets/style.css").contains("Content-Type: text/css"));
    assert!(get(&port, "/review/").starts_with("HTTP/1.1 200 "));
    assert!(get(&port, "/reviewed/index.html").starts_with("HTTP/1.1 404 "));
    assert!(get(&port, "/review/../citeloom.toml").starts_with("HTTP/1.1 403 "));
}

#[test]
fn builds_beside_a_running_server_wait_for_their_turn() {
    let review = ReviewCopy::whole();
    let (running, port) = serve(&review);
    let path = "content/articles/dumas2019.md";
    let stub = review.read(path);
    review.write(
        path,
        stub.replacen("## Notes\n", "## Notes\n\nA word of the zebra.\n", 1),
    );
    let children: Vec<Child> = (0..3)
        .map(|_| {
            Command::new(env!("CARGO_BIN_EXE_citeloom"))
                .arg("build")
                .current_dir(&review.root)
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    running.until("in ");
    assert!(get(&port, "/articles/dumas2019.html").contains("zebra"));
}
