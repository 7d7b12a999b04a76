// An addon of the old style: it looks for node_module_register and for V8's
// own functions. The host offers the second of these two and no others.
extern void node_module_register(void* module);
extern void v8_handle_scope(void) __asm__("_ZN2v811HandleScopeC1EPNS_7IsolateE");
extern void v8_isolate_get_current(void) __asm__("_ZN2v87Isolate10GetCurrentEv");

static struct {
  int version;
  unsigned flags;
  void* handle;
  const char* file;
  void* init;
  void* context_init;
  const char* name;
  void* data;
  void* link;
} module = {137, 0, 0, __FILE__, (void*)v8_handle_scope, (void*)v8_isolate_get_current, "v8_style", 0, 0};

__attribute__((constructor)) static void register_module(void) { node_module_register(&module); }
