//! Fuzzes the reader of datacite-json.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("datacite-json", data));
