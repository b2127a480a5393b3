//! Fuzzes the reader of wos.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("wos", data));
