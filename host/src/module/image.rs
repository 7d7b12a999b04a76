//! What an ELF file says about itself: machine, libraries, versions, imports
//! and exports. Reading only; rules are in [`super::audit`].

use std::collections::BTreeSet;
use std::ffi::CStr;
use std::fs::File;
use std::path::{Path, PathBuf};

use goblin::container::{Container, Ctx, Endian};
use goblin::elf::dynamic::{
    DF_1_NOW, DF_BIND_NOW, DT_BIND_NOW, DT_NEEDED, DT_RPATH, DT_RUNPATH, Dynamic,
};
use goblin::elf::header::header64::SIZEOF_EHDR;
use goblin::elf::header::{
    EI_CLASS, EI_DATA, ELFCLASS64, ELFDATA2LSB, EM_X86_64, ET_DYN, ET_EXEC, ET_REL, Header,
    machine_to_str,
};
use goblin::elf::{Elf, ProgramHeader, Symtab, sym};
use memmap2::Mmap;

use super::error::LoadError;

/// The dynamic linker's words for a file that ends within the header.
const TOO_SHORT: &str = "file too short";

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
}

/// What only the explanation of a failed load needs: the names that a library
/// defines, and the versions that it needs of others.
#[derive(Debug, Default)]
pub(crate) struct Details {
    pub(crate) symbols: BTreeSet<String>,
    pub(crate) versions: BTreeSet<String>,
    pub(crate) required_versions: Vec<RequiredVersion>,
}

/// 64 bits, little endian: the machines that this host runs on.
const CONTEXT: Ctx = Ctx {
    container: Container::Big,
    le: Endian::Little,
};

impl Image {
    /// Reads an addon or a library. The file is mapped and only its dynamic section
    /// is touched, because this is part of every load.
    ///
    /// # Errors
    /// When the file is not a shared library for this machine.
    pub fn read(path: &Path) -> Result<Self, LoadError> {
        let bytes = map(path)?;
        let header = check_header(path, &bytes)?;
        let dynamic =
            DynamicSection::read(&bytes, &header).map_err(|reason| damaged(path, &reason))?;
        Ok(Self {
            path: path.to_owned(),
            needed: dynamic.texts(DT_NEEDED).map(str::to_owned).collect(),
            rpath: split(dynamic.texts(DT_RPATH)),
            runpath: split(dynamic.texts(DT_RUNPATH)),
            bind_now: dynamic.binds_now(),
            imports: dynamic.imports().map_err(|reason| damaged(path, &reason))?,
        })
    }
}

/// The dynamic section and what it points at.
struct DynamicSection<'bytes> {
    bytes: &'bytes [u8],
    section: Dynamic,
    strings: &'bytes [u8],
}

impl<'bytes> DynamicSection<'bytes> {
    fn read(bytes: &'bytes [u8], header: &Header) -> goblin::error::Result<Self> {
        let missing = || goblin::error::Error::Malformed(String::from("no dynamic section"));
        let offset = usize::try_from(header.e_phoff).map_err(|_| missing())?;
        let headers = ProgramHeader::parse(bytes, offset, usize::from(header.e_phnum), CONTEXT)?;
        let section = Dynamic::parse(bytes, &headers, CONTEXT)?.ok_or_else(missing)?;
        let start = section.info.strtab;
        let strings = start
            .checked_add(section.info.strsz)
            .and_then(|end| bytes.get(start..end))
            .ok_or_else(missing)?;
        Ok(Self {
            bytes,
            section,
            strings,
        })
    }

