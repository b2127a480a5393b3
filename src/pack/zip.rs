//! ZIP archives (APPNOTE 6.3): names sorted, times fixed, every byte a function of the files.

use super::Files;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use rayon::prelude::*;
use std::io::Write;

/// 1 January 1980, the first day that the format knows.
const DAY: u16 = 1 << 5 | 1;
/// Bit 11: names are UTF-8.
const UTF8: u16 = 1 << 11;
/// More entries than this need the larger end record.
const MOST_ENTRIES: usize = 0xffff;

struct Entry<'f> {
    name: String,
    crc: u32,
    size: usize,
    deflated: Option<Vec<u8>>,
    plain: &'f [u8],
}

impl Entry<'_> {
    fn data(&self) -> &[u8] {
        self.deflated.as_deref().unwrap_or(self.plain)
    }

    /// The part that both headers share, from "version needed" to the length of the name.
    fn common(&self) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(26);
        for value in [20, UTF8, if self.deflated.is_some() { 8 } else { 0 }, 0, DAY] {
            out.extend_from_slice(&value.to_le_bytes());
        }
        for value in [
            self.crc,
            u32::try_from(self.data().len()).ok()?,
            u32::try_from(self.size).ok()?,
        ] {
            out.extend_from_slice(&value.to_le_bytes());
        }
        out.extend_from_slice(&u16::try_from(self.name.len()).ok()?.to_le_bytes());
        Some(out)
    }
}

/// The archive of `files`, all below one folder. `None` when it would grow over 4 GiB.
pub fn zip(folder: &str, files: &Files) -> Option<Vec<u8>> {
    let entries: Vec<Entry<'_>> = files
        .par_iter()
        .map(|(path, bytes)| {
            let mut crc = Crc::new();
            crc.update(bytes);
            let deflated = deflate(bytes).filter(|small| small.len() < bytes.len());
            Entry {
                name: format!("{folder}/{path}"),
                crc: crc.sum(),
                size: bytes.len(),
                deflated,
                plain: bytes,
            }
        })
        .collect();
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in &entries {
        let (offset, common) = (u32::try_from(out.len()).ok()?, entry.common()?);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(entry.name.as_bytes());
        out.extend_from_slice(entry.data());
        directory.extend_from_slice(b"PK\x01\x02");
        // Made on Unix, so that the rights of a plain readable file are understood.
        directory.extend_from_slice(&(3u16 << 8 | 20).to_le_bytes());
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 8]);
        directory.extend_from_slice(&(0o100_644u32 << 16).to_le_bytes());
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(entry.name.as_bytes());
    }
    let start = u32::try_from(out.len()).ok()?;
    let length = u32::try_from(directory.len()).ok()?;
    out.append(&mut directory);
    if entries.len() > MOST_ENTRIES {
        let end = out.len() as u64;
        let count = (entries.len() as u64).to_le_bytes();
        out.extend_from_slice(b"PK\x06\x06");
        out.extend_from_slice(&44u64.to_le_bytes());
        out.extend_from_slice(&(3u16 << 8 | 45).to_le_bytes());
        out.extend_from_slice(&45u16.to_le_bytes());
        out.extend_from_slice(&[0; 8]);
        out.extend_from_slice(&count);
        out.extend_from_slice(&count);
        out.extend_from_slice(&u64::from(length).to_le_bytes());
        out.extend_from_slice(&u64::from(start).to_le_bytes());
        out.extend_from_slice(b"PK\x06\x07\0\0\0\0");
        out.extend_from_slice(&end.to_le_bytes());
        out.extend_from_slice(&1u32.to_le_bytes());
    }
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX).to_le_bytes();
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count);
    out.extend_from_slice(&count);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    Some(out)
}

fn deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(6));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}
