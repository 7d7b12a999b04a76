//! Versions of the host: the highest Node-API version it has, and the Node.js that
//! it stands for.

use napi_host_sys as sys;
use sys::napi_node_version;

use crate::boundary::{entry_points, out};

/// The highest version of Node-API that the host has.
pub(crate) const NODE_API_VERSION: u32 = 10;

/// The Node.js that the host stands for: loaders pick binaries by it, tools read it from `--version`.
pub const NODE_VERSION_TEXT: &str = "26.9.0";

/// [`napi_node_version`] as a static; its pointer is to a string literal.
struct NodeVersion(napi_node_version);

// SAFETY: nothing writes to it or to the text that it points at.
unsafe impl Sync for NodeVersion {}

static NODE_VERSION: NodeVersion = NodeVersion(napi_node_version {
    major: 26,
    minor: 9,
    patch: 0,
    release: c"node".as_ptr(),
});

entry_points! {
    /// The highest version of Node-API.
    basic fn napi_get_version(_env, result: *mut u32) {
        out(result)?.set(NODE_API_VERSION)
    }

    /// The Node.js that the host stands for; valid for ever.
    basic fn napi_get_node_version(_env, version: *mut *const napi_node_version) {
        out(version)?.set(&raw const NODE_VERSION.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{NODE_VERSION, NODE_VERSION_TEXT};

    #[test]
    fn both_forms_of_the_version_agree() {
        let numbers = &NODE_VERSION.0;
        let text = format!("{}.{}.{}", numbers.major, numbers.minor, numbers.patch);
        assert_eq!(text, NODE_VERSION_TEXT);
    }
}
