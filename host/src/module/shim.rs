//! A shared library that is nothing but a symbol table, made in memory: each name in it stands for a
//! function that this process has already.
//!
//! Some functions cannot be exported by the executable: V8's are hidden in its static library, and a
//! second definition of a name is an error or, worse, redirects V8's own calls. The dynamic linker takes
//! them from here instead, without an instruction or a file on disk. Absolute symbols need glibc 2.28.
//!
//! Absent on purpose: which names there are ([`crate::api::hybrid`]), and unloading.

use std::ffi::CString;
use std::io::{self, Write as _};
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};

use goblin::elf::dynamic::{
    DT_HASH, DT_NULL, DT_SONAME, DT_STRSZ, DT_STRTAB, DT_SYMENT, DT_SYMTAB,
};
use goblin::elf::header::ET_DYN;
use goblin::elf::program_header::{PF_R, PF_W, PT_DYNAMIC, PT_GNU_STACK, PT_LOAD};
use goblin::elf::section_header::SHN_ABS;
use goblin::elf::sym::{STB_GLOBAL, STT_FUNC};

use super::image::MACHINE;

/// A name and the address that it stands for.
pub(crate) type Symbol = (&'static str, usize);

const HEADER: usize = 64;
const SEGMENT: usize = 56;
const SEGMENTS: usize = 3;
const SYMBOL: usize = 24;

/// Makes `symbols` visible to every library that is loaded from now on, for the rest of the process.
///
/// # Errors
/// What the system says when it gives no memory file, or the dynamic linker when it refuses it.
pub(crate) fn publish(name: &str, symbols: &[Symbol]) -> io::Result<()> {
    let name = CString::new(name).map_err(io::Error::other)?;
    let bytes = library(&name, symbols);
    // SAFETY: the name ends with NUL.
    let fd = unsafe { libc::memfd_create(name.as_ptr(), libc::MFD_CLOEXEC) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: opened above and owned by nobody else.
    let mut file = std::fs::File::from(unsafe { OwnedFd::from_raw_fd(fd) });
    file.write_all(&bytes)?;
    let path = format!("/proc/self/fd/{}", file.as_raw_fd());
    let flags = libc::RTLD_NOW | libc::RTLD_GLOBAL;
    // SAFETY: the library has no code, so that loading it runs none.
    let library = unsafe { libloading::os::unix::Library::open(Some(path), flags) };
    // Never closed: what was resolved to it has to stay.
    let _handle = library.map_err(io::Error::other)?.into_raw();
    Ok(())
}

/// The bytes of the library: one segment that holds the headers, a hash table of one bucket, the
/// symbols, their names, and the dynamic section.
fn library(name: &CString, symbols: &[Symbol]) -> Vec<u8> {
    let mut strings = vec![0];
    let mut place = |text: &[u8]| {
        let offset = strings.len() as u64;
        strings.extend_from_slice(text);
        strings.push(0);
        offset
    };
    let soname = place(name.as_bytes());
    let offsets: Vec<u64> = symbols
        .iter()
        .map(|(name, _)| place(name.as_bytes()))
        .collect();

    let hash = hash_table(symbols.len());
    let hash_at = HEADER + SEGMENTS * SEGMENT;
    let symbols_at = (hash_at + hash.len() * 4).next_multiple_of(8);
    let strings_at = symbols_at + (symbols.len() + 1) * SYMBOL;
    let dynamic_at = (strings_at + strings.len()).next_multiple_of(8);
    let dynamic = [
        (DT_SONAME, soname),
        (DT_HASH, hash_at as u64),
        (DT_SYMTAB, symbols_at as u64),
        (DT_SYMENT, SYMBOL as u64),
        (DT_STRTAB, strings_at as u64),
        (DT_STRSZ, strings.len() as u64),
        (DT_NULL, 0),
    ];
    let dynamic_size = dynamic.len() * 16;
    let size = dynamic_at + dynamic_size;

    let mut out = Bytes(Vec::with_capacity(size));
    out.header();
    out.segment(PT_LOAD, 0, size, 4096);
    out.segment(PT_DYNAMIC, dynamic_at, dynamic_size, 8);
    // Without it the dynamic linker would make every stack executable.
    out.segment(PT_GNU_STACK, 0, 0, 16);
    for word in hash {
        out.u32(word);
    }
    out.pad_to(symbols_at + SYMBOL);
    for ((_, address), name) in symbols.iter().zip(offsets) {
        out.symbol(name, *address);
    }
    out.0.extend_from_slice(&strings);
    out.pad_to(dynamic_at);
    for (tag, value) in dynamic {
        out.u64(tag);
        out.u64(value);
    }
    out.0
}

/// System V's hash table, with one chain that runs through all `count` symbols.
fn hash_table(count: usize) -> Vec<u32> {
    let entries = u32::try_from(count + 1).expect("a table of names is short");
    let first = u32::from(count > 0);
    let mut words = vec![1, entries, first, 0];
    words.extend((1..entries).map(|entry| if entry + 1 < entries { entry + 1 } else { 0 }));
    words
}

/// A file that grows, little endian as all machines that this host runs on.
struct Bytes(Vec<u8>);

impl Bytes {
    fn u16(&mut self, value: u16) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn u64(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn pad_to(&mut self, offset: usize) {
        self.0.resize(offset, 0);
    }

    fn header(&mut self) {
        self.0.extend_from_slice(b"\x7fELF\x02\x01\x01");
        self.pad_to(16);
        self.u16(ET_DYN);
        self.u16(MACHINE);
        self.u32(1);
        self.u64(0); // no entry point
        self.u64(HEADER as u64);
        self.u64(0); // no sections
        self.u32(0);
        for size in [HEADER, SEGMENT, SEGMENTS, HEADER, 0, 0] {
            self.u16(u16::try_from(size).expect("sizes of headers are small"));
        }
    }

    fn segment(&mut self, kind: u32, start: usize, size: usize, align: u64) {
        self.u32(kind);
        // The dynamic linker writes addresses into the dynamic section.
        self.u32(PF_R | PF_W);
        for place in [start; 3] {
            self.u64(place as u64);
        }
        self.u64(size as u64);
        self.u64(size as u64);
        self.u64(align);
    }

    fn symbol(&mut self, name: u64, address: usize) {
        self.u32(u32::try_from(name).expect("a table of names is short"));
        self.0.extend_from_slice(&[STB_GLOBAL << 4 | STT_FUNC, 0]);
        self.u16(u16::try_from(SHN_ABS).expect("reserved indices have 16 bits"));
        self.u64(address as u64);
        self.u64(0);
    }
}

#[cfg(test)]
mod tests {
    use super::{library, publish};

    #[test]
    fn a_made_library_parses_and_names_its_symbols() {
        let symbols = [("first_name", 0x1234), ("second_name", 0x5678_9abc_def0)];
        let bytes = library(&c"made.so".to_owned(), &symbols);
        let elf = goblin::elf::Elf::parse(&bytes).expect("it is an ELF file");
        assert_eq!(elf.soname, Some("made.so"));
        let found: Vec<(&str, u64)> = elf
            .dynsyms
            .iter()
            .skip(1)
            .map(|symbol| (&elf.dynstrtab[symbol.st_name], symbol.st_value))
            .collect();
        assert_eq!(
            found,
            [("first_name", 0x1234), ("second_name", 0x5678_9abc_def0)]
        );
    }

    #[test]
    fn published_names_are_found_by_the_dynamic_linker() {
        publish("napi-host-test.so", &[("napi_host_test_symbol", 4711)]).expect("it is accepted");
        // SAFETY: the name ends with NUL; the pseudo handle is always valid.
        let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"napi_host_test_symbol".as_ptr()) };
        assert_eq!(found.addr(), 4711);
    }
}
