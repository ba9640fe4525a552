// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Why a receipt is not believed: one line.
package enum ReceiptProblem: Error, Hashable, Sendable {
  /// It is not written as the form demands.
  case malformed(String)
  /// It is well written and proves nothing.
  case unproven(String)

  package var isMalformed: Bool { if case .malformed = self { true } else { false } }
}

extension ReceiptProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed(let what): "not a receipt: \(what)"
    case .unproven(let what): "not proven: \(what)"
    }
  }
}
