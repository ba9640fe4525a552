// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

// What Swift's Glibc module leaves out: eventfd(2), epoll(7), getentropy(3), the name of a thread and stdout as C has it.
#ifndef TOOLGATE_CLINUX_H
#define TOOLGATE_CLINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A non-blocking, close-on-exec event counter; -1 and errno on failure.
int tg_eventfd(void);

/// Fills the space with random bytes; aborts if the kernel has none to give.
void tg_fill_random(void *space, size_t size);

/// Names the calling thread; longer than 15 bytes is cut.
void tg_name_thread(const char *name);

/// Writes out what stdout still holds. False when this write or an earlier one failed.
bool tg_write_out(void);

/// What tg_epoll_wait reports: the number that was registered and what happened.
struct tg_ready {
  uint64_t token;
  uint32_t events;
};

enum { TG_READABLE = 1, TG_WRITABLE = 2, TG_FAILED = 4 };

int tg_epoll_create(void);
/// Watches a descriptor for TG_READABLE and TG_WRITABLE, level-triggered, whether it was watched before or not.
int tg_epoll_watch(int epoll, int descriptor, uint32_t events, uint64_t token);
int tg_epoll_forget(int epoll, int descriptor);
/// At most `capacity` (256 at most) ready descriptors; 0 on a time-out or an interruption.
int tg_epoll_wait(int epoll, struct tg_ready *ready, int capacity, int milliseconds);

#endif
