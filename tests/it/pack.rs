//! `citeloom pack`: one file of the site, always the same bytes, never of half a site.

use crate::support::ReviewCopy;
use std::io::Read;

fn pack(review: &ReviewCopy, arguments: &[&str], name: &str) -> Vec<u8> {
    let output = review.citeloom(&[&["pack", "--output", name], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(review.root.join(name)).unwrap()
}

/// The files of an archive, read entry by entry from its beginning.
pub fn unpacked(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let short = |at: usize| usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]));
    let long = |at: usize| u32::from_le_bytes([zip[at], zip[at + 1], zip[at + 2], zip[at + 3]]);
    let (mut at, mut files) = (0, Vec::new());
    while zip[at..].starts_with(b"PK\x03\x04") {
        let (method, crc, packed, size) = (
            short(at + 8),
            long(at + 14),
            long(at + 18) as usize,
            long(at + 22) as usize,
        );
        assert_eq!((short(at + 10), short(at + 12)), (0, 33), "the time is fixed");
        let name = at + 30..at + 30 + short(at + 26);
        let data = &zip[name.end + short(at + 28)..][..packed];
        let mut bytes = Vec::new();
        match method {
            0 => bytes.extend_from_slice(data),
            8 => {
                flate2::read::DeflateDecoder::new(data).read_to_end(&mut bytes).unwrap();
            }
            other => panic!("method {other}"),
        }
        let mut sum = flate2::Crc::new();
        sum.update(&bytes);
        assert_eq!((sum.sum(), bytes.len()), (crc, size));
        files.push((String::from_utf8(zip[name.clone()].to_vec()).unwrap(), bytes));
        at = name.end + packed;
    }
    assert!(zip[at..].starts_with(b"PK\x01\x02"), "the directory follows");
    let end = zip.len() - 22;
    assert!(zip[end..].starts_with(b"PK\x05\x06"));
    assert_eq!(short(end + 10), files.len());
    assert_eq!(long(end + 16) as usize, at);
    files
}

#[test]
fn a_zip_holds_the_site_and_is_the_same_every_time() {
    let (here, there) = (ReviewCopy::whole(), ReviewCopy::whole());
    here.build();
    there.build();
    let zip = pack(&here, &[], "a.zip");
    assert!(zip == pack(&there, &[], "b.zip"), "the bytes differ");
    let files = unpacked(&zip);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.split_once('/').unwrap().1).collect();
    assert!(names.is_sorted() && names.contains(&"index.html"));
    for (name, bytes) in &files {
        let (folder, inside) = name.split_once('/').unwrap();
        assert!(folder.starts_with("resistance-and-persistence"), "{folder}");
        assert!(
            *bytes == std::fs::read(here.root.join("public").join(inside)).unwrap(),
            "{inside}"
        );
    }
    let built = here.files("public");
    assert_eq!(names.len(), built.len(), "every file of the site");
}

#[test]
fn single_files_are_the_same_every_time_and_hold_what_was_asked_for() {
    let (here, there) = (ReviewCopy::whole(), ReviewCopy::whole());
    here.build();
    there.build();
    let all = pack(&here, &["--single"], "all.html");
    assert!(all == pack(&there, &["--single"], "all.html"), "the bytes differ");
    let all = String::from_utf8(all).unwrap();
    for page in [
        "index.html",
        "articles/dumas2019.html",
        "provenance/dumas2019.html",
        "bibliography.html",
    ] {
        assert!(all.contains(&format!("<section id=\"{page}\" data-page")), "{page}");
    }
    let one = String::from_utf8(pack(&here, &["--mechanism", "rtk-bypass"], "one.html")).unwrap();
    assert!(one.contains("<section id=\"mechanisms/rtk-bypass.html\" data-page"));
    assert!(one.contains("<section id=\"articles/dumas2019.html\" data-page"));
    assert!(!one.contains("<section id=\"bibliography.html\""));
    for html in [&all, &one] {
        assert!(html.contains("default-src 'none'; script-src 'sha256-") && !html.contains("unsafe-inline"));
        assert!(!html.contains(" src=\"assets/") && !html.contains("rel=\"stylesheet\""));
    }
    let wrong = here.citeloom(&["pack", "--mechanism", "rtk-bypas"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("did you mean rtk-bypass?"));
}

#[test]
fn half_a_site_is_not_handed_on() {
    let review = ReviewCopy::whole();
    let refused = |why: &str| {
        let output = review.citeloom(&["pack", "--output", "x.zip"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(why), "{said}");
        assert!(!review.root.join("x.zip").exists());
    };
    refused("holds no built site; run `citeloom build` first");
    review.build();
    review.write("public/.citeloom-journal", "move index.html\nmove x.html\nend\n");
    refused("half old and half new");
    review.build();
    std::fs::remove_file(review.root.join("public/gaps.html")).unwrap();
    refused("cannot read gaps.html");
}
