//! Running the built command line: arguments in, output and exit status out.
//! A process that does not end is killed with all that it has started (it leads a
//! process group), so that a hang fails instead of stopping the run.

use std::collections::BTreeSet;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{fs, sync};

/// What one run printed, and how it ended.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: ExitStatus,
}

impl Run {
    /// Output and status for the message of a failed assertion.
    pub(crate) fn describe(&self) -> String {
        format!(
            "{}\n--- stdout\n{}\n--- stderr\n{}",
            self.status,
            tail(&self.stdout),
            tail(&self.stderr)
        )
    }
}

/// A hang is one after this long; no test is expected to come near it.
const HANG: Duration = Duration::from_secs(240);

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the addons, with the Rust fixture put beside the others.
pub(crate) fn addons() -> &'static Path {
    static PLACED: sync::Once = sync::Once::new();
    let folder = napi_host_addons_fixtures::dir();
    PLACED.call_once(|| {
        let profile = folder.parent().expect("the addons lie in a profile folder");
        let built = rust_fixture(&profile.join("deps"));
        let placed = folder.join("napi_rs.node");
        let beside = folder.join("napi_rs.node.new");
        fs::copy(&built, &beside).expect("the folder of the addons can be written");
        fs::rename(&beside, &placed).expect("both names are in one folder");
    });
    folder
}

/// The names of a folder's files with this extension, without it.
pub(crate) fn names_in(folder: &Path, extension: &str) -> BTreeSet<String> {
    fs::read_dir(folder)
        .expect("the folder is part of the repository")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect()
}

/// The library that Cargo has built for this test binary: the newest, whether or
/// not its name carries a hash.
fn rust_fixture(folder: &Path) -> PathBuf {
    let modified = |path: &PathBuf| fs::metadata(path).and_then(|data| data.modified()).ok();
    fs::read_dir(folder)
        .expect("the test binary lies in this folder")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|found| found == "so"))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("libnapi_host_fixture_napi_rs")
        })
        .max_by_key(modified)
        .expect("Cargo has built the Rust fixture for this test binary")
}

/// Runs the command line with these arguments, in the root of the repository.
pub(crate) fn host<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_napi-host"));
    command
        .args(arguments)
        .current_dir(root())
        .env("NAPI_FIXTURES", addons());
    run(command)
}

/// Runs one of the examples in Rust, which Cargo builds with all the tests.
pub(crate) fn rust_example(name: &str) -> Run {
    let beside = Path::new(env!("CARGO_BIN_EXE_napi-host"));
    let built = beside.with_file_name("examples").join(name);
    assert!(
        built.exists(),
        "there is no {}: with --test, Cargo builds no examples; run cargo build --examples",
        built.display()
    );
    run(Command::new(built))
}

/// Runs the command line in a folder, with variables added and a text as its
/// standard input.
pub(crate) fn host_in<'a>(
    folder: &Path,
    variables: &[(&str, &str)],
    input: &str,
    arguments: impl IntoIterator<Item = &'a str>,
) -> Run {
    let stdin = folder.join("stdin.txt");
    fs::write(&stdin, input).expect("the folder is the test's own");
    let mut command = Command::new(env!("CARGO_BIN_EXE_napi-host"));
    command
        .args(arguments)
        .current_dir(folder)
        .envs(variables.iter().copied());
    let stdin = fs::File::open(stdin).expect("it was just written");
    run_with(command, stdin.into())
}

/// The path of an addon, as an argument or inside a script.
pub(crate) fn addon(name: &str) -> String {
    let path: PathBuf = addons().join(format!("{name}.node"));
    path.to_string_lossy().into_owned()
}

fn run(command: Command) -> Run {
    run_with(command, Stdio::null())
}

fn run_with(mut command: Command, stdin: Stdio) -> Run {
    let mut child = command
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("the command line is built before its tests");
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the child is ours to wait for") {
            break status;
        }
        if start.elapsed() > HANG {
            kill_group(&child);
        }
        thread::sleep(Duration::from_millis(5));
    };
    Run {
        stdout: stdout.join().expect("reading a pipe does not panic"),
        stderr: stderr.join().expect("reading a pipe does not panic"),
        status,
    }
}

/// A process that the child has started would keep the pipes open.
fn kill_group(child: &Child) {
    let group = format!("-{}", child.id());
    let killed = Command::new("kill").args(["-KILL", "--", &group]).status();
    killed.expect("the system has a kill command");
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What was read before an error is still worth showing.
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.len().saturating_sub(60);
    lines[first..].join("\n")
}

/// A folder of files for one test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path = std::env::temp_dir().join(format!("napi-host-{}-{name}", std::process::id()));
        for (file, text) in files {
            let file = path.join(file);
            let parent = file.parent().expect("a file is in the folder");
            fs::create_dir_all(parent).expect("the temporary folder can be written");
            fs::write(file, text).expect("the temporary folder can be written");
        }
        fs::create_dir_all(&path).expect("the temporary folder can be written");
        Self(path.canonicalize().expect("it was just made"))
    }

    /// Runs the command line in the folder.
    pub(crate) fn run(&self, input: &str, arguments: &[&str]) -> Run {
        host_in(&self.0, &[], input, arguments.iter().copied())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Text with the folder's path taken out.
    pub(crate) fn clean(&self, text: &str) -> String {
        text.replace(&*self.0.to_string_lossy(), "<folder>")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A leftover in the temporary folder does no harm.
        drop(fs::remove_dir_all(&self.0));
    }
}
