// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import NIOCore
import NIOHTTP1
import Synchronization

/// What a test in another process may ask: `GET /_seen`, `POST /_reset`, `POST /_release`.
final class ControlRoutes: Sendable {
  private let journal: Journal
  /// Scripts that were read before, by name.
  private let scripts = Mutex<[Substring: Script]>([:])

  init(journal: Journal) {
    self.journal = journal
  }

  func answer(to head: HTTPRequestHead) -> Answer {
    switch (head.method, head.uri) {
    case (.GET, "/_seen"):
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .useDefaultKeys
      guard let json = try? encoder.encode(journal.sightings) else { return .plain(status: 500, "{}") }
      return .plain(String(decoding: json, as: UTF8.self))
    case (.POST, "/_reset"):
      journal.reset()
      return .plain("{}")
    case (.POST, "/_release"):
      journal.openGates()
      return .plain("{}")
    default:
      return ErrorAnswers.notFound
    }
  }

  func script(named name: Substring) -> Script? { scripts.withLock { $0[name] } }

  func remember(_ script: Script) {
    scripts.withLock { if $0.count < 1024 { $0[Substring(script.name)] = script } }
  }
}
