//! Fuzzes a vocabulary and a text tagged with it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::vocabulary(data));
