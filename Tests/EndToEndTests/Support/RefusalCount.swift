// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization

/// A log that only counts how many requests a gateway has refused.
final class RefusalCount: LogHandler {
  private let count = Atomic(0)
  var value: Int { count.load(ordering: .sequentiallyConsistent) }

  var logger: Logger { Logger(label: "tests") { _ in self } }

  func log(event: LogEvent) {
    if event.message.description == "refused" { count.add(1, ordering: .sequentiallyConsistent) }
  }

  subscript(metadataKey _: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }

  var logLevel: Logger.Level {
    get { .info }
    set {}
  }
}
