// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Domain
import Glibc

/// How many files and connections the process may have open at once.
enum OpenFiles {
  /// Ledger, log, pages, listeners and pipes.
  private static let others: UInt64 = 128

  /// Each connection of a tool may have another one to a backend behind it.
  static func needed(_ settings: Settings) -> UInt64 {
    UInt64(settings.listen.connections) * 2 + UInt64(ConsoleServer.mostConnections) + others
  }

  /// Takes as many as are needed and the system grants: a shell's usual limit of 1024 is far below what is granted.
  ///
  /// - Returns: a warning, where that is not enough.
  static func allow(_ needed: UInt64) -> String? {
    var limit = rlimit()
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(files, &limit) == 0, limit.rlim_cur < needed else { return nil }
    let before = limit.rlim_cur
    limit.rlim_cur = min(UInt(needed), limit.rlim_max)
    if setrlimit(files, &limit) != 0 { limit.rlim_cur = before }
    guard limit.rlim_cur < needed else { return nil }
    return "at most \(limit.rlim_cur) files and connections may be open at once, and `listen.connections` can need "
      + "\(needed); raise LimitNOFILE of the service (ulimit -n), or lower `connections`"
  }
}
