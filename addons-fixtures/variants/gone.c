// The library that `missing_library` needs and that is not there at run time.
int addons_fixture_gone(void);
__attribute__((visibility("default"))) int addons_fixture_gone(void) { return 1; }
