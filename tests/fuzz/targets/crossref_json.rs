//! Fuzzes the reader of crossref-json.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("crossref-json", data));
