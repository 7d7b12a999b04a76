// A library that is not an addon: nothing registers, nothing is exported that
// a host looks for.
int addons_fixture_answer(void);
__attribute__((visibility("default"))) int addons_fixture_answer(void) { return 42; }
