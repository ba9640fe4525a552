// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Dispatch
import Domain
import Ledger
import Logging
import Reports

/// Answers the data plane's questions to the disk on threads of its own.
struct LedgerArchive: Archive {
  let ledger: Ledger
  let logger: Logger
  private let queue = DispatchQueue(label: "archive", attributes: .concurrent)

  func record(
    of request: RequestID, project: ProjectID, reply: @escaping @Sendable (Result<[UInt8]?, GatewayError>) -> Void
  ) {
    ask(reply) { try ledger.record(of: request, project: project) }
  }

  func usage(
    of project: ProjectID, name: ProjectName, period: Period,
    reply: @escaping @Sendable (Result<[UInt8], GatewayError>) -> Void
  ) {
    ask(reply) { Array(try UsageReport.ofProject(name, period: period, from: ledger).utf8) }
  }

  private func ask<Value>(
    _ reply: @escaping @Sendable (Result<Value, GatewayError>) -> Void,
    _ question: @escaping @Sendable () throws -> Value
  ) {
    queue.async {
      do {
        reply(.success(try question()))
      } catch {
        logger.error("the ledger could not be read", metadata: ["error.message": "\(error)"])
        reply(
          .failure(GatewayError(.ledgerUnavailable, "The ledger could not be read. Try again later.", retryAfter: 5)))
      }
    }
  }
}

extension LedgerWriter: TokenUseLog {}
