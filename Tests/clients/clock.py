# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The clock of the programs under test.

Budgets begin anew with the month; certificates, exceptions and signatures carry days. So that no midnight falls between
two steps of a test, the programs' clock is at noon when the tests begin, of the day that it is then.
"""

import datetime

import preload

STARTED = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
TODAY = STARTED.date()
TO_NOON = datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC) - STARTED

SOURCE = r"""
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = syscall(SYS_clock_gettime, clock, now);
  if (result != 0 || clock != CLOCK_REALTIME) return result;
  now->tv_sec += atol(getenv("CLOCK_SHIFT"));
  const char *name = getenv("CLOCK_SHIFT_FILE");
  if (name == NULL) return 0;
  char seconds[32] = {0};
  int file = open(name, O_RDONLY);
  if (file >= 0 && read(file, seconds, sizeof seconds - 1) > 0) now->tv_sec += atol(seconds);
  if (file >= 0) close(file);
  return 0;
}
"""


def environment():
    """What sets the clock of a process; `CLOCK_SHIFT_FILE` may name a file with more seconds to put it forward by."""
    return {"LD_PRELOAD": preload.library("clock", SOURCE), "CLOCK_SHIFT": str(round(TO_NOON.total_seconds()))}
