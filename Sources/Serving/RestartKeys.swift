// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// The keys of the configuration that only a restart puts in force.
enum RestartKeys {
  /// Those whose values differ, in the order of the file.
  static func changed(from running: Settings, to new: Settings) -> [String] {
    let pairs: [(key: String, differs: Bool)] = [
      ("listen.data", running.listen.data != new.listen.data),
      ("listen.console", running.listen.console != new.listen.console),
      ("listen.tls", running.listen.tls != new.listen.tls),
      ("listen.threads", running.listen.threads != new.listen.threads),
      ("listen.connections", running.listen.connections != new.listen.connections),
      ("ledger.path", running.ledger.path != new.ledger.path),
      ("ledger.durability", running.ledger.durability != new.ledger.durability),
      ("limits.answer.window", running.limits.streamWindow != new.limits.streamWindow),
      ("limits.shutdown_time", running.limits.shutdownTime != new.limits.shutdownTime),
      ("provenance", running.provenance != new.provenance),
      ("log.level", running.logLevel != new.logLevel),
    ]
    return pairs.filter(\.differs).map(\.key)
  }
}
