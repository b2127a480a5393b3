//! Fuzzes the reader of marc.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("marc", data));
