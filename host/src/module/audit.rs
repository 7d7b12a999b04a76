//! Whether an addon can work here, from its ELF file alone.
//!
//! [`check`] runs before `dlopen` and refuses what would end the process later:
//! a binary for another system, and lazily bound functions of V8, libuv or node
//! that nobody has. Other unresolved functions may stay unresolved, as in Node:
//! many addons name functions that they never call. [`explain`] runs after
//! `dlopen` has refused (no code of the addon has run then) and finds the cause
//! that the dynamic linker's message only hints at.

use std::collections::BTreeSet;
use std::ffi::CString;
use std::path::{Path, PathBuf};

use super::error::{ImportKind, LoadError, MissingImports};
use super::image::{Details, Image};
use super::search;

/// Answers whether this executable offers a function of the given name to addons; from then on the
/// dynamic linker finds it.
pub type Exports<'exports> = &'exports dyn Fn(&str) -> bool;

/// Libraries that show what system a binary is for, other than glibc's.
const OTHER_SYSTEMS: [(&str, &str); 6] = [
    ("libc.musl-", "musl (Alpine Linux)"),
    ("ld-musl-", "musl (Alpine Linux)"),
    ("liblog.so", "Android"),
    ("libandroid.so", "Android"),
    ("libc.so.7", "FreeBSD"),
    ("libSystem", "macOS"),
];

/// Reads an addon before it is loaded.
///
/// # Errors
/// When loading it cannot work, or would end the process at the first call.
pub fn check(path: &Path, exported: Exports<'_>) -> Result<Image, LoadError> {
    let image = Image::read(path)?;
    check_system(&image)?;
    check_foreign_imports(&image, exported)?;
    Ok(image)
}

/// Finds out why `dlopen` refused an addon that [`check`] had accepted.
#[must_use]
pub fn explain(image: &Image, exported: Exports<'_>, message: &str) -> LoadError {
    let libraries = match Libraries::of(image) {
        Ok(libraries) => libraries,
        Err(error) => return error,
    };
    if let Some(error) = libraries.missing_version(image) {
        return error;
    }
    let unresolved = libraries.unresolved(image, exported, |_| true);
    let addon_lacks_symbol = message.contains("undefined symbol")
        && unresolved.iter().any(|symbol| message.contains(symbol));
    match group(unresolved) {
        Some(missing) if addon_lacks_symbol => LoadError::MissingImports {
            path: image.path.clone(),
            missing,
        },
        _ => LoadError::Refused {
            path: image.path.clone(),
            message: message.to_owned(),
        },
    }
}

fn check_system(image: &Image) -> Result<(), LoadError> {
    let wrong = |found, library: &str| LoadError::WrongSystem {
        path: image.path.clone(),
        found,
        library: library.to_owned(),
        expected: "glibc",
    };
    for library in &image.needed {
        for (prefix, system) in OTHER_SYSTEMS {
            if library.starts_with(prefix) {
                return Err(wrong(system, library));
            }
        }
    }
    // musl's and Android's C libraries share this name; with glibc it is a
    // linker script, which no binary asks for.
    if let Some(library) = image.needed.iter().find(|name| *name == "libc.so") {
        return Err(wrong("musl or Android", library));
    }
    Ok(())
}

fn check_foreign_imports(image: &Image, exported: Exports<'_>) -> Result<(), LoadError> {
    let foreign = |symbol: &str| {
        matches!(
            ImportKind::of(symbol),
            ImportKind::Libuv | ImportKind::V8 | ImportKind::Node
        )
    };
    let suspects = image
        .imports
        .iter()
        .any(|import| !import.weak && foreign(&import.name) && !exported(&import.name));
    if !suspects {
        return Ok(());
    }
    // A library that the addon brings along may provide them.
    let libraries = Libraries::of(image)?;
    match group(libraries.unresolved(image, exported, foreign)) {
        None => Ok(()),
        Some(missing) => Err(LoadError::MissingImports {
            path: image.path.clone(),
            missing,
        }),
    }
}

