//! Fuzzes importing again over an author's edits.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::merge(data));
