//! Fuzzes the reader of pubmed-text.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("pubmed-text", data));