/// Keeps the symbols of the kind that says most about the addon.
fn group(symbols: BTreeSet<String>) -> Option<MissingImports> {
    let kind = symbols.iter().map(|symbol| ImportKind::of(symbol)).min()?;
    Some(MissingImports {
        kind,
        symbols: symbols
            .into_iter()
            .filter(|symbol| ImportKind::of(symbol) == kind)
            .collect(),
    })
}

/// The libraries that an addon needs, and theirs, in the linker's order.
struct Libraries {
    found: Vec<Library>,
}

struct Library {
    name: String,
    image: Image,
}

impl Libraries {
    /// Finds them as the dynamic linker does.
    fn of(addon: &Image) -> Result<Self, LoadError> {
        let mut found: Vec<Library> = Vec::new();
        let mut open = vec![(addon.clone(), Vec::<PathBuf>::new())];
        while !open.is_empty() {
            let mut next = Vec::new();
            for (image, inherited) in open {
                let mut folders = search::rpath_folders(&image);
                folders.extend(inherited.iter().cloned());
                for name in &image.needed {
                    if found.iter().any(|library| library.name == *name) {
                        continue;
                    }
                    let Some(library) = locate(name, &image, &inherited)? else {
                        return Err(LoadError::MissingLibrary {
                            path: addon.path.clone(),
                            library: name.clone(),
                            needed_by: image.path.clone(),
                        });
                    };
                    next.push((library.clone(), folders.clone()));
                    found.push(Library {
                        name: name.clone(),
                        image: library,
                    });
                }
            }
            open = next;
        }
        Ok(Self { found })
    }

    fn missing_version(&self, addon: &Image) -> Option<LoadError> {
        let images = self.found.iter().map(|library| &library.image);
        for image in std::iter::once(addon).chain(images) {
            for required in Details::read(&image.path).required_versions {
                let library = self
                    .found
                    .iter()
                    .find(|library| library.name == required.library)?;
                let provided = Details::read(&library.image.path);
                if !provided.versions.is_empty() && !provided.versions.contains(&required.version) {
                    return Some(LoadError::MissingVersion {
                        path: addon.path.clone(),
                        needed_by: image.path.clone(),
                        library: required.library.clone(),
                        version: required.version.clone(),
                        running: running_version(&required.version),
                    });
                }
            }
        }
        None
    }

    fn unresolved(
        &self,
        addon: &Image,
        exported: Exports<'_>,
        relevant: impl Fn(&str) -> bool,
    ) -> BTreeSet<String> {
        let mut symbols: BTreeSet<String> = addon
            .imports
            .iter()
            .filter(|import| !import.weak && relevant(&import.name))
            .map(|import| &import.name)
            .filter(|name| !exported(name) && !in_process(name))
            .cloned()
            .collect();
        for library in &self.found {
            if symbols.is_empty() {
                break;
            }
            let provided = Details::read(&library.image.path);
            symbols.retain(|symbol| !provided.symbols.contains(symbol));
        }
        symbols
    }
}

fn locate(
    name: &str,
    needed_by: &Image,
    inherited: &[PathBuf],
) -> Result<Option<Image>, LoadError> {
    search::find(name, needed_by, inherited)
        .map(|path| Image::read(&path))
        .transpose()
}

/// Whether a library that is already mapped provides the symbol.
fn in_process(symbol: &str) -> bool {
    let Ok(name) = CString::new(symbol) else {
        return false;
    };
    // SAFETY: the name ends with NUL; the pseudo handle RTLD_DEFAULT is always valid.
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    !address.is_null()
}

fn running_version(version: &str) -> String {
    if !version.starts_with("GLIBC_") {
        return String::new();
    }
    // SAFETY: the function has no precondition and answers a static string.
    let text = unsafe { libc::gnu_get_libc_version() };
    // SAFETY: the string is static and ends with NUL.
    let text = unsafe { std::ffi::CStr::from_ptr(text) };
    format!(" (this system has glibc {})", text.to_string_lossy())
}

#[cfg(test)]
mod tests;
