//! Fuzzes the reader of zotero-rdf.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("zotero-rdf", data));
