//! Fuzzes the reader of openalex-json.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("openalex-json", data));
