//! Fuzzes the reader of refworks.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("refworks", data));
