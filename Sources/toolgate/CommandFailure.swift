// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Ledger

/// Why a command ends without having done its work: one line for each fault, and the exit code (sysexits.h).
struct CommandFailure: Error {
  enum Code: Int32 {
    /// A check or a request failed.
    case failed = 1
    case badInput = 65
    case unavailable = 69
    case notPermitted = 77
  }

  let code: Code
  let lines: [String]

  init(_ code: Code, _ lines: [String]) {
    self.code = code
    self.lines = lines
  }

  init(_ code: Code, _ line: String) {
    self.init(code, [line])
  }

  init(_ problem: LedgerProblem) {
    let code: Code =
      switch problem {
      case .missing, .cannotOpen, .beingServed, .backupFailed, .closed: .unavailable
      case .foreign, .newerSchema, .malformed, .priceChanged, .damaged: .badInput
      case .notDurable, .projectExists, .noSuchProject, .tokenExists, .noSuchToken, .tokenIsOver, .fileExists: .failed
      }
    self.init(code, problem.description)
  }
}
