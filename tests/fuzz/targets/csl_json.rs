//! Fuzzes the reader of csl-json.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("csl-json", data));
