//! Fuzzes the reader of csl-yaml.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("csl-yaml", data));
