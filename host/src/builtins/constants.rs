//! The numbers behind `os.constants` and `fs.constants`.

use super::support::{constant, string};

macro_rules! names {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
}

type Table = &'static [(&'static str, i64)];

static ERRNO: Table = names! {
    E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF EBADMSG EBUSY ECANCELED ECHILD
    ECONNABORTED ECONNREFUSED ECONNRESET EDEADLK EDESTADDRREQ EDOM EDQUOT EEXIST EFAULT EFBIG EHOSTUNREACH EIDRM EILSEQ
    EINPROGRESS EINTR EINVAL EIO EISCONN EISDIR ELOOP EMFILE EMLINK EMSGSIZE EMULTIHOP ENAMETOOLONG ENETDOWN ENETRESET
    ENETUNREACH ENFILE ENOBUFS ENODATA ENODEV ENOENT ENOEXEC ENOLCK ENOLINK ENOMEM ENOMSG ENOPROTOOPT ENOSPC ENOSR ENOSTR
    ENOSYS ENOTCONN ENOTDIR ENOTEMPTY ENOTSOCK ENOTSUP ENOTTY ENXIO EOPNOTSUPP EOVERFLOW EPERM EPIPE EPROTO
    EPROTONOSUPPORT EPROTOTYPE ERANGE EROFS ESPIPE ESRCH ESTALE ETIME ETIMEDOUT ETXTBSY EWOULDBLOCK EXDEV
};

static SIGNALS: Table = names! {
    SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGIOT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM
    SIGTERM SIGCHLD SIGSTKFLT SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH
    SIGIO SIGPOLL SIGPWR SIGSYS
};

static DLOPEN: Table = names! { RTLD_LAZY RTLD_NOW RTLD_GLOBAL RTLD_LOCAL RTLD_DEEPBIND };

static PRIORITY: Table = &[
    ("PRIORITY_LOW", 19),
    ("PRIORITY_BELOW_NORMAL", 10),
    ("PRIORITY_NORMAL", 0),
    ("PRIORITY_ABOVE_NORMAL", -7),
    ("PRIORITY_HIGH", -14),
    ("PRIORITY_HIGHEST", -20),
];

/// In the order in which Node lists them.
static FS: &[Table] = &[
    &[("UV_FS_SYMLINK_DIR", 1), ("UV_FS_SYMLINK_JUNCTION", 2)],
    names! { O_RDONLY O_WRONLY O_RDWR },
    &[
        ("UV_DIRENT_UNKNOWN", 0),
        ("UV_DIRENT_FILE", 1),
        ("UV_DIRENT_DIR", 2),
        ("UV_DIRENT_LINK", 3),
        ("UV_DIRENT_FIFO", 4),
        ("UV_DIRENT_SOCKET", 5),
        ("UV_DIRENT_CHAR", 6),
        ("UV_DIRENT_BLOCK", 7),
        ("EXTENSIONLESS_FORMAT_JAVASCRIPT", 0),
        ("EXTENSIONLESS_FORMAT_WASM", 1),
    ],
    names! { S_IFMT S_IFREG S_IFDIR S_IFCHR S_IFBLK S_IFIFO S_IFLNK S_IFSOCK O_CREAT O_EXCL },
    &[("UV_FS_O_FILEMAP", 0)],
    names! {
        O_NOCTTY O_TRUNC O_APPEND O_DIRECTORY O_NOATIME O_NOFOLLOW O_SYNC O_DSYNC O_DIRECT O_NONBLOCK S_IRWXU S_IRUSR
        S_IWUSR S_IXUSR S_IRWXG S_IRGRP S_IWGRP S_IXGRP S_IRWXO S_IROTH S_IWOTH S_IXOTH F_OK R_OK W_OK X_OK
    },
    &[
        ("UV_FS_COPYFILE_EXCL", 1),
        ("COPYFILE_EXCL", 1),
        ("UV_FS_COPYFILE_FICLONE", 2),
        ("COPYFILE_FICLONE", 2),
        ("UV_FS_COPYFILE_FICLONE_FORCE", 4),
        ("COPYFILE_FICLONE_FORCE", 4),
    ],
];

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    let os = bare_object(scope);
    fill(scope, os, &[("UV_UDP_REUSEADDR", 4)]);
    for (name, table) in [
        ("dlopen", DLOPEN),
        ("errno", ERRNO),
        ("signals", SIGNALS),
        ("priority", PRIORITY),
    ] {
        let object = bare_object(scope);
        fill(scope, object, table);
        constant(scope, os, name, object.into());
    }
    constant(scope, target, "os", os.into());
    let fs = bare_object(scope);
    for table in FS {
        fill(scope, fs, table);
    }
    constant(scope, target, "fs", fs.into());
}

fn bare_object<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Object> {
    let null = v8::null(scope).into();
    v8::Object::with_prototype_and_properties(scope, null, &[], &[])
}

fn fill(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>, table: Table) {
    for (name, value) in table {
        let key = string(scope, name);
        #[expect(clippy::cast_precision_loss, reason = "all of them are small")]
        let value = v8::Number::new(scope, *value as f64);
        let attributes = v8::PropertyAttribute::READ_ONLY | v8::PropertyAttribute::DONT_DELETE;
        target.define_own_property(scope, key.into(), value.into(), attributes);
    }
}
