// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// A thread of our own with a name that `top -H` and `perf` show. Joined exactly once.
package final class OwnedThread: Sendable {
  private let handle: pthread_t

  /// - Parameter name: at most 15 bytes are shown.
  package init(name: String, body: @escaping @Sendable () -> Void) {
    final class Box {
      let name: String, body: @Sendable () -> Void
      init(_ name: String, _ body: @escaping @Sendable () -> Void) { (self.name, self.body) = (name, body) }
    }
    var handle = pthread_t()
    let argument = Unmanaged.passRetained(Box(name, body)).toOpaque()
    let failure = pthread_create(
      &handle, nil,
      { argument in
        let box = Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue()
        tg_name_thread(box.name)
        // Signals are for the main thread.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        box.body()
        return nil
      }, argument)
    precondition(failure == 0, "pthread_create failed: \(failure)")
    self.handle = handle
  }

  /// Waits until the body has returned.
  package func join() {
    pthread_join(handle, nil)
  }
}
