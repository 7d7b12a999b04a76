// libuv's file functions beyond the first ones: folders, copies, times, owners, temporary names.
#define _GNU_SOURCE
#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "uv_log.h"

static char folder[64];
static char* in(const char* name) {
  static char path[4][128];
  static int turn;
  char* made = path[turn++ % 4];
  snprintf(made, 128, "%s/%s", folder, name);
  return made;
}

static void put(const char* name, const char* text) {
  FILE* file = fopen(in(name), "w");
  fputs(text, file);
  fclose(file);
}

static void begin(void) {
  uv_fs_t request;
  uv_fs_mkdtemp(NULL, &request, "/tmp/napi-host-uv-files-XXXXXX", NULL);
  snprintf(folder, sizeof folder, "%s", request.path);
  uv_fs_req_cleanup(&request);
}

static void end(void) {
  char command[96];
  snprintf(command, sizeof command, "rm -r %s", folder);
  note("end %d", system(command));
}

static void list(uv_fs_t* request) {
  uv_dirent_t entry;
  int status;
  note_status("scandir", request->result);
  while ((status = uv_fs_scandir_next(request, &entry)) == 0) note("%s %d; ", entry.name, entry.type);
  note_status("next", status);
  note("path %d ", request->path != NULL);
  uv_fs_req_cleanup(request);
  note("%d; ", request->ptr == NULL && request->path == NULL);
}

static napi_value folders(napi_env env, napi_callback_info info) {
  (void)info;
  uv_fs_t request, other;
  uv_loop_t loop;
  uv_dirent_t two[2];
  begin();
  uv_loop_init(&loop);
  note_status("empty", uv_fs_scandir(NULL, &request, folder, 0, NULL));
  list(&request);
  put("b", "b");
  put("a", "a");
  put("Z", "Z");
  uv_fs_mkdir(NULL, &request, in("folder"), 0700, NULL);
  uv_fs_req_cleanup(&request);
  uv_fs_symlink(NULL, &request, "a", in("link"), 0, NULL);
  uv_fs_req_cleanup(&request);
  uv_fs_scandir(NULL, &request, folder, 0, NULL);
  list(&request);
  note_status("queued", uv_fs_scandir(&loop, &request, folder, 0, list));
  uv_run(&loop, 0);
  note_status("none", uv_fs_scandir(NULL, &request, in("none"), 0, NULL));
  list(&request);
  note_status("opendir", uv_fs_opendir(NULL, &request, folder, NULL));
  uv_dir_t* dir = request.ptr;
  uv_fs_req_cleanup(&request);
  note_status("null", uv_fs_readdir(NULL, &request, NULL, NULL));
  dir->dirents = two;
  dir->nentries = 2;
  int total = 0, count;
  while ((count = uv_fs_readdir(NULL, &other, dir, NULL)) > 0) {
    for (int i = 0; i < count; i++) total += two[i].name[0];
    note("%d %d ", count, other.ptr == dir);
    uv_fs_req_cleanup(&other);
  }
  uv_fs_req_cleanup(&other);
  note("%d total %d; ", count, total);
  note_status("closedir", uv_fs_closedir(NULL, &request, dir, NULL));
  uv_fs_req_cleanup(&request);
  note_status("closedir", uv_fs_closedir(NULL, &request, NULL, NULL));
  note_status("opendir", uv_fs_opendir(NULL, &request, in("a"), NULL));
  uv_fs_req_cleanup(&request);
  end_loop(&loop);
  end();
  return take_log(env);
}

static void show(const char* name) {
  char text[32] = "";
  struct stat found;
  int fd = open(in(name), O_RDONLY);
  if (fd < 0 || read(fd, text, 31) < 0) note("%s unreadable; ", name);
  else note("%s '%s' %o; ", name, text, fstat(fd, &found) == 0 ? found.st_mode & 0777 : 0);
  close(fd);
}

static int try_copy(const char* from, const char* to, int flags) {
  uv_fs_t request;
  int status = uv_fs_copyfile(NULL, &request, in(from), in(to), flags, NULL);
  if (status != -22) uv_fs_req_cleanup(&request);
  return status;
}

