//! Fuzzes the reader of bibtex.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("bibtex", data));
