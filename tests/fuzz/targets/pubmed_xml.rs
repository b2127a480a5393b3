//! Fuzzes the reader of pubmed-xml.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("pubmed-xml", data));
