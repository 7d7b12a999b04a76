//! From words to [`Options`], by Node's rules: options end at the first word
//! that is none; `--name value` and `--name=value`; `_` counts as `-` in names;
//! what Node does not know is V8's. The same for the options of a worker.
//!
//! Deliberately absent: which options a worker may have (`js/internal/worker/flags`).

mod env_file;
mod table;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::path::Path;

use crate::options::{EvalMode, Options, Source};

/// What the command line asks for.
#[derive(Debug)]
pub enum Command {
    /// Run a program.
    Run(Box<Options>),
    /// Print the version.
    Version,
    /// Print the help text.
    Help,
    /// A mistake, to be printed; the exit code is 9.
    Bad(String),
}

/// Reads the words after `argv0`, after those of `NODE_OPTIONS`, which `variable` answers like any other
/// variable of the environment.
#[must_use]
pub fn parse(
    argv0: &str,
    words: Vec<String>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Command {
    let mut parser = Parser::default();
    parser.options.argv0 = argv0.to_owned();
    let result = parser
        .environment(variable)
        .and_then(|()| parser.command_line(words))
        .and_then(|()| parser.read_from_file(variable));
    match result {
        Ok(()) => parser.command(variable),
        Err(message) => Command::Bad(message),
    }
}

/// A mistake in the options of a worker: in `NODE_OPTIONS`, or in its `execArgv`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum WorkerMistake {
    Environment(String),
    ExecArgv(String),
}

/// The options of a worker that has an environment or an `execArgv` of its own: nothing is taken over
/// from its parent.
pub(crate) fn of_worker(
    exec_argv: Vec<String>,
    node_options: Option<String>,
) -> Result<Options, WorkerMistake> {
    let mut parser = Parser {
        // What it has from the process was accepted there.
        of_thread: node_options != std::env::var("NODE_OPTIONS").ok(),
        ..Parser::default()
    };
    parser
        .environment(&|name| node_options.clone().filter(|_| name == "NODE_OPTIONS"))
        .map_err(WorkerMistake::Environment)?;
    parser.options(exec_argv).map_err(WorkerMistake::ExecArgv)?;
    // V8's flags hold for the whole process.
    parser.options.v8_flags.clear();
    Ok(parser.options)
}

#[derive(Debug, Default)]
struct Parser {
    options: Options,
    code: Option<String>,
    is_printed: bool,
    asks: Option<Asks>,
    in_environment: bool,
    /// For a worker, which cannot have options of the process.
    of_thread: bool,
}

#[derive(Debug, Clone, Copy)]
enum Asks {
    Version,
    Help,
}

/// What `--unhandled-rejections` may be.
const REJECTIONS: [&str; 5] = ["strict", "warn", "none", "throw", "warn-with-error-code"];

/// What `--input-type` may be.
const INPUT_TYPES: [&str; 4] = [
    "commonjs",
    "module",
    "commonjs-typescript",
    "module-typescript",
];

/// Variables that switch an option on.
const SWITCHES: [(&str, &str); 3] = [
    ("NODE_PRESERVE_SYMLINKS", "preserve-symlinks"),
    ("NODE_PRESERVE_SYMLINKS_MAIN", "preserve-symlinks-main"),
    ("NODE_PENDING_DEPRECATION", "pending-deprecation"),
];

impl Parser {
    fn environment(&mut self, variable: &dyn Fn(&str) -> Option<String>) -> Result<(), String> {
        let is_on = |name: &str| variable(name).as_deref() == Some("1");
        for (name, option) in SWITCHES {
            if is_on(name) {
                self.set(option, true);
            }
        }
        variable("NODE_OPTIONS").map_or(Ok(()), |text| self.node_options(&text))
    }

    /// The options of a variable's value; words that are none of an option are nothing.
    fn node_options(&mut self, text: &str) -> Result<(), String> {
        let mut words = split(text)?;
        self.in_environment = true;
        while let Some(word) = words.pop_front() {
            if word == "-" || word == "--" {
                return Err(not_allowed(&word));
            }
            if word.starts_with('-') {
                self.option(&word, &mut words)?;
            }
        }
        self.in_environment = false;
        Ok(())
    }

    /// `NODE_OPTIONS` in a file of `--env-file`. What the command line says stays.
    fn read_from_file(&mut self, variable: &dyn Fn(&str) -> Option<String>) -> Result<(), String> {
        if variable("NODE_OPTIONS").is_some() {
            return Ok(());
        }
        let found = self
            .options
            .env
            .iter()
            .rfind(|(name, _)| name == "NODE_OPTIONS");
        let Some(text) = found.map(|(_, text)| text.clone()) else {
            return Ok(());
        };
        let given = self.options.settings.clone();
        self.node_options(&text)?;
        self.options.settings.extend(given);
        Ok(())
    }

