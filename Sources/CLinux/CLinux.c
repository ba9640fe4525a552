// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>

int tg_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void tg_fill_random(void *space, size_t size) {
  char *at = space;
  while (size > 0) {
    ssize_t count = getrandom(at, size, 0);
    if (count < 0 && errno != EINTR) abort();
    if (count > 0) {
      at += count;
      size -= (size_t)count;
    }
  }
}

void tg_name_thread(const char *name) {
  char cut[16];
  strncpy(cut, name, sizeof cut - 1);
  cut[sizeof cut - 1] = 0;
  pthread_setname_np(pthread_self(), cut);
}

bool tg_write_out(void) { return fflush(stdout) == 0 && !ferror(stdout); }

int tg_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int tg_epoll_watch(int epoll, int descriptor, uint32_t events, uint64_t token) {
  struct epoll_event event = {0};
  if (events & TG_READABLE) event.events |= EPOLLIN;
  if (events & TG_WRITABLE) event.events |= EPOLLOUT;
  event.data.u64 = token;
  if (epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) == 0) return 0;
  if (errno != ENOENT) return -1;
  return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

int tg_epoll_forget(int epoll, int descriptor) {
  struct epoll_event unused = {0};
  return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &unused);
}

int tg_epoll_wait(int epoll, struct tg_ready *ready, int capacity, int milliseconds) {
  struct epoll_event events[256];
  if (capacity > 256) capacity = 256;
  int count = epoll_wait(epoll, events, capacity, milliseconds);
  if (count < 0) return 0;
  for (int i = 0; i < count; i++) {
    ready[i].token = events[i].data.u64;
    ready[i].events = 0;
    if (events[i].events & (EPOLLIN | EPOLLRDHUP)) ready[i].events |= TG_READABLE;
    if (events[i].events & EPOLLOUT) ready[i].events |= TG_WRITABLE;
    if (events[i].events & (EPOLLERR | EPOLLHUP)) ready[i].events |= TG_FAILED;
  }
  return count;
}
