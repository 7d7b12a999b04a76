//! The list of built-in modules and their compilation, for the JavaScript loader.

use super::support::{self, Args, Return, constant};

/// The methods of this binding.
pub(crate) static METHODS: &[support::Method] = support::method_table![
    "compile" => compile,
];

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    support::methods(scope, target, METHODS);
    let ids: Vec<v8::Local<'_, v8::Value>> = super::ids()
        .map(|id| support::string(scope, id).into())
        .collect();
    let ids = v8::Array::new_with_elements(scope, &ids);
    constant(scope, target, "ids", ids.into());
}

/// `compile(id)`: the module's function, or undefined when there is none.
fn compile(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let id = support::text(scope, args.get(0));
    if let Some(function) = super::compile(scope, &id) {
        rv.set(function.into());
    }
}
