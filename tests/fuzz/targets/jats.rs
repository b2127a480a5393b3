//! Fuzzes the reader of jats.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("jats", data));
