//! The program itself, and the disk.

use super::Found::{self, Known, Well, Wrong};
use super::Patient;
use std::process::Command;

/// Which program this is.
pub(super) fn program() -> Vec<Found> {
    let place = std::env::current_exe().map_or_else(|_| "somewhere".to_owned(), |path| path.display().to_string());
    let mut found = vec![Well(format!(
        "citeloom {} for {} {}, {place}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    ))];
    if cfg!(debug_assertions) {
        found.push(Known(
            "it was built for development and is many times slower than a release".to_owned(),
        ));
    }
    found
}

/// Less room than this is little, in KiB.
const LITTLE: u64 = 200 << 10;
/// With less room than this a build will fail, in KiB.
const NONE: u64 = 10 << 10;

/// How much room there is on the disks of review and site, as `df` says; nothing where there is no `df`.
pub(super) fn room(patient: &Patient) -> Vec<Found> {
    let mut found = Vec::new();
    let mut seen = Vec::new();
    for folder in [&patient.root, &patient.out] {
        let Some((disk, free)) = free(folder) else { continue };
        if seen.contains(&disk) {
            continue;
        }
        let text = format!("{} MiB are free where {} is", free >> 10, folder.display());
        found.push(match free {
            _ if free < NONE => Wrong(format!("{text}: too few for a build; make room")),
            _ if free < LITTLE => Known(format!("{text}, which is little")),
            _ => Well(text),
        });
        seen.push(disk);
    }
    found
}

/// The disk that a folder is on, and the KiB that are free there.
fn free(folder: &std::path::Path) -> Option<(String, u64)> {
    let output = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    parse_df(&String::from_utf8_lossy(&output.stdout))
}

/// Reads what POSIX's `df -P -k` prints of one file system: a heading, then name, size, used, available, per cent, place.
fn parse_df(text: &str) -> Option<(String, u64)> {
    let row = text.lines().nth(1)?;
    // The name may hold blanks; the place is a whole path.
    let percent = row.rfind("% /")?;
    let mut words = row.get(..percent)?.split_whitespace().rev().skip(1);
    let free = words.next()?.parse().ok()?;
    Some((row.get(percent..)?.to_owned(), free))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_df_prints_is_read() {
        let heading = "Filesystem     1024-blocks      Used Available Capacity Mounted on\n";
        let of = |row: &str| parse_df(&format!("{heading}{row}\n"));
        assert_eq!(
            of("/dev/vda1         20466256  12063664   7337680      63% /")
                .unwrap()
                .1,
            7_337_680
        );
        let named = of("//host/a share  100 40 60 40% /mnt/a 100% place").unwrap();
        assert_eq!(named.1, 60);
        assert_eq!(of("df: no such file"), None);
        assert_eq!(parse_df(""), None);
    }
}
