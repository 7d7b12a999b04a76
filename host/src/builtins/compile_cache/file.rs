//! The files of a compile cache: what one says about itself, reading it, and writing it so that a
//! reader sees all of it or nothing. Knows nothing of V8.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// What a file begins with: whose it is, and the version of this layout.
const MAGIC: [u8; 16] = *b"napi-host code 1";
const DIGEST: usize = 32;
/// Then the digests of the source text and of what follows.
const HEADER: usize = MAGIC.len() + 2 * DIGEST;

/// SHA-256: V8 itself only compares the length of a source.
pub(super) type Digest = [u8; DIGEST];

pub(super) fn digest(bytes: &[u8]) -> Digest {
    openssl::sha::sha256(bytes)
}

/// Why a file is of no use.
#[derive(Debug)]
pub(super) enum Miss {
    /// It cannot be read; mostly, it is not there.
    Unreadable(io::Error),
    /// It was cut or changed, or is something else.
    Damaged,
    /// The source was another one.
    OtherSource,
}

/// What was kept for the source with this digest.
pub(super) fn read(path: &Path, source: &Digest) -> Result<Vec<u8>, Miss> {
    let mut bytes = std::fs::read(path).map_err(Miss::Unreadable)?;
    if bytes.len() < HEADER || bytes[..MAGIC.len()] != MAGIC {
        return Err(Miss::Damaged);
    }
    let kept = bytes.split_off(HEADER);
    let (of_source, of_kept) = bytes[MAGIC.len()..].split_at(DIGEST);
    if of_source != source {
        return Err(Miss::OtherSource);
    }
    if of_kept != digest(&kept) {
        return Err(Miss::Damaged);
    }
    Ok(kept)
}

/// Writes beside the file and renames: others read or write the same one meanwhile.
pub(super) fn write(path: &Path, source: &Digest, kept: &[u8]) -> io::Result<()> {
    let beside = beside(path);
    let written = write_new(&beside, &[&MAGIC, source, &digest(kept), kept])
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // It may not be there; the error to report is the first one.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

fn write_new(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    parts.iter().try_for_each(|part| file.write_all(part))
}

/// A name that no other thread or process has.
fn beside(path: &Path) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    path.with_extension(format!("{}-{number}", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::{HEADER, Miss, digest, read, write};

    #[test]
    fn files_that_are_damaged_or_of_another_source_are_no_use() {
        let folder = std::env::temp_dir().join(format!("compile-cache-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let path = folder.join("0123");
        let source = digest(b"source");
        assert!(matches!(read(&path, &source), Err(Miss::Unreadable(_))));
        write(&path, &source, b"kept").expect("the folder can be written");
        assert_eq!(read(&path, &source).ok().as_deref(), Some(&b"kept"[..]));
        let other = digest(b"other");
        assert!(matches!(read(&path, &other), Err(Miss::OtherSource)));
        let whole = std::fs::read(&path).expect("it was written");
        for (at, length) in [
            (0, whole.len()),
            (HEADER, whole.len()),
            (1, 10),
            (1, HEADER),
        ] {
            let mut bytes = whole[..length].to_vec();
            bytes[at.min(length - 1)] ^= 1;
            std::fs::write(&path, bytes).expect("the folder can be written");
            assert!(read(&path, &source).is_err(), "{at} {length}");
        }
        std::fs::remove_dir_all(&folder).expect("it is ours");
    }
}