    fn text(&self, offset: usize) -> Option<&'bytes str> {
        let rest = self.strings.get(offset..)?;
        CStr::from_bytes_until_nul(rest).ok()?.to_str().ok()
    }

    fn texts(&self, tag: u64) -> impl Iterator<Item = &'bytes str> {
        self.section
            .dyns
            .iter()
            .filter(move |entry| entry.d_tag == tag)
            .filter_map(|entry| self.text(usize::try_from(entry.d_val).ok()?))
    }

    fn binds_now(&self) -> bool {
        self.section.info.flags & DF_BIND_NOW != 0
            || self.section.info.flags_1 & DF_1_NOW != 0
            || (self.section.dyns.iter()).any(|entry| entry.d_tag == DT_BIND_NOW)
    }

    /// How many symbols to look at for imports. The GNU hash table has all defined
    /// symbols, at the end of the symbol table; the old one has all symbols.
    fn import_range(&self) -> Option<usize> {
        let info = &self.section.info;
        let table = usize::try_from(info.gnu_hash.or(info.hash)?).ok()?;
        let raw = self.bytes.get(table + 4..table + 8)?;
        usize::try_from(u32::from_le_bytes(raw.try_into().ok()?)).ok()
    }

    fn imports(&self) -> goblin::error::Result<Vec<Import>> {
        // A table without defined symbols says nothing; the relocations do.
        let count = match self.import_range() {
            Some(count) if count > 1 => count,
            _ => Elf::parse(self.bytes)?.dynsyms.len(),
        };
        let symbols = Symtab::parse(self.bytes, self.section.info.symtab, count, CONTEXT)?;
        Ok(symbols
            .iter()
            .filter(|symbol| symbol.st_shndx == 0)
            .filter_map(|symbol| {
                let name = self.text(symbol.st_name)?;
                (!name.is_empty()).then(|| Import {
                    name: name.to_owned(),
                    weak: symbol.st_bind() == sym::STB_WEAK,
                })
            })
            .collect())
    }
}

impl Details {
    /// Reads all of a library's names. A file that cannot be read has none.
    pub(crate) fn read(path: &Path) -> Self {
        let Ok(bytes) = map(path) else {
            return Self::default();
        };
        let Ok(elf) = Elf::parse(&bytes) else {
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
            required_versions: required_versions(&elf),
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
            reason: TOO_SHORT,
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

fn damaged(path: &Path, reason: &goblin::error::Error) -> LoadError {
    LoadError::Damaged {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

fn check_header(path: &Path, bytes: &[u8]) -> Result<Header, LoadError> {
    let is_short = bytes.len() < SIZEOF_EHDR;
    if is_short || !bytes.starts_with(goblin::elf::header::ELFMAG) {
        return Err(LoadError::NotElf {
            path: path.to_owned(),
            reason: if is_short {
                TOO_SHORT
            } else {
                "invalid ELF header"
            },
            found: looks_like(bytes),
        });
    }
    let header = Elf::parse_header(bytes).map_err(|reason| damaged(path, &reason))?;
    let is_64_bit = header.e_ident[EI_CLASS] == ELFCLASS64;
    let is_little_endian = header.e_ident[EI_DATA] == ELFDATA2LSB;
    if !is_little_endian || header.e_machine != MACHINE || !is_64_bit {
        return Err(LoadError::WrongMachine {
            path: path.to_owned(),
            found: match (is_64_bit, is_little_endian) {
                (false, _) if header.e_machine == EM_X86_64 => "x86_64 with 32-bit pointers".into(),
                (_, false) => format!("big-endian {}", machine_name(header.e_machine)),
                _ => machine_name(header.e_machine),
            },
            expected: std::env::consts::ARCH,
        });
    }
    let found = match header.e_type {
        ET_DYN => return Ok(header),
        ET_EXEC => "an executable",
        ET_REL => "an object file",
        _ => "another kind of ELF file",
    };
    Err(LoadError::NotShared {
        path: path.to_owned(),
        found,
    })
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
    } else if bytes.starts_with(goblin::elf::header::ELFMAG) {
        "incomplete"
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

fn split<'text>(lists: impl Iterator<Item = &'text str>) -> Vec<String> {
    lists
        .flat_map(|list| list.split(':'))
        .filter(|entry| !entry.is_empty())
        .map(str::to_owned)
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
