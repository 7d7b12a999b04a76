//! Why an addon could not be loaded: one variant per cause, with the message
//! that the user sees and Node's error code.
//!
//! The first line of a message names the file and the cause; what can be done
//! about it follows on the next line. Texts of the dynamic linker that loaders
//! match on ("invalid ELF header", "cannot open shared object file") are kept.

use std::fmt;
use std::path::PathBuf;

/// Node's code for an addon that `dlopen` did not accept.
pub const ERR_DLOPEN_FAILED: &str = "ERR_DLOPEN_FAILED";

/// Whose interface an unresolved import belongs to; what says most about the addon
/// comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImportKind {
    /// V8's C++ interface, used directly or through NAN.
    V8,
    /// The C++ interface of the node executable itself.
    Node,
    /// A libuv function (`uv_…`).
    Libuv,
    /// A Node-API function that this host does not have.
    NodeApi,
    /// Anything else.
    Other,
}

impl ImportKind {
    /// Sorts a symbol name by the interface that it belongs to.
    #[must_use]
    pub fn of(symbol: &str) -> Self {
        if symbol.starts_with("uv_") {
            return Self::Libuv;
        }
        if symbol.starts_with("napi_") || symbol.starts_with("node_api_") {
            return Self::NodeApi;
        }
        if symbol == "node_module_register" {
            return Self::Node;
        }
        if !symbol.starts_with("_Z") {
            return Self::Other;
        }
        // A nested name opens with `N`, cv-qualifiers, and its length-prefixed
        // outermost namespace.
        let opens = |namespace: &str| {
            ["N", "NK"]
                .iter()
                .any(|nested| symbol.contains(&format!("{nested}{namespace}")))
        };
        if opens("4node") {
            Self::Node
        } else if opens("2v8") || opens("5cppgc") {
            Self::V8
        } else {
            Self::Other
        }
    }

    fn advice(self) -> &'static str {
        match self {
            Self::Libuv => {
                "The addon calls libuv functions that this host does not have, so it is not a pure \
                 Node-API addon. Its author can use napi_create_async_work and \
                 napi_create_threadsafe_function instead and rebuild."
            }
            Self::V8 => {
                "The addon uses V8 or NAN directly, so it works with one version of Node.js only. \
                 Its author can port it to Node-API (node-addon-api) and rebuild."
            }
            Self::Node => {
                "The addon uses the C++ interface of the node executable, so it is not a pure \
                 Node-API addon. Its author can port it to Node-API (node-addon-api) and rebuild."
            }
            Self::NodeApi => {
                "The addon needs Node-API functions that this host does not have. A build of it \
                 for Node-API 10 or lower works."
            }
            Self::Other => {
                "Neither this host nor the libraries that the addon is linked with provide them; \
                 the addon has to be linked with the library that does."
            }
        }
    }
}

/// Imports that nothing in the process provides, all of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingImports {
    /// Whose interface they belong to.
    pub kind: ImportKind,
    /// Their names as in the symbol table, sorted.
    pub symbols: Vec<String>,
}

impl fmt::Display for MissingImports {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 5;
        let names = &self.symbols[..self.symbols.len().min(SHOWN)];
        write!(formatter, "{}", names.join(", "))?;
        if self.symbols.len() > SHOWN {
            write!(formatter, " and {} more", self.symbols.len() - SHOWN)?;
        }
        write!(formatter, "\n{}", self.kind.advice())
    }
}

