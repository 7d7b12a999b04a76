//! Where the dynamic linker would find a shared library: run paths with
//! `$ORIGIN`, `LD_LIBRARY_PATH`, the linker's cache, the default folders.
//!
//! Absent on purpose: hardware-capability sub-folders outside the cache, which
//! hold only faster copies of libraries that the plain folders have too.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::image::Image;

const DEFAULT_FOLDERS: [&str; 6] = [
    "/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu",
    "/lib64",
    "/usr/lib64",
    "/lib",
    "/usr/lib",
];

/// The file that satisfies `name` for `needed_by`, if one for this machine
/// exists. `inherited` are the `DT_RPATH` entries of the files that led here.
pub(super) fn find(name: &str, needed_by: &Image, inherited: &[PathBuf]) -> Option<PathBuf> {
    if name.contains('/') {
        return usable(PathBuf::from(name));
    }
    candidates(name, needed_by, inherited)
        .into_iter()
        .find_map(usable)
}

/// Folders of the file's own `DT_RPATH`, which its libraries inherit.
pub(super) fn rpath_folders(image: &Image) -> Vec<PathBuf> {
    if image.runpath.is_empty() {
        expand(&image.rpath, &image.path)
    } else {
        Vec::new()
    }
}

fn candidates(name: &str, needed_by: &Image, inherited: &[PathBuf]) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if needed_by.runpath.is_empty() {
        folders.extend(rpath_folders(needed_by));
        folders.extend(inherited.iter().cloned());
    }
    if let Some(list) = std::env::var_os("LD_LIBRARY_PATH") {
        folders.extend(std::env::split_paths(&list).map(|folder| {
            if folder.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                folder
            }
        }));
    }
    folders.extend(expand(&needed_by.runpath, &needed_by.path));
    let mut files: Vec<PathBuf> = folders.iter().map(|folder| folder.join(name)).collect();
    if let Some(paths) = cache().get(name) {
        files.extend(paths.iter().cloned());
    }
    files.extend(
        DEFAULT_FOLDERS
            .iter()
            .map(|folder| Path::new(folder).join(name)),
    );
    files
}

fn usable(path: PathBuf) -> Option<PathBuf> {
    Image::read(&path).is_ok().then_some(path)
}

fn expand(entries: &[String], file: &Path) -> Vec<PathBuf> {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let origin = absolute
        .parent()
        .map(|folder| folder.to_string_lossy().into_owned())
        .unwrap_or_default();
    entries
        .iter()
        .map(|entry| {
            PathBuf::from(
                entry
                    .replace("${ORIGIN}", &origin)
                    .replace("$ORIGIN", &origin)
                    .replace("${LIB}", "lib")
                    .replace("$LIB", "lib")
                    .replace("${PLATFORM}", std::env::consts::ARCH)
                    .replace("$PLATFORM", std::env::consts::ARCH),
            )
        })
        .collect()
}

type Cache = HashMap<String, Vec<PathBuf>>;

/// The linker's cache. It is a file of the machine, so one copy per process.
fn cache() -> &'static Cache {
    static CACHE: OnceLock<Cache> = OnceLock::new();
    CACHE.get_or_init(|| {
        std::fs::read("/etc/ld.so.cache")
            .ok()
            .and_then(|bytes| parse_cache(&bytes))
            .unwrap_or_default()
    })
}

/// Reads glibc's cache format 1.1: a header of 48 bytes, entries of 24 bytes
/// (flags, offset of the name, offset of the path, …), then the strings.
fn parse_cache(bytes: &[u8]) -> Option<Cache> {
    const MAGIC: &[u8] = b"glibc-ld.so.cache1.1";
    const HEADER: usize = 48;
    const ENTRY: usize = 24;
    let start = bytes
        .windows(MAGIC.len())
        .position(|window| window == MAGIC)?;
    let bytes = &bytes[start..];
    let word = |offset: usize| -> Option<usize> {
        let raw: [u8; 4] = bytes.get(offset..offset + 4)?.try_into().ok()?;
        usize::try_from(u32::from_ne_bytes(raw)).ok()
    };
    let text = |offset: usize| -> Option<String> {
        let rest = bytes.get(offset..)?;
        let end = rest.iter().position(|&byte| byte == 0)?;
        Some(String::from_utf8_lossy(&rest[..end]).into_owned())
    };
    let mut cache = Cache::new();
    for index in 0..word(MAGIC.len())? {
        let entry = HEADER + index * ENTRY;
        let name = text(word(entry + 4)?)?;
        let path = text(word(entry + 8)?)?;
        cache.entry(name).or_default().push(PathBuf::from(path));
    }
    Some(cache)
}

#[cfg(test)]
mod tests {
    use super::{expand, parse_cache};
    use std::path::{Path, PathBuf};

    #[test]
    fn origin_is_expanded() {
        let entries = ["$ORIGIN/../lib".to_owned(), "${ORIGIN}".to_owned()];
        assert_eq!(
            expand(&entries, Path::new("/a/b/c.node")),
            [PathBuf::from("/a/b/../lib"), PathBuf::from("/a/b")]
        );
    }

    #[test]
    fn cache_with_one_entry() {
        let mut bytes = b"glibc-ld.so.cache1.1".to_vec();
        bytes.extend(1u32.to_ne_bytes());
        bytes.resize(48, 0);
        for word in [0x303u32, 72, 79, 0, 0, 0] {
            bytes.extend(word.to_ne_bytes());
        }
        bytes.extend(b"liba.1\0/x/liba.1\0");
        let cache = parse_cache(&bytes).expect("the format is the one read");
        assert_eq!(cache["liba.1"], [PathBuf::from("/x/liba.1")]);
    }
}