    fn command_line(&mut self, words: Vec<String>) -> Result<(), String> {
        let mut rest = self.options(words)?;
        if self.code.is_none() && rest.front().is_some_and(|first| names_file(first)) {
            self.options.source = rest.pop_front().map_or(Source::Stdin, Source::File);
        }
        self.options.args = rest.into();
        Ok(())
    }

    /// The words up to the first that is no option; answers the others.
    fn options(&mut self, words: Vec<String>) -> Result<VecDeque<String>, String> {
        let mut rest: VecDeque<String> = words.clone().into();
        while let Some(word) = rest.front().cloned() {
            if word == "-" || !word.starts_with('-') {
                break;
            }
            rest.pop_front();
            if word == "--" {
                break;
            }
            self.option(&word, &mut rest)?;
        }
        if self.code.is_some() && self.options.is_on("check", false) {
            return Err(String::from(
                "either --check or --eval can be used, not both",
            ));
        }
        let count = words.len() - rest.len();
        self.options.exec_argv = words[..count].to_vec();
        if self
            .options
            .exec_argv
            .last()
            .is_some_and(|last| last == "--")
        {
            self.options.exec_argv.pop();
        }
        Ok(rest)
    }

    /// One option; its value may be the next word.
    fn option(&mut self, word: &str, rest: &mut VecDeque<String>) -> Result<(), String> {
        let (head, inline) = match word.split_once('=') {
            Some((head, value)) if word.starts_with("--") => (head, Some(value.to_owned())),
            _ => (word, None),
        };
        let name = match head {
            "-e" => "eval",
            "-p" => "print",
            "-pe" => {
                self.is_printed = true;
                "eval"
            }
            "-r" => "require",
            "-C" => "conditions",
            "-c" => "check",
            "-i" => "interactive",
            "-h" => "help",
            "-v" => "version",
            _ => match head.strip_prefix("--") {
                Some(name) => &name.replace('_', "-"),
                None => return self.v8_flag(word, head.trim_start_matches('-')),
            },
        };
        let positive = name.strip_prefix("no-").unwrap_or(name);
        let is_refused = table::NOT_IN_ENVIRONMENT.contains(&positive)
            || (self.of_thread && table::is_of_process(name));
        if self.in_environment && is_refused {
            return Err(not_allowed(word));
        }
        if table::VALUED.contains(&name) {
            let asks = if word == "-pe" { "--eval" } else { word };
            let value = value(asks, inline, rest)?;
            return self.valued(name, value);
        }
        self.flag(word, name, inline, rest)
    }

    fn valued(&mut self, name: &str, value: String) -> Result<(), String> {
        match name {
            "eval" => self.code = Some(value),
            "require" => self.options.require.push(value),
            "import" => self.options.import.push(value),
            "conditions" => self.options.conditions.push(value),
            "unhandled-rejections" if !REJECTIONS.contains(&value.as_str()) => {
                return Err(format!("invalid value for --{name}"));
            }
            "unhandled-rejections" => self.options.unhandled_rejections = value,
            "input-type" if !INPUT_TYPES.contains(&value.as_str()) => {
                return Err(String::from(
                    "--input-type must be \"module\",\"commonjs\", \"module-typescript\" or \
                     \"commonjs-typescript\"",
                ));
            }
            "stack-trace-limit" => {
                self.options
                    .v8_flags
                    .push(format!("--stack-trace-limit={value}"));
            }
            "env-file" => self.env_file(&value, true)?,
            "env-file-if-exists" => self.env_file(&value, false)?,
            _ => {
                self.options.settings.insert(name.to_owned(), value);
            }
        }
        Ok(())
    }

    fn flag(
        &mut self,
        word: &str,
        name: &str,
        inline: Option<String>,
        rest: &mut VecDeque<String>,
    ) -> Result<(), String> {
        match name {
            "print" => {
                self.is_printed = true;
                if inline.is_some() {
                    self.code = inline;
                } else if rest.front().is_some_and(|next| !next.starts_with('-')) {
                    self.code = rest.pop_front().map(unescaped);
                }
            }
            "help" => self.asks = Some(Asks::Help),
            "version" => self.asks = Some(Asks::Version),
            "interactive" => return Err(String::from("there is no interactive mode")),
            // Its value, a file name, is optional.
            "trace-napi" => {
                let file = inline.unwrap_or_default();
                self.options.settings.insert(name.to_owned(), file);
            }
            "experimental-default-type" => {}
            _ => {
                let positive = name.strip_prefix("no-").unwrap_or(name);
                if table::VALUED.contains(&positive) {
                    return Err(format!(
                        "{word} is an invalid negation because it is not a boolean option"
                    ));
                }
                if !table::FLAGS.contains(&positive) {
                    return self.v8_flag(word, positive);
                }
                let is_on = positive == name && inline.as_deref() != Some("false");
                self.set(positive, is_on);
            }
        }
        Ok(())
    }

