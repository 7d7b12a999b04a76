//! What an ELF file says about itself: machine, libraries, versions, imports
//! and exports. Reading only; rules are in [`super::audit`].

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use goblin::elf::dynamic::{DF_1_NOW, DF_BIND_NOW, DT_BIND_NOW};
use goblin::elf::header::{EM_X86_64, ET_DYN, ET_EXEC, ET_REL, machine_to_str};
use goblin::elf::{Elf, sym};
use memmap2::Mmap;

use super::error::LoadError;

/// The architecture of this process as an ELF machine number.
#[cfg(target_arch = "x86_64")]
pub(crate) const MACHINE: u16 = EM_X86_64;
/// The architecture of this process as an ELF machine number.
#[cfg(target_arch = "aarch64")]
pub(crate) const MACHINE: u16 = goblin::elf::header::EM_AARCH64;

/// An import: a symbol that the file uses and does not define.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Name in the symbol table.
    pub name: String,
    /// May stay unresolved.
    pub weak: bool,
}

/// A version of a library that the file was linked with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequiredVersion {
    /// The library, `libc.so.6`.
    pub library: String,
    /// The version, `GLIBC_2.34`.
    pub version: String,
}

/// The facts of one shared library for this machine.
#[derive(Debug, Clone)]
pub struct Image {
    /// The file, as given.
    pub path: PathBuf,
    /// `DT_NEEDED`, in order.
    pub needed: Vec<String>,
    /// `DT_RPATH` entries; ignored by the dynamic linker when there is a run path.
    pub rpath: Vec<String>,
    /// `DT_RUNPATH` entries.
    pub runpath: Vec<String>,
    /// All functions are bound when the file is loaded.
    pub bind_now: bool,
    /// Imports, in the order of the symbol table.
    pub imports: Vec<Import>,
    /// Versions that it needs.
    pub required_versions: Vec<RequiredVersion>,
}

/// The names that a library defines: symbols and versions.
#[derive(Debug, Default)]
pub(crate) struct Provided {
    pub(crate) symbols: BTreeSet<String>,
    pub(crate) versions: BTreeSet<String>,
}

impl Image {
    /// Reads an addon or a library. The file is mapped, not read as a whole.
    ///
    /// # Errors
    /// When the file is not a shared library for this machine.
    pub fn read(path: &Path) -> Result<Self, LoadError> {
        let bytes = map(path)?;
        let elf = parse(path, &bytes)?;
        Ok(Self {
            path: path.to_owned(),
            needed: elf.libraries.iter().map(|&name| name.to_owned()).collect(),
            rpath: split(&elf.rpaths),
            runpath: split(&elf.runpaths),
            bind_now: binds_now(&elf),
            imports: imports(&elf),
            required_versions: required_versions(&elf),
        })
    }
}

impl Provided {
    /// Reads what a library defines. A file that cannot be read defines nothing.
    pub(crate) fn read(path: &Path) -> Self {
        let Ok(bytes) = map(path) else {
            return Self::default();
        };
        let Ok(elf) = parse(path, &bytes) else {
            return Self::default();
        };
        Self {
            symbols: elf
                .dynsyms
                .iter()
                .filter(|symbol| !symbol.is_import() && symbol.st_shndx != 0)
                .filter_map(|symbol| elf.dynstrtab.get_at(symbol.st_name))
                .map(str::to_owned)
                .collect(),
            versions: elf
                .verdef
                .iter()
                .flat_map(|section| section.iter())
                .filter_map(|definition| definition.iter().next())
                .filter_map(|name| elf.dynstrtab.get_at(name.vda_name))
                .map(str::to_owned)
                .collect(),
        }
    }
}

fn map(path: &Path) -> Result<Mmap, LoadError> {
    let unreadable = |error: std::io::Error| LoadError::Unreadable {
        path: path.to_owned(),
        reason: describe(&error),
    };
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(LoadError::NotAFile {
            path: path.to_owned(),
        });
    }
    if metadata.len() == 0 {
        return Err(LoadError::NotElf {
            path: path.to_owned(),
            found: "empty",
        });
    }
    // SAFETY: the mapping is private and read-only, and lives only while the
    // headers are read. A file that is truncated in that moment would fault,
    // which is what the dynamic linker's own mapping of it does an instant later.
    unsafe { Mmap::map(&file) }.map_err(unreadable)
}

