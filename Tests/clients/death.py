# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""A program that tells of each of its writes before it makes them, and dies before the one that is chosen.

It is killed by SIGKILL and the write is not made: to die before each one after the other is to die between any two of
them. Nothing is traced from outside, so no kernel has to allow it.
"""

import os
import pathlib
import typing

import preload

SOURCE = r"""
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char order[PATH_MAX + 64];
static long met;

// None of these goes through the functions below.
static void tell(const char *act, const char *path) {
  int file = syscall(SYS_openat, AT_FDCWD, getenv("DEATH_SEEN"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) abort();
  char line[PATH_MAX + 64];
  int count = snprintf(line, sizeof line, "%s %s\n", act, path);
  if (syscall(SYS_write, file, line, (long)count) != count) abort();
  syscall(SYS_close, file);
}

// An order is "number act path": to die before the number-th such act since the order was given.
static void obey(const char *act, const char *path) {
  char given[sizeof order] = {0};
  int file = syscall(SYS_openat, AT_FDCWD, getenv("DEATH_ORDER"), O_RDONLY | O_CLOEXEC, 0);
  if (file < 0) return;
  if (syscall(SYS_read, file, given, sizeof given - 1) < 0) abort();
  syscall(SYS_close, file);
  if (strcmp(given, order) != 0) {
    strcpy(order, given);
    met = 0;
  }
  char *rest = given;
  long number = strtol(given, &rest, 10);
  char wanted[sizeof order];
  snprintf(wanted, sizeof wanted, " %s %s", act, path);
  if (strcmp(rest, wanted) != 0 || ++met != number) return;
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

static void before(const char *act, const char *path) {
  if (path[0] != '/') return;
  pthread_mutex_lock(&lock);
  tell(act, path);
  obey(act, path);
  pthread_mutex_unlock(&lock);
}

static void before_file(const char *act, int file) {
  char name[64], path[PATH_MAX] = {0};
  snprintf(name, sizeof name, "/proc/self/fd/%d", file);
  if (readlink(name, path, sizeof path - 1) > 0) before(act, path);
}

static int create(int folder, const char *path, int flags, va_list rest) {
  mode_t mode = 0;
  if (flags & O_CREAT) {
    mode = va_arg(rest, mode_t);
    // To die before a file is opened that is there already is to die after the act before that.
    before("create", path);
  }
  return syscall(SYS_openat, folder, path, flags, mode);
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    va_list rest; \
    va_start(rest, flags); \
    int file = create(AT_FDCWD, path, flags, rest); \
    va_end(rest); \
    return file; \
  }
OPEN(open)
OPEN(open64)
#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    va_list rest; \
    va_start(rest, flags); \
    int file = create(folder, path, flags, rest); \
    va_end(rest); \
    return file; \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int file, const void *bytes, size_t count) {
  before_file("write", file);
  return syscall(SYS_write, file, bytes, count);
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  before_file("write", file);
  return syscall(SYS_pwrite64, file, bytes, count, offset);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  before_file("write", file);
  return syscall(SYS_pwrite64, file, bytes, count, offset);
}
int fsync(int file) {
  before_file("sync", file);
  return syscall(SYS_fsync, file);
}
int fdatasync(int file) {
  before_file("sync", file);
  return syscall(SYS_fdatasync, file);
}
int ftruncate(int file, off_t length) {
  before_file("truncate", file);
  return syscall(SYS_ftruncate, file, length);
}
int ftruncate64(int file, off64_t length) {
  before_file("truncate", file);
  return syscall(SYS_ftruncate, file, length);
}
int rename(const char *from, const char *to) {
  before("rename", from);
  return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
"""


class Act(typing.NamedTuple):
    """A write of some kind: `create`, `write`, `sync`, `truncate` or `rename` (of the old name)."""

    kind: str
    path: pathlib.Path


class Death:
    """What a program writes, and before which write it dies."""

    def __init__(self, directory):
        self._seen, self._order = directory / "acts-seen", directory / "death-order"
        self._seen.touch()

    def put_into(self, environment):
        """For a program that is not started yet. Other libraries that are loaded into it stay."""
        libraries = [environment.get("LD_PRELOAD"), preload.library("death", SOURCE)]
        environment["LD_PRELOAD"] = ":".join(filter(None, libraries))
        environment["DEATH_SEEN"], environment["DEATH_ORDER"] = str(self._seen), str(self._order)

    def forget(self):
        """What was seen until now, and the order that was given."""
        self._seen.write_bytes(b"")
        self._order.unlink(missing_ok=True)

    def seen(self):
        """The acts since the last time that all was forgotten, in the order of their beginning."""
        acts = (line.split(" ", 1) for line in self._seen.read_text().splitlines())
        return [Act(kind, pathlib.Path(path)) for kind, path in acts]

    def order(self, act, number):
        """To die before the `number`-th act of this kind on this path from now on."""
        whole = self._order.with_suffix(".next")
        whole.write_text(f"{number} {act.kind} {act.path}")
        os.replace(whole, self._order)
