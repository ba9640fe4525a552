// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Ledger
import NIOCore
import Serving

extension InstallationProblem {
  /// What a command ended with, in lines that say what to do; nil for what the argument parser explains itself.
  init?(_ error: any Error) {
    switch error {
    case let problem as InstallationProblem: self = problem
    case let problem as LedgerProblem: self.init(problem)
    case let problem as ListenProblem: self.init(problem)
    default: return nil
    }
  }

  private init(_ problem: ListenProblem) {
    let reason =
      switch problem.cause {
      case let error as IOError: String(cString: strerror(error.errnoCode))
      case is SocketAddressError.UnknownHost: "no such host"
      case SocketAddressError.unixDomainSocketPathTooLong: "the path is too long for a socket"
      default: "\(problem.cause)"
      }
    self.init(.unavailable, "cannot listen on \(problem.address): \(reason); free it or correct `\(problem.key)`")
  }
}
