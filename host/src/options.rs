//! What a program run is asked to do: the command line after parsing, or what a
//! Rust program that embeds the host sets directly.

use std::collections::BTreeMap;

/// Where the program's code comes from.
#[derive(Debug, Clone, Default)]
pub enum Source {
    /// A file, resolved like `require` resolves an absolute path.
    File(String),
    /// Code given as text (`-e`, `-p`).
    Eval {
        /// The code.
        code: String,
        /// What to do with its result.
        mode: EvalMode,
    },
    /// Code read from standard input (`-`, which is then the first of the arguments, or no file with a pipe).
    #[default]
    Stdin,
}

/// What to do with the value of evaluated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvalMode {
    /// Run it (`-e`).
    Run,
    /// Run it and print its value (`-p`).
    Print,
}

/// Everything that a [`Host`](crate::Host) needs to know before it starts.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The program.
    pub source: Source,
    /// `argv[0]` as the process was started.
    pub argv0: String,
    /// Arguments after the program (`process.argv.slice(2)`).
    pub args: Vec<String>,
    /// Options before the program (`process.execArgv`).
    pub exec_argv: Vec<String>,
    /// Flags handed to V8 as they are.
    pub v8_flags: Vec<String>,
    /// Modules to `require` before the program.
    pub require: Vec<String>,
    /// Modules to `import` before the program.
    pub import: Vec<String>,
    /// Extra conditions for package resolution.
    pub conditions: Vec<String>,
    /// `--force-node-api-uncaught-exceptions-policy`: an exception in a
    /// thread-safe function's callback is uncaught for every module version.
    pub force_uncaught_exceptions_policy: bool,
    /// `--no-warnings`.
    pub no_warnings: bool,
    /// `--trace-warnings`.
    pub trace_warnings: bool,
    /// `--unhandled-rejections=MODE`; empty for the default (`throw`).
    pub unhandled_rejections: String,
    /// Node's other options by name, without dashes: `input-type` → `module`; a
    /// flag is `true`, or `false` when it was given as `--no-…`.
    pub settings: BTreeMap<String, String>,
    /// Variables to set before the program starts (`--env-file`).
    pub env: Vec<(String, String)>,
}

impl Options {
    /// Whether a flag in [`Self::settings`] is on.
    #[must_use]
    pub fn is_on(&self, name: &str, default: bool) -> bool {
        self.settings
            .get(name)
            .map_or(default, |value| value != "false")
    }
}
