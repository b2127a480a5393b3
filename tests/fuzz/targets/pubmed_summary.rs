//! Fuzzes the reader of pubmed-summary.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("pubmed-summary", data));
