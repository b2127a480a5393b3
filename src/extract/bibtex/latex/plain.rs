//! Finding the next byte that means something, many at a time.

/// Whether the decoder must look at `byte`, which `next` follows: signs with a meaning always, some when doubled.
/// Written so that the compiler tests many bytes at once.
const fn is_special(byte: u8, next: u8) -> bool {
    let always = (byte < 0x20)
        | (byte == b'\\')
        | (byte == b'{')
        | (byte == b'}')
        | (byte == b'$')
        | (byte == b'~')
        | (byte == b'&')
        | (byte == b'<')
        | (byte == b'_')
        | (byte == b'^');
    let doubled = (byte == b' ') | (byte == b'-') | (byte == b'`') | (byte == b'\'');
    always | (doubled & (byte == next))
}

/// The end of the plain run that begins at `from`: the position of the next special byte, or the end.
pub(super) fn plain_end(bytes: &[u8], from: usize) -> usize {
    const BLOCK: usize = 32;
    let mut at = from;
    while let Some(block) = bytes.get(at..at + BLOCK + 1) {
        let hit = (0..BLOCK).fold(false, |hit, i| hit | is_special(block[i], block[i + 1]));
        if hit {
            break;
        }
        at += BLOCK;
    }
    while let Some(&byte) = bytes.get(at) {
        let class = CLASSES[usize::from(byte)];
        if class != 0 && (class == ALWAYS || bytes.get(at + 1) == Some(&byte)) {
            break;
        }
        at += 1;
    }
    at
}

const ALWAYS: u8 = 1;
const DOUBLED: u8 = 2;

/// [`is_special`] for one byte at a time.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0u8;
    loop {
        if is_special(byte, !byte) {
            classes[byte as usize] = ALWAYS;
        } else if is_special(byte, byte) {
            classes[byte as usize] = DOUBLED;
        }
        if byte == u8::MAX {
            break classes;
        }
        byte += 1;
    }
};

/// Whether decoding leaves the trimmed text as it is.
pub(in crate::extract::bibtex) fn is_plain(text: &str) -> bool {
    plain_end(text.as_bytes(), 0) == text.len()
}
