//! Fuzzes whatever bytes a capture may have.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::bytes(data));
