// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Dispatch
import Domain
import Ledger
import Logging
import Provenance
import Reports

/// Answers the data plane's questions to the disk on threads of its own.
struct LedgerArchive: Archive {
  let ledger: Ledger
  /// Nil when no log is published.
  let log: LogKeeper?
  let logger: Logger
  private let queue = DispatchQueue(label: "archive", attributes: .concurrent)

  func record(
    of request: RequestID, project: ProjectID, reply: @escaping @Sendable (Result<[UInt8]?, GatewayError>) -> Void
  ) {
    ask(reply) { try ledger.record(of: request, project: project) }
  }

  func receipt(
    of request: RequestID, project: ProjectID, reply: @escaping @Sendable (Result<[UInt8]?, GatewayError>) -> Void
  ) {
    queue.async {
      reply(Result { () throws(GatewayError) in try receipt(of: request, project: project) })
    }
  }

  private func receipt(of request: RequestID, project: ProjectID) throws(GatewayError) -> [UInt8]? {
    guard let log else {
      throw GatewayError(.notFound, "This gateway publishes no log, so there are no receipts.")
    }
    do {
      guard let logged = try ledger.loggedRecord(of: request, project: project) else { return nil }
      guard let receipt = try Receipt(logged, in: log.published) else {
        throw GatewayError(
          .receiptPending, "The log has not signed this call yet; it does within a second.", retryAfter: 1)
      }
      return receipt.bytes
    } catch let error as GatewayError {
      throw error
    } catch {
      logger.error("a receipt could not be made", metadata: ["error.message": "\(error)"])
      throw GatewayError(.ledgerUnavailable, "The log could not be read. Try again later.", retryAfter: 5)
    }
  }

  func usage(
    of project: ProjectID, name: ProjectName, period: Period,
    reply: @escaping @Sendable (Result<[UInt8], GatewayError>) -> Void
  ) {
    ask(reply) { Array(try UsageReport.ofProject(name, period: period, from: ledger).utf8) }
  }

  /// Returns when all that was asked is answered.
  func finish() { queue.sync(flags: .barrier) {} }

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

extension Receipt {
  /// Nil while no checkpoint covers the record. A salt goes along only where the record commits to something.
  init?(_ logged: Ledger.LoggedRecord, in log: TransparencyLog) throws {
    let text = String(decoding: logged.record, as: UTF8.self)
    func salt(_ range: Range<Int>, of name: String) -> CommitmentSalt? {
      text.contains("\"\(name)\":\"") ? logged.salts.flatMap { CommitmentSalt($0[range]) } : nil
    }
    try self.init(
      record: logged.record, inputSalt: salt(0..<32, of: "in"), outputSalt: salt(32..<64, of: "out"),
      at: Int(logged.leaf), in: log)
  }
}
