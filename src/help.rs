//! The text of `--help`.

/// What `--help` prints.
pub(crate) const TEXT: &str = "\
Usage: napi-host [options] [ script.js ] [arguments]
       napi-host [options] -e CODE [arguments]

Runs a script that uses compiled Node-API addons (.node), without Node.js.

Options:
  -                           read the script from standard input
  --                          end of the options
  -e, --eval CODE             run CODE
  -p, --print CODE            run CODE and print its value
  -c, --check                 check the syntax of the script, do not run it
  -r, --require MODULE        load a CommonJS module first (may be repeated)
  --import MODULE             load an ES module first (may be repeated)
  -C, --conditions NAME       one more condition for package exports and imports
  --heapsnapshot-near-heap-limit N, --heapsnapshot-signal SIGNAL
                              write heap snapshots then
  --enable-source-maps        stacks name the places of the original sources
  --entry-url                 the script is named by a URL
  --experimental-transform-types
                              generate code for TypeScript's enums, namespaces and
                              parameter properties
  --input-type TYPE           'commonjs', 'module', 'commonjs-typescript' or
                              'module-typescript' for CODE and standard input
  --env-file FILE             set environment variables from FILE
  --env-file-if-exists FILE   the same, if there is such a file
  --cpu-prof, --heap-prof     write a profile at the end (-dir, -name, -interval)
  --explain-exit              say what kept the process alive, at its end; on SIGUSR2 and
                              SIGINT, what keeps it alive
  --expose-gc                 make gc() available
  --force-node-api-uncaught-exceptions-policy
                              exceptions in callbacks of thread-safe functions are
                              uncaught exceptions for every module version
  --frozen-intrinsics         nobody changes the language's own objects
  --no-warnings               print no process warnings
  --trace-napi[=FILE]         print every call of an addon into Node-API with arguments,
                              status and duration; to FILE, as trace events if its
                              name ends with .json
  --trace-uncaught            print where an uncaught exception was thrown
  --trace-warnings            print the stack of process warnings
  --unhandled-rejections MODE strict, warn, none, throw or warn-with-error-code
  --watch, --watch-path PATH  run again when a file changes that was loaded, or PATH
  --preserve-symlinks         do not follow symbolic links of modules
  --stack-trace-limit N       number of frames in a stack
  -h, --help                  this text
  --title NAME                the title of the process
  -v, --version               the version of Node.js that programs see; on a terminal also
                              that of napi-host (process.versions['napi-host'])

Scripts in TypeScript (.ts, .mts, .cts) run with their types stripped; --test runs tests.

Other options of Node.js are accepted; those that do not apply change nothing.
Options of V8 (--stack-size=…, --max-old-space-size=…) are passed on to V8.

Environment variables:
  NODE_OPTIONS                options, before those of the command line
  NODE_PATH                   more folders to find modules in, separated by ':'
  NODE_NO_WARNINGS=1          as --no-warnings
";
