//! Where every raw pointer of the ABI ends: entries, out-parameters, inputs,
//! status.
//!
//! An entry point in `api` is one call of [`entry::js`], [`entry::gc`],
//! [`entry::basic`] with a body that decodes, acts and answers. Panics cannot cross
//! into an addon: an `extern "C"` function aborts, and the host's panic hook says
//! that it is a bug of napi-host.

pub(crate) mod entry;
mod input;
mod output;

use std::num::NonZeroU32;

use napi_host_sys as sys;

pub(crate) use input::{length, utf8_name};
pub(crate) use output::{optional, out};

/// Why a function did not do what it was asked to: a `napi_status` other than ok.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Status(NonZeroU32);

/// What the body of an entry point answers.
pub(crate) type Answer = Result<(), Status>;

impl Status {
    /// `status`, which must not be `napi_ok`; that becomes `napi_generic_failure`.
    pub(crate) const fn new(status: sys::napi_status) -> Self {
        match NonZeroU32::new(status) {
            Some(status) => Self(status),
            None => Self::GENERIC_FAILURE,
        }
    }

    pub(crate) const INVALID_ARG: Self = known(sys::napi_invalid_arg);
    pub(crate) const OBJECT_EXPECTED: Self = known(sys::napi_object_expected);
    pub(crate) const STRING_EXPECTED: Self = known(sys::napi_string_expected);
    pub(crate) const NAME_EXPECTED: Self = known(sys::napi_name_expected);
    pub(crate) const FUNCTION_EXPECTED: Self = known(sys::napi_function_expected);
    pub(crate) const NUMBER_EXPECTED: Self = known(sys::napi_number_expected);
    pub(crate) const BOOLEAN_EXPECTED: Self = known(sys::napi_boolean_expected);
    pub(crate) const ARRAY_EXPECTED: Self = known(sys::napi_array_expected);
    pub(crate) const GENERIC_FAILURE: Self = known(sys::napi_generic_failure);
    pub(crate) const PENDING_EXCEPTION: Self = known(sys::napi_pending_exception);
    pub(crate) const ESCAPE_CALLED_TWICE: Self = known(sys::napi_escape_called_twice);
    pub(crate) const HANDLE_SCOPE_MISMATCH: Self = known(sys::napi_handle_scope_mismatch);
    pub(crate) const CALLBACK_SCOPE_MISMATCH: Self = known(sys::napi_callback_scope_mismatch);
    pub(crate) const BIGINT_EXPECTED: Self = known(sys::napi_bigint_expected);
    pub(crate) const DATE_EXPECTED: Self = known(sys::napi_date_expected);
    pub(crate) const ARRAYBUFFER_EXPECTED: Self = known(sys::napi_arraybuffer_expected);
    pub(crate) const DETACHABLE_ARRAYBUFFER_EXPECTED: Self =
        known(sys::napi_detachable_arraybuffer_expected);
    pub(crate) const CANNOT_RUN_JS: Self = known(sys::napi_cannot_run_js);

    /// The number that the addon gets.
    #[inline(always)]
    pub(crate) const fn raw(self) -> sys::napi_status {
        self.0.get()
    }
}

const fn known(status: sys::napi_status) -> Status {
    match NonZeroU32::new(status) {
        Some(status) => Status(status),
        None => panic!("napi_ok is no failure"),
    }
}

/// Defines exported functions: `js fn name(env, argument: type, …) { body }`, with the
/// entry class as a written word. The body is a closure of the env that answers
/// [`Answer`]; arguments after the env are as the addon passed them.
macro_rules! entry_points {
    ($(
        $(#[$doc:meta])*
        $class:ident fn $name:ident($env:ident $(, $arg:ident: $ty:ty)* $(,)?) $body:block
    )*) => {$(
        $(#[$doc])*
        ///
        /// # Safety
        /// For addons: the env is theirs and alive, on its own thread; handles are alive;
        /// pointers are NULL or valid for what the function does with them.
        #[unsafe(no_mangle)]
        pub(crate) unsafe extern "C" fn $name(
            env: napi_host_sys::napi_env $(, $arg: $ty)*
        ) -> napi_host_sys::napi_status {
            let body = move |$env: &$crate::env::Env| -> $crate::boundary::Answer { $body };
            // SAFETY: the addon's contract, as stated above.
            unsafe { $crate::boundary::entry::$class(env, body) }
        }
    )*};
}
pub(crate) use entry_points;
