// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// A counter in the kernel that one thread waits on and any thread may ring: Linux `eventfd(2)`.
///
/// It can also be watched by `epoll(7)`, which is why it is not a condition variable.
package final class Wake: Sendable {
  package let descriptor: Int32

  package init() {
    descriptor = tg_eventfd()
    precondition(descriptor >= 0, "eventfd failed: \(String(cString: strerror(errno)))")
  }

  deinit { close(descriptor) }

  package func ring() {
    var one: UInt64 = 1
    while write(descriptor, &one, 8) < 0, errno == EINTR {}
  }

  /// Forgets the rings so far.
  package func clear() {
    var count: UInt64 = 0
    while read(descriptor, &count, 8) < 0, errno == EINTR {}
  }

  /// Blocks until somebody rings, at most `milliseconds` (negative: for ever), and clears.
  package func wait(milliseconds: Int32 = -1) {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&waiting, 1, milliseconds) < 0, errno == EINTR {}
    clear()
  }
}
