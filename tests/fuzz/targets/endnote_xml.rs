//! Fuzzes the reader of endnote-xml.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("endnote-xml", data));