/// An addon that could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// There is no such file, or it may not be read.
    #[error("{}: cannot open shared object file: {reason}", path.display())]
    Unreadable {
        /// The addon.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The path names a directory or something else that is not a file.
    #[error("{}: cannot read file data: it is not a regular file", path.display())]
    NotAFile {
        /// The addon.
        path: PathBuf,
    },
    /// The file does not begin as ELF does.
    #[error("{}: {reason}\nThe file is {found}. Install the package again on this machine.", path.display())]
    NotElf {
        /// The addon.
        path: PathBuf,
        /// The dynamic linker's words.
        reason: &'static str,
        /// What the file looks like.
        found: &'static str,
    },
    /// The headers contradict themselves or the file ends early.
    #[error("{}: invalid ELF file: {reason}\nThe file is damaged or incomplete. Install the package again.", path.display())]
    Damaged {
        /// The addon.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// An ELF file, but an executable or an object file.
    #[error("{}: not a shared library: it is {found}\nAn addon is linked with -shared.", path.display())]
    NotShared {
        /// The addon.
        path: PathBuf,
        /// What the file is instead.
        found: &'static str,
    },
    /// Built for another processor.
    #[error("{}: the addon is built for {found}, this host runs on {expected}\nInstall the package again on this machine, so that it picks or builds the right binary.", path.display())]
    WrongMachine {
        /// The addon.
        path: PathBuf,
        /// The architecture in the file.
        found: String,
        /// The architecture of this process.
        expected: &'static str,
    },
    /// Built for another C library or system.
    #[error("{}: the addon is built for {found} (it needs {library}), this host runs on {expected}\nInstall the package again on this machine, so that it picks or builds the right binary.", path.display())]
    WrongSystem {
        /// The addon.
        path: PathBuf,
        /// The system that the file is for.
        found: &'static str,
        /// The library that shows it.
        library: String,
        /// The system of this process.
        expected: &'static str,
    },
    /// A shared library that it needs is not installed.
    #[error("{library}: cannot open shared object file: No such file or directory (needed by {})\nInstall the system package that contains {library}, or set LD_LIBRARY_PATH to its folder.", needed_by.display())]
    MissingLibrary {
        /// The addon.
        path: PathBuf,
        /// The name of the library.
        library: String,
        /// The file that needs it: the addon or one of its libraries.
        needed_by: PathBuf,
    },
    /// A shared library is installed, but older than the addon needs.
    #[error("{}: version `{version}' of {library} not found{running}\nThe addon was built on a newer system. Use a build for an older one, or build it on this machine.", needed_by.display())]
    MissingVersion {
        /// The addon.
        path: PathBuf,
        /// The file that needs it: the addon or one of its libraries.
        needed_by: PathBuf,
        /// The library.
        library: String,
        /// The version that the library lacks.
        version: String,
        /// ` (this system has glibc 2.31)`, or empty.
        running: String,
    },
    /// Imports that nothing provides.
    #[error("{}: undefined symbol: {missing}", path.display())]
    MissingImports {
        /// The addon.
        path: PathBuf,
        /// The imports.
        missing: MissingImports,
    },
    /// `dlopen` refused for another reason.
    #[error("{message}")]
    Refused {
        /// The addon.
        path: PathBuf,
        /// What the dynamic linker said.
        message: String,
    },
    /// Loaded, but it registered no module.
    #[error("Module did not self-register: '{}'.", path.display())]
    NotRegistered {
        /// The addon.
        path: PathBuf,
    },
    /// It registered a module without an init function.
    #[error("Module has no declared entry point.")]
    NoEntryPoint {
        /// The addon.
        path: PathBuf,
    },
}

impl LoadError {
    /// The `code` of the JavaScript error, `None` where Node gives none.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::NoEntryPoint { .. } => None,
            _ => Some(ERR_DLOPEN_FAILED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ImportKind;

    #[test]
    fn import_kind_of_symbols() {
        let cases = [
            ("uv_queue_work", ImportKind::Libuv),
            ("napi_future", ImportKind::NodeApi),
            ("node_module_register", ImportKind::Node),
            ("_ZN2v87Isolate10GetCurrentEv", ImportKind::V8),
            ("_ZNK2v85Value8IsNumberEv", ImportKind::V8),
            ("_ZTIN2v813EmbedderGraph4NodeE", ImportKind::V8),
            (
                "_ZN4node19GetCurrentEventLoopEPN2v87IsolateE",
                ImportKind::Node,
            ),
            ("_ZNSt6vectorIiEC1Ev", ImportKind::Other),
            ("SSL_new", ImportKind::Other),
        ];
        for (symbol, kind) in cases {
            assert_eq!(ImportKind::of(symbol), kind, "{symbol}");
        }
    }
}
