// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Ledger
package import ModelImport

/// Why something about an installation cannot be done: one line for each fault, each saying what to do.
package struct InstallationProblem: Error {
  package enum Kind: Sendable {
    /// A check or a request failed.
    case failed
    case badInput
    case unavailable
    case notPermitted
  }

  package let kind: Kind
  package let lines: [String]

  package init(_ kind: Kind, _ lines: [String]) {
    self.kind = kind
    self.lines = lines
  }

  package init(_ kind: Kind, _ line: String) {
    self.init(kind, [line])
  }

  package init(_ problem: LedgerProblem) {
    let kind: Kind =
      switch problem {
      case .missing, .cannotOpen, .beingServed, .backupFailed, .closed: .unavailable
      case .foreign, .newerSchema, .malformed, .priceChanged, .damaged: .badInput
      case .notDurable, .projectExists, .noSuchProject, .tokenExists, .noSuchToken, .tokenIsOver, .fileExists,
        .notStopped, .noSuchQuotaRequest, .quotaRequestIsDecided:
        .failed
      }
    self.init(kind, problem.description)
  }

  package init(_ problem: ImportProblem) { self.init(.badInput, problem.description) }
}
