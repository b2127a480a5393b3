//! Fuzzes the reader of ris.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("ris", data));
