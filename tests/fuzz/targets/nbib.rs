//! Fuzzes the reader of nbib.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("nbib", data));
