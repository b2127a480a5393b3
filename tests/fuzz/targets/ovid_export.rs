//! Fuzzes the reader of ovid-export.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("ovid-export", data));
