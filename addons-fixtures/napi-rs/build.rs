//! Linker arguments that an addon written with `napi` needs.

fn main() {
    napi_build::setup();
}
