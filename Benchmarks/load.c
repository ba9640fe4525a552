// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

// A load generator for HTTP/1.1 on loopback: one thread, epoll, a closed loop over a fixed number of connections. It sends
// the same bytes again and again, reads each answer to its end, and prints one line of JSON. It always ends by itself: after
// so many requests or so many seconds, whichever comes first.
//
//   load PORT CONNECTIONS REQUESTS SECONDS SPREAD_MS FILE
//
// FILE holds a whole request as it goes over the wire. SPREAD_MS spreads the first request of each connection over a time,
// so that paced streams do not all tick at once.

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum phase { WAITING, SENDING, HEAD, LENGTH, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILER };

struct connection {
  int descriptor;
  enum phase phase;
  uint64_t due, began, first;
  size_t sent;
  char head[8192];
  size_t head_length;
  uint64_t left;          // bytes of the body or the chunk that are still to come
  char line[32];
  size_t line_length;
  bool last_was_newline;  // for events that are split over reads
  bool failed;
};

static char *request;
static size_t request_length;
static struct sockaddr_in address;
static int poller;
static uint64_t wanted, started, finished, failures, events, bytes;
static uint32_t *totals, *firsts;
static uint64_t end_of_time;

static uint64_t now_us(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

static void die(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void watch(struct connection *c, uint32_t what, int operation) {
  struct epoll_event event = {.events = what, .data.ptr = c};
  if (epoll_ctl(poller, operation, c->descriptor, &event) < 0) die("epoll_ctl");
}

static void dial(struct connection *c) {
  c->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (c->descriptor < 0) die("socket");
  if (connect(c->descriptor, (struct sockaddr *)&address, sizeof address) < 0) die("connect");
  int one = 1;
  setsockopt(c->descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(c->descriptor, F_SETFL, O_NONBLOCK);
  watch(c, EPOLLIN, EPOLL_CTL_ADD);
}

static void hang_up(struct connection *c) {
  if (c->descriptor >= 0) close(c->descriptor);
  c->descriptor = -1;
}

static void push(struct connection *c) {
  while (c->sent < request_length) {
    ssize_t count = send(c->descriptor, request + c->sent, request_length - c->sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) {
      watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
      return;
    }
    if (count < 0) return;  // the reading side learns why
    c->sent += (size_t)count;
  }
  if (c->phase == SENDING) c->phase = HEAD;
}

static void begin(struct connection *c) {
  if (started == wanted || now_us() >= end_of_time) {
    c->phase = WAITING;
    c->due = UINT64_MAX;
    return;
  }
  started++;
  c->began = now_us();
  c->first = 0;
  c->sent = c->head_length = c->line_length = 0;
  c->last_was_newline = c->failed = false;
  c->phase = SENDING;
  if (c->descriptor < 0) dial(c);
  push(c);
}

static void finish(struct connection *c, bool good) {
  uint64_t end = now_us();
  if (good && !c->failed) {
    totals[finished] = (uint32_t)(end - c->began);
    firsts[finished] = (uint32_t)(c->first - c->began);
    finished++;
  } else {
    failures++;
    hang_up(c);
    if (failures > 1000) {
      fprintf(stderr, "load: more than 1000 failures, giving up\n");
      exit(1);
    }
  }
  begin(c);
}

// Counts the blank lines that end server-sent events.
static void count_events(struct connection *c, const char *data, size_t length) {
  bytes += length;
  const char *end = data + length;
  for (const char *at = data; at < end;) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    if (!newline) {
      c->last_was_newline = false;
      return;
    }
    if (newline == at && c->last_was_newline) {
      events++;
      c->last_was_newline = false;
    } else {
      c->last_was_newline = true;
    }
    at = newline + 1;
  }
}

// True once the whole head is there.
static bool take_head(struct connection *c, const char **data, size_t *length) {
  while (*length) {
    if (c->head_length == sizeof c->head - 1) {
      c->failed = true;
      return false;
    }
    c->head[c->head_length++] = *(*data)++;
    (*length)--;
    if (c->head_length < 4 || memcmp(c->head + c->head_length - 4, "\r\n\r\n", 4)) continue;
    c->head[c->head_length] = 0;
    if (strncmp(c->head, "HTTP/1.1 200", 12)) c->failed = true;
    if (c->failed && failures == 0) fprintf(stderr, "load: first failure: %.300s\n", c->head);
    char *field = strcasestr(c->head, "\r\ncontent-length:");
    if (field) {
      c->left = strtoull(field + 17, NULL, 10);
      c->phase = LENGTH;
    } else if (strcasestr(c->head, "\r\ntransfer-encoding: chunked")) {
      c->phase = CHUNK_SIZE;
    } else {
      c->failed = true;
      return false;
    }
    c->first = now_us();
    return true;
  }
  return false;
}

// Reads a line that ends with LF; true when it is there.
static bool take_line(struct connection *c, const char **data, size_t *length) {
  while (*length) {
    char byte = *(*data)++;
    (*length)--;
    if (byte == '\n') {
      c->line[c->line_length] = 0;
      c->line_length = 0;
      return true;
    }
    if (c->line_length < sizeof c->line - 1) c->line[c->line_length++] = byte;
  }
  return false;
}

// Takes what has come; false when the connection is of no more use.
static bool take(struct connection *c, const char *data, size_t length) {
  for (;;) {
    switch (c->phase) {
      case WAITING:
        return length == 0;
      case SENDING:
      case HEAD:
        c->phase = HEAD;
        if (!take_head(c, &data, &length)) return !c->failed || length == 0;
        break;
      case LENGTH:
      case CHUNK_DATA: {
        size_t part = length < c->left ? length : (size_t)c->left;
        count_events(c, data, part);
        data += part;
        length -= part;
        c->left -= part;
        if (c->left) return true;
        if (c->phase == LENGTH) {
          finish(c, true);
          if (length) return false;
          return true;
        }
        c->phase = CHUNK_END;
        break;
      }
      case CHUNK_END:
        if (!take_line(c, &data, &length)) return true;
        c->phase = CHUNK_SIZE;
        break;
      case CHUNK_SIZE:
        if (!take_line(c, &data, &length)) return true;
        c->left = strtoull(c->line, NULL, 16);
        c->phase = c->left ? CHUNK_DATA : TRAILER;
        break;
      case TRAILER:
        if (!take_line(c, &data, &length)) return true;
        if (c->line[0] != '\r' && c->line[0] != 0) break;
        finish(c, true);
        return length == 0;
    }
  }
}

static void on_readable(struct connection *c) {
  static char buffer[1 << 17];
  for (;;) {
    if (c->descriptor < 0) return;
    ssize_t count = recv(c->descriptor, buffer, sizeof buffer, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0 || !take(c, buffer, (size_t)count)) {
      if (c->phase == WAITING) hang_up(c);
      else finish(c, false);
      return;
    }
    if (count < (ssize_t)sizeof buffer) return;
  }
}

static int by_size(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static uint32_t percentile(uint32_t *values, double share) {
  if (!finished) return 0;
  return values[(uint64_t)((double)(finished - 1) * share)];
}

static void read_request(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) die(path);
  fseek(file, 0, SEEK_END);
  request_length = (size_t)ftell(file);
  rewind(file);
  request = malloc(request_length);
  if (!request || fread(request, 1, request_length, file) != request_length) die(path);
  fclose(file);
}

int main(int count, char **arguments) {
  if (count != 7) {
    fprintf(stderr, "usage: load PORT CONNECTIONS REQUESTS SECONDS SPREAD_MS FILE\n");
    return 64;
  }
  address.sin_family = AF_INET;
  address.sin_port = htons((uint16_t)atoi(arguments[1]));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  size_t connections = strtoull(arguments[2], NULL, 10);
  wanted = strtoull(arguments[3], NULL, 10);
  uint64_t seconds = strtoull(arguments[4], NULL, 10), spread = strtoull(arguments[5], NULL, 10) * 1000;
  read_request(arguments[6]);
  totals = malloc(wanted * sizeof *totals);
  firsts = malloc(wanted * sizeof *firsts);
  poller = epoll_create1(EPOLL_CLOEXEC);
  struct connection *all = calloc(connections, sizeof *all);
  if (!totals || !firsts || !all || poller < 0) die("start");
  for (size_t i = 0; i < connections; i++) {
    all[i].descriptor = -1;
    dial(&all[i]);
  }

  uint64_t start = now_us();
  // Whatever is under way at the end of its time may finish, for as long again; then the rest counts as failed.
  end_of_time = start + seconds * 1000000;
  uint64_t deadline = end_of_time + seconds * 1000000 + 5000000;
  size_t waiting = 0;
  for (size_t i = 0; i < connections; i++) all[i].due = start + spread * i / connections;

  while (finished + failures < wanted && now_us() < deadline) {
    uint64_t now = now_us();
    while (waiting < connections && all[waiting].due <= now) begin(&all[waiting++]);
    if (now >= end_of_time && finished + failures == started && waiting == connections) break;
    int pause = waiting < connections ? (int)((all[waiting].due - now) / 1000) : 100;
    struct epoll_event ready[256];
    int found = epoll_wait(poller, ready, 256, pause);
    for (int i = 0; i < found; i++) {
      struct connection *c = ready[i].data.ptr;
      if (ready[i].events & EPOLLOUT && c->descriptor >= 0) {
        watch(c, EPOLLIN, EPOLL_CTL_MOD);
        push(c);
      }
      if (ready[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) on_readable(c);
    }
  }

  double elapsed = (double)(now_us() - start) / 1e6;
  failures += started - finished - failures;
  qsort(totals, finished, sizeof *totals, by_size);
  qsort(firsts, finished, sizeof *firsts, by_size);
  printf(
      "{\"finished\":%llu,\"failed\":%llu,\"seconds\":%.4f,\"events\":%llu,\"bytes\":%llu,"
      "\"total_us\":{\"p50\":%u,\"p99\":%u,\"max\":%u},\"first_us\":{\"p50\":%u,\"p99\":%u}}\n",
      (unsigned long long)finished, (unsigned long long)failures, elapsed, (unsigned long long)events,
      (unsigned long long)bytes, percentile(totals, 0.5), percentile(totals, 0.99), percentile(totals, 1),
      percentile(firsts, 0.5), percentile(firsts, 0.99));
  return 0;
}
