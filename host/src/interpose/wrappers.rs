//! One wrapper per function of the ABI, made from the list of signatures.

use std::ffi::c_char;

use napi_host_sys::*;

use super::{Function, Parameter, around};

/// The bits of an argument, in the low bytes of a word.
fn word<T: Copy>(value: T) -> u64 {
    const { assert!(size_of::<T>() <= size_of::<u64>()) };
    let mut bits = 0_u64;
    // SAFETY: the value is not larger than the word (checked above), and the types of the ABI's
    // parameters (pointers, numbers, one bool) have no padding.
    unsafe {
        std::ptr::copy_nonoverlapping(
            (&raw const value).cast::<u8>(),
            (&raw mut bits).cast::<u8>(),
            size_of::<T>(),
        );
    }
    bits
}

/// The record of a function whose wrapper is `wrapper` of the same module.
macro_rules! function {
    ($name:ident($($arg:ident: $kind:literal),* $(,)?)) => {
        pub(super) static FUNCTION: Function = Function {
            name: stringify!($name),
            parameters: &[$(Parameter { name: stringify!($arg), kind: $kind }),*],
            wrapper: wrapper as *const std::ffi::c_void,
            real: napi_host_sys::$name as *const std::ffi::c_void,
        };
    };
}

macro_rules! wrappers {
    ($(fn $name:ident($($arg:ident: $ty:ty as $kind:literal),*) -> napi_status;)*) => {
        $(
            mod $name {
                use super::*;

                function!($name($($arg: $kind),*));

                unsafe extern "C" fn wrapper($($arg: $ty),*) -> napi_status {
                    around(&FUNCTION, &[$(word($arg)),*], || {
                        // SAFETY: the caller's promise, handed on.
                        unsafe { napi_host_sys::$name($($arg),*) }
                    })
                }
            }
        )*

        /// Every function that has a wrapper.
        pub(super) static FUNCTIONS: &[&Function] = &[
            &napi_module_register::FUNCTION,
            &napi_fatal_error::FUNCTION,
            $(&$name::FUNCTION,)*
        ];
    };
}

napi_host_sys::for_each_function!(wrappers);

mod napi_module_register {
    use super::*;

    function!(napi_module_register(module: "*mut napi_module"));

    unsafe extern "C" fn wrapper(module: *mut napi_module) {
        around(&FUNCTION, &[word(module)], || {
            // SAFETY: the caller's promise, handed on.
            unsafe { napi_host_sys::napi_module_register(module) };
            napi_ok
        });
    }
}

mod napi_fatal_error {
    use super::*;

    function!(napi_fatal_error(
        location: "*const c_char",
        location_len: "usize",
        message: "*const c_char",
        message_len: "usize",
    ));

    unsafe extern "C" fn wrapper(
        location: *const c_char,
        location_len: usize,
        message: *const c_char,
        message_len: usize,
    ) -> ! {
        let words = [
            word(location),
            word(location_len),
            word(message),
            word(message_len),
        ];
        around(&FUNCTION, &words, || {
            // SAFETY: the caller's promise, handed on.
            unsafe { napi_host_sys::napi_fatal_error(location, location_len, message, message_len) }
        });
        unreachable!("napi_fatal_error does not return")
    }
}

#[cfg(test)]
mod tests {
    use super::FUNCTIONS;

    #[test]
    fn every_function_of_the_table_has_a_wrapper() {
        let mut wrapped: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
        let mut listed: Vec<&str> = napi_host_sys::export_list().collect();
        wrapped.sort_unstable();
        listed.sort_unstable();
        assert_eq!(wrapped, listed);
    }
}
