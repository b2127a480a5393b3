//! Fuzzes the reader of mods.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| citeloom_fuzz::reader("mods", data));