    fn set(&mut self, name: &str, is_on: bool) {
        match name {
            "warnings" => self.options.no_warnings = !is_on,
            "trace-warnings" => self.options.trace_warnings = is_on,
            "force-node-api-uncaught-exceptions-policy" => {
                self.options.force_uncaught_exceptions_policy = is_on;
            }
            // Two names of one option each.
            "require-module" => self.set("experimental-require-module", is_on),
            "strip-types" => self.set("experimental-strip-types", is_on),
            _ => {
                self.options
                    .settings
                    .insert(name.to_owned(), is_on.to_string());
            }
        }
    }

    fn v8_flag(&mut self, word: &str, name: &str) -> Result<(), String> {
        if self.in_environment && !table::V8_IN_ENVIRONMENT.contains(&name) {
            return Err(not_allowed(word));
        }
        self.options.v8_flags.push(word.to_owned());
        Ok(())
    }

    fn env_file(&mut self, path: &str, is_required: bool) -> Result<(), String> {
        match std::fs::read_to_string(path) {
            Ok(text) => self.options.env.extend(env_file::parse(&text)),
            Err(_) if Path::new(path).is_dir() => return Err(format!("{path}: invalid format")),
            Err(_) if is_required => return Err(format!("{path}: not found")),
            Err(_) => eprintln!("{path} not found. Continuing without it."),
        }
        Ok(())
    }

    fn command(mut self, variable: &dyn Fn(&str) -> Option<String>) -> Command {
        match self.asks {
            Some(Asks::Version) => return Command::Version,
            Some(Asks::Help) => return Command::Help,
            None => {}
        }
        // What is already in the environment wins over a file.
        self.options
            .env
            .retain(|(name, _)| variable(name).is_none());
        let mode = if self.is_printed {
            EvalMode::Print
        } else {
            EvalMode::Run
        };
        if let Some(code) = self.code {
            self.options.source = Source::Eval { code, mode };
        } else if self.is_printed {
            self.options
                .settings
                .insert(String::from("print"), String::from("true"));
        }
        Command::Run(Box::new(self.options))
    }
}

/// `-` and nothing are standard input, and stay words of `process.argv`.
fn names_file(word: &str) -> bool {
    !matches!(word, "" | "-")
}

/// What an option of `NODE_OPTIONS` is that may not be there: its value is not shown.
fn not_allowed(word: &str) -> String {
    let shown = word
        .split_inclusive('=')
        .next()
        .filter(|_| word.starts_with("--"))
        .unwrap_or(word);
    format!("{shown} is not allowed in NODE_OPTIONS")
}

/// The value of an option: after `=`, or the next word.
fn value(
    word: &str,
    inline: Option<String>,
    rest: &mut VecDeque<String>,
) -> Result<String, String> {
    let missing = || format!("{word} requires an argument");
    match inline {
        Some(value) if value.is_empty() && word.ends_with('=') => Err(missing()),
        Some(value) => Ok(value),
        None => match rest.front() {
            Some(next) if !next.starts_with('-') || next == "-" => {
                Ok(unescaped(rest.pop_front().unwrap_or_default()))
            }
            _ => Err(missing()),
        },
    }
}

/// `\-x` is how a value that begins with a dash is written.
fn unescaped(value: String) -> String {
    match value.strip_prefix("\\-") {
        Some(dashed) => format!("-{dashed}"),
        None => value,
    }
}

/// Splits `NODE_OPTIONS` at spaces; double quotes keep them, a backslash inside
/// quotes keeps the next character.
fn split(text: &str) -> Result<VecDeque<String>, String> {
    let invalid = |what| format!("invalid value for NODE_OPTIONS ({what})");
    let mut words = VecDeque::new();
    let mut is_quoted = false;
    let mut starts = true;
    let mut characters = text.chars();
    while let Some(mut character) = characters.next() {
        if character == '\\' && is_quoted {
            character = characters.next().ok_or_else(|| invalid("invalid escape"))?;
        } else if character == ' ' && !is_quoted {
            starts = true;
            continue;
        } else if character == '"' {
            is_quoted = !is_quoted;
            continue;
        }
        if starts {
            words.push_back(String::new());
            starts = false;
        }
        if let Some(word) = words.back_mut() {
            word.push(character);
        }
    }
    if is_quoted {
        return Err(invalid("unterminated string"));
    }
    Ok(words)
}
