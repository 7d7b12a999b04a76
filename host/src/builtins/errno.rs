//! Names and descriptions of error numbers, as libuv and so Node print them.
//!
//! Deliberately absent: the values themselves (`libc` has them).

macro_rules! table {
    ($($name:ident $text:literal),* $(,)?) => {
        /// Every known error: (positive errno, name, description).
        pub(crate) static TABLE: &[(i32, &str, &str)] = &[
            $((libc::$name, stringify!($name), $text),)*
            (3000, "EAI_ADDRFAMILY", "address family not supported"),
            (3001, "EAI_AGAIN", "temporary failure"),
            (3002, "EAI_BADFLAGS", "bad ai_flags value"),
            (3003, "EAI_CANCELED", "request canceled"),
            (3004, "EAI_FAIL", "permanent failure"),
            (3005, "EAI_FAMILY", "ai_family not supported"),
            (3006, "EAI_MEMORY", "out of memory"),
            (3007, "EAI_NODATA", "no address"),
            (3008, "EAI_NONAME", "unknown node or service"),
            (3009, "EAI_OVERFLOW", "argument buffer overflow"),
            (3010, "EAI_SERVICE", "service not available for socket type"),
            (3011, "EAI_SOCKTYPE", "socket type not supported"),
            (3013, "EAI_BADHINTS", "invalid value for hints"),
            (3014, "EAI_PROTOCOL", "resolved protocol is unknown"),
            (4080, "ECHARSET", "invalid Unicode character"),
            (4094, "UNKNOWN", "unknown error"),
            (4095, "EOF", "end of file"),
        ];
    };
}

table! {
    E2BIG "argument list too long",
    EACCES "permission denied",
    EADDRINUSE "address already in use",
    EADDRNOTAVAIL "address not available",
    EAFNOSUPPORT "address family not supported",
    EAGAIN "resource temporarily unavailable",
    EALREADY "connection already in progress",
    EBADF "bad file descriptor",
    EBUSY "resource busy or locked",
    ECANCELED "operation canceled",
    ECONNABORTED "software caused connection abort",
    ECONNREFUSED "connection refused",
    ECONNRESET "connection reset by peer",
    EDESTADDRREQ "destination address required",
    EEXIST "file already exists",
    EFAULT "bad address in system call argument",
    EFBIG "file too large",
    EHOSTUNREACH "host is unreachable",
    EINTR "interrupted system call",
    EINVAL "invalid argument",
    EIO "i/o error",
    EISCONN "socket is already connected",
    EISDIR "illegal operation on a directory",
    ELOOP "too many symbolic links encountered",
    EMFILE "too many open files",
    EMSGSIZE "message too long",
    ENAMETOOLONG "name too long",
    ENETDOWN "network is down",
    ENETUNREACH "network is unreachable",
    ENFILE "file table overflow",
    ENOBUFS "no buffer space available",
    ENODEV "no such device",
    ENOENT "no such file or directory",
    ENOMEM "not enough memory",
    ENONET "machine is not on the network",
    ENOPROTOOPT "protocol not available",
    ENOSPC "no space left on device",
    ENOSYS "function not implemented",
    ENOTCONN "socket is not connected",
    ENOTDIR "not a directory",
    ENOTEMPTY "directory not empty",
    ENOTSOCK "socket operation on non-socket",
    ENOTSUP "operation not supported on socket",
    EOVERFLOW "value too large for defined data type",
    EPERM "operation not permitted",
    EPIPE "broken pipe",
    EPROTO "protocol error",
    EPROTONOSUPPORT "protocol not supported",
    EPROTOTYPE "protocol wrong type for socket",
    ERANGE "result too large",
    EROFS "read-only file system",
    ESHUTDOWN "cannot send after transport endpoint shutdown",
    ESPIPE "invalid seek",
    ESRCH "no such process",
    ETIMEDOUT "connection timed out",
    ETXTBSY "text file is busy",
    EXDEV "cross-device link not permitted",
    ENXIO "no such device or address",
    EMLINK "too many links",
    EHOSTDOWN "host is down",
    EREMOTEIO "remote I/O error",
    ENOTTY "inappropriate ioctl for device",
    EILSEQ "illegal byte sequence",
    ESOCKTNOSUPPORT "socket type not supported",
    ENODATA "no data available",
    EUNATCH "protocol driver not attached",
}

/// Name and description of a positive errno.
pub(crate) fn describe(errno: i32) -> (&'static str, &'static str) {
    TABLE
        .iter()
        .find(|(value, ..)| *value == errno)
        .map_or(("UNKNOWN", "unknown error"), |(_, name, text)| (name, text))
}
