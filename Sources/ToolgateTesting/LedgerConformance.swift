// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
package import Domain
import Synchronization

/// What every implementation of `CallLedger` must do. Each rule runs on a fresh ledger and says what it finds wrong.
///
///     @Test(arguments: LedgerConformance.Rule.allCases)
///     func conforms(_ rule: LedgerConformance.Rule) throws {
///       let temporary = try TemporaryLedger()
///       let writer = try LedgerWriter(temporary.ledger)
///       #expect(try LedgerConformance(ledger: writer, calls: temporary.calls).check(rule) == [])
///       writer.stop()
///     }
package struct LedgerConformance: Sendable {
  private let ledger: any CallLedger
  private let calls: SampleCalls

  /// - Parameter calls: names a project, a token and a price that the ledger knows.
  package init(ledger: any CallLedger, calls: SampleCalls) {
    self.ledger = ledger
    self.calls = calls
  }

  package enum Rule: String, CaseIterable, Sendable {
    case intentThenSettlement, secondIntentIsDuplicate, secondSettlementIsDuplicate
    case settlementWithoutIntent, settlementInAnotherCurrency
    case unknownProject, unknownToken, unknownPrice
    case negativeHold, absurdTokens
    case badRowsDoNotSinkTheirNeighbours, answersKeepTheOrderOfPosting, eachPortGetsItsOwn
  }

  /// - Returns: one line for each thing that is wrong.
  /// - Throws: `Patience.Exhausted` when an answer does not come.
  package func check(_ rule: Rule) throws -> [String] {
    let intent = calls.intent(1)
    let settlement = calls.settlement(of: intent)
    switch rule {
    case .intentThenSettlement: return try expect([.intent(intent), .settlement(settlement)], [.taken, .taken])
    case .secondIntentIsDuplicate: return try expect([.intent(intent), .intent(intent)], [.taken, .duplicate])
    case .secondSettlementIsDuplicate:
      return try expect(
        [.intent(intent), .settlement(settlement), .settlement(settlement)], [.taken, .taken, .duplicate])
    case .settlementWithoutIntent: return try expect([.settlement(settlement)], [.inconsistent])
    case .settlementInAnotherCurrency:
      var other = settlement
      other.cost = Money(pico: other.cost.pico, Currency("EUR")!)
      return try expect([.intent(intent), .settlement(other)], [.taken, .inconsistent])
    case .unknownProject: return try refuses { $0.project = ProjectID(row: .max) }
    case .unknownToken: return try refuses { $0.token = TokenRow(row: .max) }
    case .unknownPrice: return try refuses { $0.price = PriceID("nobody@never")! }
    case .negativeHold: return try refuses { $0.hold = Money(pico: -1, $0.hold.currency) }
    case .absurdTokens:
      var absurd = settlement
      absurd.tokens[.outputText] = .max
      return try expect([.intent(intent), .settlement(absurd)], [.taken, .inconsistent])
    case .badRowsDoNotSinkTheirNeighbours: return try badRowsDoNotSinkTheirNeighbours()
    case .answersKeepTheOrderOfPosting: return try answersKeepTheOrderOfPosting()
    case .eachPortGetsItsOwn: return try eachPortGetsItsOwn()
    }
  }

  private func refuses(_ spoil: (inout Intent) -> Void) throws -> [String] {
    var intent = calls.intent(1)
    spoil(&intent)
    return try expect([.intent(intent)], [.inconsistent])
  }

  private func badRowsDoNotSinkTheirNeighbours() throws -> [String] {
    var rows: [PostedRow] = []
    var expected: [AnswerKind] = []
    for number in 1...200 as ClosedRange<UInt64> {
      var intent = calls.intent(number)
      if number.isMultiple(of: 7) { intent.project = ProjectID(row: .max) }
      rows += [.intent(intent), .settlement(calls.settlement(of: intent))]
      expected += number.isMultiple(of: 7) ? [.inconsistent, .inconsistent] : [.taken, .taken]
    }
    return try expect(rows, expected)
  }

  private func answersKeepTheOrderOfPosting() throws -> [String] {
    let inbox = AnswerInbox()
    let port = inbox.port(id: 1)
    for number in 1...2_500 as ClosedRange<UInt64> { ledger.commit(calls.intent(number), ticket: number, to: port) }
    let tickets = try inbox.wait(for: 2_500).map(\.ticket)
    return tickets == Array(1...2_500) ? [] : ["answers came in another order than the rows"]
  }

  private func eachPortGetsItsOwn() throws -> [String] {
    let inboxes = (0..<3).map { _ in AnswerInbox() }
    let ports = inboxes.indices.map { inboxes[$0].port(id: $0) }
    for number in 0..<300 as Range<UInt64> {
      ledger.commit(calls.intent(number), ticket: number, to: ports[Int(number % 3)])
    }
    return try inboxes.indices.compactMap { place in
      let tickets = try inboxes[place].wait(for: 100).map(\.ticket)
      return tickets.allSatisfy { Int($0 % 3) == place } ? nil : "port \(place) was given another port's answer"
    }
  }

  private func expect(_ rows: [PostedRow], _ expected: [AnswerKind]) throws -> [String] {
    let inbox = AnswerInbox()
    let port = inbox.port(id: 1)
    for (ticket, row) in rows.enumerated() {
      switch row {
      case .intent(let intent): ledger.commit(intent, ticket: UInt64(ticket), to: port)
      case .settlement(let settlement): ledger.commit(settlement, ticket: UInt64(ticket), to: port)
      }
    }
    let answers = try inbox.wait(for: rows.count)
    return answers.indices.compactMap { place in
      let answer = answers[place]
      let (found, wanted) = (AnswerKind(answer.result), expected[place])
      if answer.ticket != UInt64(place) { return "answer \(place) has ticket \(answer.ticket)" }
      return found == wanted ? nil : "row \(place): \(found) instead of \(wanted)"
    }
  }
}

private enum PostedRow {
  case intent(Intent)
  case settlement(Settlement)
}

private enum AnswerKind {
  case taken, duplicate, inconsistent, unavailable

  init(_ result: Result<Void, LedgerRefusal>) {
    switch result {
    case .success: self = .taken
    case .failure(.duplicate): self = .duplicate
    case .failure(.inconsistent): self = .inconsistent
    case .failure(.unavailable): self = .unavailable
    }
  }
}

/// Where the answers of a ledger come to in a test, from any thread.
package final class AnswerInbox: Sendable {
  private let answers = Mutex<[LedgerAnswer]>([])
  private let deliveries = Mutex(0)
  private let arrived = DispatchSemaphore(value: 0)

  package init() {}

  package func port(id: Int) -> ReturnPort<LedgerAnswer> {
    ReturnPort(id: id) { batch in
      self.answers.withLock { $0 += batch }
      self.deliveries.withLock { $0 += 1 }
      for _ in batch { self.arrived.signal() }
    }
  }

  /// Blocks until this many answers more have come than were waited for so far, and returns all that have come.
  ///
  /// - Throws: `Patience.Exhausted` when the next does not come.
  @discardableResult
  package func wait(for count: Int) throws -> [LedgerAnswer] {
    for place in 0..<count { try arrived.wait(for: "answer \(place + 1) of \(count) of the ledger") }
    return answers.withLock { $0 }
  }

  package var all: [LedgerAnswer] { answers.withLock { $0 } }
  package var deliveryCount: Int { deliveries.withLock { $0 } }
}