static napi_value copies(napi_env env, napi_callback_info info) {
  (void)info;
  uv_fs_t request;
  begin();
  put("from", "contents");
  chmod(in("from"), 0640);
  put("longer", "more than the contents");
  note_status("copy", try_copy("from", "to", 0));
  show("to");
  note_status("over", try_copy("from", "longer", 0));
  show("longer");
  note_status("exclusive", try_copy("from", "to", 1));
  note_status("itself", try_copy("from", "from", 0));
  show("from");
  note_status("clone", try_copy("from", "cloned", 2));
  show("cloned");
  note_status("none", try_copy("none", "new", 0));
  note_status("flags", try_copy("from", "new", 8));
  show("new");
  int input = open(in("from"), O_RDONLY), output = open(in("sent"), O_RDWR | O_CREAT, 0600);
  note_status("sendfile", uv_fs_sendfile(NULL, &request, output, input, 2, 4, NULL));
  note_status("rest", uv_fs_sendfile(NULL, &request, output, input, 6, 100, NULL));
  note_status("bad", uv_fs_sendfile(NULL, &request, output, -1, 6, 100, NULL));
  show("sent");
  close(input);
  close(output);
  end();
  return take_log(env);
}

static void times_of(const char* name) {
  uv_fs_t request;
  uv_fs_lstat(NULL, &request, in(name), NULL);
  uint64_t* s = request.statbuf;
  note("%d.%d %d.%d; ", (int)s[12], (int)s[13], (int)s[14], (int)s[15]);
  uv_fs_req_cleanup(&request);
}

static void on_done(uv_fs_t* request) {
  note("type %d ", request->fs_type);
  note_status("done", request->result);
  uv_fs_req_cleanup(request);
}

static napi_value attributes(napi_env env, napi_callback_info info) {
  (void)info;
  uv_fs_t request;
  uv_loop_t loop;
  begin();
  uv_loop_init(&loop);
  put("file", "");
  note("%d", symlink("file", in("link")));
  note_status("utime", uv_fs_utime(NULL, &request, in("file"), 1000.5, 2000.25, NULL));
  times_of("file");
  note_status("lutime", uv_fs_lutime(NULL, &request, in("link"), 10, -20, NULL));
  times_of("link");
  times_of("file");
  int fd = open(in("file"), O_RDONLY);
  note_status("futime", uv_fs_futime(NULL, &request, fd, 1, 2, NULL));
  times_of("file");
  note_status("chown", uv_fs_chown(NULL, &request, in("file"), getuid(), getgid(), NULL));
  note_status("fchown", uv_fs_fchown(NULL, &request, fd, -1, -1, NULL));
  note_status("lchown", uv_fs_lchown(&loop, &request, in("link"), getuid(), getgid(), on_done));
  uv_run(&loop, 0);
  note_status("chown", uv_fs_chown(&loop, &request, in("none"), 1, 1, on_done));
  uv_run(&loop, 0);
  close(fd);
  note_status("statfs", uv_fs_statfs(NULL, &request, folder, NULL));
  uint64_t* found = request.ptr;
  note("%d %d; ", found[1] > 0, found[2] >= found[3]);
  uv_fs_req_cleanup(&request);
  note_status("statfs", uv_fs_statfs(NULL, &request, in("none"), NULL));
  uv_fs_req_cleanup(&request);
  const char* template = in("temporary-XXXXXX");
  fd = uv_fs_mkstemp(NULL, &request, template, NULL);
  note("mkstemp %d %d ", fd > 2, strcmp(request.path, template) != 0);
  note("%d; ", access(request.path, F_OK));
  uv_fs_req_cleanup(&request);
  close(fd);
  note_status("mkstemp", uv_fs_mkstemp(NULL, &request, in("no template"), NULL));
  uv_fs_req_cleanup(&request);
  note_status("no request", uv_fs_stat(NULL, NULL, folder, NULL));
  end_loop(&loop);
  end();
  return take_log(env);
}

// What came after the version of Node 22: times that stay, and the time now.
static napi_value newest(napi_env env, napi_callback_info info) {
  (void)info;
  uv_fs_t request;
  begin();
  put("file", "");
  int fd = open(in("file"), O_RDONLY);
  note_status("utime", uv_fs_utime(NULL, &request, in("file"), 1000, 2000, NULL));
  note_status("omit", uv_fs_utime(NULL, &request, in("file"), NAN, 3000, NULL));
  times_of("file");
  note_status("futime", uv_fs_futime(NULL, &request, fd, 1, INFINITY, NULL));
  uv_fs_fstat(NULL, &request, fd, NULL);
  note("%d %d; ", (int)request.statbuf[12], request.statbuf[14] > 1700000000);
  close(fd);
  end();
  return take_log(env);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(folders), EXPORT(copies), EXPORT(attributes),
                                        EXPORT(newest)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
