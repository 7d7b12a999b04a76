// Registers itself with an init function that is NULL.
#include <node_api.h>

static napi_module module = {
    .nm_version = 1, .nm_flags = 0, .nm_filename = __FILE__, .nm_register_func = NULL, .nm_modname = "registered_null",
};

__attribute__((constructor)) static void register_module(void) { napi_module_register(&module); }
