/*
 * Preloaded into a process, writes down in order what it does to the files of one folder (POWER_FOLDER), to POWER_LOG:
 * one line `<letter> <file> <offset> <length>\n`, then the bytes. W write, T truncation to <offset>, S sync, U unlink; the folder is `.`.
 * The call comes first and its line after it, under one lock, so that a line stands for what has happened.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int log_fd = -1;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("POWER_LOG");
  folder = getenv("POWER_FOLDER");
  if (folder == NULL || path == NULL) return;
  folder_length = strlen(folder);
  log_fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Name inside the folder, "." for the folder itself, NULL for what is elsewhere or only mapped memory. */
static const char *name_of(const char *path) {
  if (log_fd < 0 || strncmp(path, folder, folder_length) != 0) return NULL;
  if (path[folder_length] == '\0') return ".";
  if (path[folder_length] != '/') return NULL;
  const char *name = path + folder_length + 1;
  size_t length = strlen(name);
  return length > 4 && strcmp(name + length - 4, "-shm") == 0 ? NULL : name;
}

static const char *name_of_fd(int fd, char path[4096]) {
  char link[64];
  if (log_fd < 0) return NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, 4095);
  if (length < 0) return NULL;
  path[length] = '\0';
  return name_of(path);
}

static void note(char letter, const char *name, long long offset, const void *bytes, size_t length) {
  char head[4200];
  int size = snprintf(head, sizeof head, "%c %s %lld %zu\n", letter, name, offset, length);
  struct iovec parts[2] = {{head, (size_t)size}, {(void *)bytes, length}};
  if (syscall(SYS_writev, log_fd, parts, length > 0 ? 2 : 1) != (ssize_t)(size + (ssize_t)length)) abort();
}

#define NEXT(function) \
  static __typeof__(&function) next; \
  if (next == NULL) next = (__typeof__(&function))dlsym(RTLD_NEXT, #function)

static ssize_t noted_write(int fd, const void *bytes, ssize_t done, long long offset) {
  char path[4096];
  const char *name = name_of_fd(fd, path);
  if (name != NULL && done > 0) note('W', name, offset, bytes, (size_t)done);
  return done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  NEXT(write);
  pthread_mutex_lock(&lock);
  ssize_t done = next(fd, bytes, length);
  /* After the call the position is the end of what was written, with O_APPEND too. */
  long long end = log_fd < 0 ? 0 : (long long)lseek(fd, 0, SEEK_CUR);
  noted_write(fd, bytes, done, end - done);
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  NEXT(pwrite64);
  pthread_mutex_lock(&lock);
  ssize_t done = noted_write(fd, bytes, next(fd, bytes, length, offset), (long long)offset);
  pthread_mutex_unlock(&lock);
  return done;
}

int ftruncate64(int fd, off64_t length) {
  NEXT(ftruncate64);
  char path[4096];
  pthread_mutex_lock(&lock);
  int failed = next(fd, length);
  const char *name = name_of_fd(fd, path);
  if (name != NULL && failed == 0) note('T', name, (long long)length, NULL, 0);
  pthread_mutex_unlock(&lock);
  return failed;
}

static int noted_sync(int fd, int failed) {
  char path[4096];
  const char *name = name_of_fd(fd, path);
  if (name != NULL && failed == 0) note('S', name, 0, NULL, 0);
  return failed;
}

int fsync(int fd) {
  NEXT(fsync);
  pthread_mutex_lock(&lock);
  int failed = noted_sync(fd, next(fd));
  pthread_mutex_unlock(&lock);
  return failed;
}

int fdatasync(int fd) {
  NEXT(fdatasync);
  pthread_mutex_lock(&lock);
  int failed = noted_sync(fd, next(fd));
  pthread_mutex_unlock(&lock);
  return failed;
}

int unlink(const char *path) {
  NEXT(unlink);
  pthread_mutex_lock(&lock);
  int failed = next(path);
  const char *name = name_of(path);
  if (name != NULL && failed == 0) note('U', name, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return failed;
}
