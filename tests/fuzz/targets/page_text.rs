//! Fuzzes the reader of page-text.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("page-text", data));
