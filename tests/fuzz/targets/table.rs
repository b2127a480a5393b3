//! Fuzzes the reader of table.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("table", data));
