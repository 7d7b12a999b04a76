//! The native half of `fs`: one function per system call, or per group of calls
//! that belongs on one worker (reading a whole file, removing a tree).
//!
//! Every function takes a callback first: given, the work runs on the worker pool
//! and the callback gets `(error, value)`; undefined, it runs now, and the function
//! answers or throws. Arguments are validated in JavaScript.

mod args;
mod data;
mod entries;
mod files;
mod links;
mod request;
mod stat;
mod tree;
mod watch;

use super::support::method;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    macro_rules! methods {
        ($($name:literal $function:path),* $(,)?) => { $(method(scope, target, $name, $function);)* };
    }
    methods! {
        "access" files::access, "open" files::open, "close" files::close, "read" data::read, "readv" data::readv,
        "write" data::write, "writev" data::writev, "readFile" data::read_file, "writeFile" data::write_file,
        "ftruncate" files::ftruncate, "fsync" files::fsync, "fdatasync" files::fdatasync,
        "copyFile" files::copy_file, "chmod" files::chmod, "fchmod" files::fchmod, "chown" files::chown,
        "fchown" files::fchown, "lchown" files::lchown, "utimes" files::utimes, "futimes" files::futimes,
        "lutimes" files::lutimes, "stat" stat::stat, "lstat" stat::lstat, "fstat" stat::fstat,
        "statfs" stat::statfs, "exists" stat::exists, "readdir" entries::readdir, "rename" links::rename,
        "unlink" links::unlink, "link" links::link, "symlink" links::symlink, "readlink" links::readlink,
        "realpath" links::realpath, "realpathNative" links::realpath_native, "rmdir" links::rmdir,
        "mkdir" tree::mkdir, "mkdtemp" tree::mkdtemp, "rm" tree::rm,
        "watchStart" watch::start, "watchStop" watch::stop, "watchRef" watch::set_ref,
    }
}
