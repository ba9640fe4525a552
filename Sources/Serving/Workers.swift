// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Ledger
import Upstream

/// The threads behind the event loops: who writes calls down, and who carries them to a model.
struct Workers: Sendable {
  let writer: LedgerWriter
  /// To backends of the configuration.
  let engine: CurlEngine
  /// To the model that is built in.
  let builtin: BuiltinEngine

  /// - Parameter window: bytes of one answer that may be under way.
  init(_ ledger: Ledger, window: Int) throws {
    writer = try LedgerWriter(ledger)
    engine = CurlEngine(window: window)
    builtin = BuiltinEngine(window: window)
  }

  /// For a start that failed; a gateway stops each in its turn.
  func stop() {
    engine.stop()
    builtin.stop()
    writer.stop()
  }
}