/// The system's own words, without Rust's "(os error N)".
fn describe(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

fn parse<'bytes>(path: &Path, bytes: &'bytes [u8]) -> Result<Elf<'bytes>, LoadError> {
    if !bytes.starts_with(goblin::elf::header::ELFMAG) {
        return Err(LoadError::NotElf {
            path: path.to_owned(),
            found: looks_like(bytes),
        });
    }
    let damaged = |reason: goblin::error::Error| LoadError::Damaged {
        path: path.to_owned(),
        reason: reason.to_string(),
    };
    // The header alone says whether the rest is for this machine.
    let header = Elf::parse_header(bytes).map_err(damaged)?;
    if header.e_machine != MACHINE {
        return Err(LoadError::WrongMachine {
            path: path.to_owned(),
            found: machine_name(header.e_machine),
            expected: std::env::consts::ARCH,
        });
    }
    let found = match header.e_type {
        ET_DYN => None,
        ET_EXEC => Some("an executable"),
        ET_REL => Some("an object file"),
        _ => Some("another kind of ELF file"),
    };
    if let Some(found) = found {
        return Err(LoadError::NotShared {
            path: path.to_owned(),
            found,
        });
    }
    Elf::parse(bytes).map_err(damaged)
}

/// Names a file that is not ELF by its first bytes.
fn looks_like(bytes: &[u8]) -> &'static str {
    const MACH_O: [[u8; 4]; 4] = [
        [0xcf, 0xfa, 0xed, 0xfe],
        [0xfe, 0xed, 0xfa, 0xcf],
        [0xca, 0xfe, 0xba, 0xbe],
        [0xce, 0xfa, 0xed, 0xfe],
    ];
    if bytes.starts_with(b"MZ") {
        "a Windows library"
    } else if MACH_O.iter().any(|magic| bytes.starts_with(magic)) {
        "a macOS library"
    } else if bytes.starts_with(b"version https://git-lfs") {
        "a Git LFS pointer, not the binary itself"
    } else {
        "not a compiled library"
    }
}

fn machine_name(machine: u16) -> String {
    match machine {
        goblin::elf::header::EM_X86_64 => "x86_64".to_owned(),
        goblin::elf::header::EM_AARCH64 => "aarch64 (arm64)".to_owned(),
        goblin::elf::header::EM_386 => "x86 (ia32)".to_owned(),
        goblin::elf::header::EM_ARM => "arm".to_owned(),
        goblin::elf::header::EM_RISCV => "riscv".to_owned(),
        goblin::elf::header::EM_PPC64 => "ppc64".to_owned(),
        goblin::elf::header::EM_S390 => "s390x".to_owned(),
        other => machine_to_str(other).to_owned(),
    }
}

fn split(paths: &[&str]) -> Vec<String> {
    paths
        .iter()
        .flat_map(|list| list.split(':'))
        .filter(|entry| !entry.is_empty())
        .map(str::to_owned)
        .collect()
}

fn binds_now(elf: &Elf<'_>) -> bool {
    elf.dynamic.as_ref().is_some_and(|dynamic| {
        dynamic.info.flags & DF_BIND_NOW != 0
            || dynamic.info.flags_1 & DF_1_NOW != 0
            || dynamic.dyns.iter().any(|entry| entry.d_tag == DT_BIND_NOW)
    })
}

fn imports(elf: &Elf<'_>) -> Vec<Import> {
    elf.dynsyms
        .iter()
        .filter(|symbol| symbol.st_shndx == 0)
        .filter_map(|symbol| {
            let name = elf.dynstrtab.get_at(symbol.st_name)?;
            (!name.is_empty()).then(|| Import {
                name: name.to_owned(),
                weak: symbol.st_bind() == sym::STB_WEAK,
            })
        })
        .collect()
}

fn required_versions(elf: &Elf<'_>) -> Vec<RequiredVersion> {
    const VER_FLG_WEAK: u16 = 2;
    let mut versions = Vec::new();
    for need in elf.verneed.iter().flat_map(|section| section.iter()) {
        let Some(library) = elf.dynstrtab.get_at(need.vn_file) else {
            continue;
        };
        for auxiliary in need.iter() {
            if auxiliary.vna_flags & VER_FLG_WEAK != 0 {
                continue;
            }
            if let Some(version) = elf.dynstrtab.get_at(auxiliary.vna_name) {
                versions.push(RequiredVersion {
                    library: library.to_owned(),
                    version: version.to_owned(),
                });
            }
        }
    }
    versions
}
