//! Properties of a contextified object's global whose names are numbers: the same as the others
//! ([`super::global`]), but V8 asks for them apart.

use v8::PropertyCallbackArguments as Info;

use super::global;

/// Adds the interceptors to a global's template.
pub(super) fn intercept(
    template: v8::Local<'_, v8::ObjectTemplate>,
    sandbox: v8::Local<'_, v8::Object>,
) {
    template.set_indexed_property_handler(
        v8::IndexedPropertyHandlerConfiguration::new()
            .getter(get)
            .setter(set)
            .query(query)
            .deleter(delete)
            .enumerator(enumerate)
            .definer(define)
            .descriptor(describe)
            .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT)
            .data(sandbox.into()),
    );
}

/// The name that a number has as a string.
fn name<'s>(scope: &mut v8::PinScope<'s, '_>, index: u32) -> v8::Local<'s, v8::Name> {
    super::string(scope, &index.to_string()).into()
}

/// Callbacks that do what the one of the same name does for the property's name.
macro_rules! by_name {
    ($($callback:ident($($argument:ident: $of:ty)?) -> $answer:ty;)*) => {$(
        fn $callback<'s>(
            scope: &mut v8::PinScope<'s, '_>,
            index: u32,
            $($argument: $of,)?
            info: Info<'s>,
            rv: v8::ReturnValue<'_, $answer>,
        ) -> v8::Intercepted {
            let key = name(scope, index);
            global::$callback(scope, key, $($argument,)? info, rv)
        }
    )*};
}

by_name! {
    get() -> v8::Value;
    set(value: v8::Local<'s, v8::Value>) -> v8::Boolean;
    query() -> v8::Integer;
    delete() -> v8::Boolean;
    define(descriptor: &v8::PropertyDescriptor) -> v8::Boolean;
    describe() -> v8::Value;
}

fn enumerate<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    info: Info<'s>,
    mut rv: v8::ReturnValue<'_, v8::Array>,
) {
    let keys = global::sandbox_of(&info)
        .and_then(|sandbox| global::own_keys(scope, sandbox, v8::IndexFilter::IncludeIndices));
    let Some(keys) = keys else {
        return;
    };
    let numbers: Vec<_> = (0..keys.length())
        .filter_map(|index| keys.get_index(scope, index))
        .filter(|key| key.is_uint32())
        .collect();
    rv.set(v8::Array::new_with_elements(scope, &numbers));
}
