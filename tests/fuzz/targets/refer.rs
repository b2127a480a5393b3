//! Fuzzes the reader of refer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("refer", data));
