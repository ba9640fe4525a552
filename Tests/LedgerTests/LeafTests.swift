// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Ledger
import Testing
import ToolgateTesting

/// The order of the transparency log, as the ledger keeps it.
@Suite struct LeafTests {
  private static var withoutReferences: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    return configuration
  }

  private static func settle(_ numbers: ClosedRange<UInt64>, _ temporary: TemporaryLedger) throws {
    let writer = try LedgerWriter(temporary.ledger)
    let inbox = AnswerInbox()
    for number in numbers { writer.commit(temporary.calls.intent(number), ticket: number, to: inbox.port(id: 1)) }
    // The other way round: leaves follow the settlements, not the calls.
    for number in numbers.reversed() {
      let settlement = temporary.calls.settlement(of: temporary.calls.intent(number))
      writer.commit(settlement, ticket: number, to: inbox.port(id: 1))
    }
    for answer in try inbox.wait(for: 2 * numbers.count) { try answer.result.get() }
    writer.stop()
  }

  @Test func eachSettlement_getsTheNextLeaf() throws {
    let temporary = try TemporaryLedger()
    try Self.settle(1...3, temporary)
    let expected = (1...3 as ClosedRange<UInt64>).reversed().map { number in
      temporary.calls.settlement(of: temporary.calls.intent(number)).record
    }
    #expect(try temporary.ledger.entries(from: 0, count: 100) == expected)
    #expect(try temporary.ledger.entries(from: 1, count: 1) == [expected[1]])
    let logged = try temporary.ledger.loggedRecord(of: SampleCalls.requestID(3), project: nil)
    #expect(logged?.leaf == 0 && logged?.salts == Array(repeating: 9, count: 64))
    #expect(logged?.record == expected[0] && logged?.project == ProjectName("sample-tool")!)
    let verified = try temporary.ledger.verify()
    #expect(verified.findings == [] && verified.leaves == 3 && verified.records == 3)
  }

  @Test func recordOfAnotherProject_isNotShown() throws {
    let temporary = try TemporaryLedger()
    try Self.settle(1...1, temporary)
    let id = SampleCalls.requestID(1)
    #expect(try temporary.ledger.loggedRecord(of: id, project: temporary.project.id) != nil)
    #expect(try temporary.ledger.loggedRecord(of: id, project: ProjectID(row: 99)) == nil)
  }

  /// Two processes write leaves: the numbers have neither a gap nor a double.
  @Test func governanceBesideCalls_sharesTheNumbers() throws {
    let temporary = try TemporaryLedger()
    let other = try Ledger(path: temporary.path)
    try Self.settle(1...20, temporary)
    for number in 1...3 {
      try other.administer {
        try $0.log(.certificate, of: "m/\(number)", at: TemporaryLedger.start, entry: Array("{\(number)}".utf8))
      }
    }
    try Self.settle(21...25, temporary)
    #expect(try temporary.ledger.leafCount() == 28)
    #expect(try temporary.ledger.entries(from: 20, count: 3).map { $0.count } == [3, 3, 3])
    let found = try temporary.ledger.read { try $0.governance(.certificate, of: "m/2") }
    #expect(found.map(\.leaf) == [21] && found.first?.entry == Array("{2}".utf8))
    #expect(try temporary.ledger.verify().findings == [])
    try other.close()
  }

  /// Whoever goes on from leaf to leaf gets the same from memory as from the file, also when others write in between.
  @Test(arguments: 1...5 as ClosedRange<UInt64>) func freshEntries_areThoseOfTheLedger(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    #expect(ledger.takeFreshEntries(from: 0, count: 9) == [])
    var (next, call, fromMemory) = (Int64(0), UInt64(1), 0)
    for _ in 0..<40 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        let last = call + UInt64.random(in: 0...5, using: &random)
        try Self.settle(call...last, temporary)
        call = last + 1
      case 1 where Bool.random(using: &random):
        try ledger.administer { try $0.log(.key, of: "k", at: TemporaryLedger.start, entry: [123, 125]) }
      default:
        let count = Int.random(in: 1...4, using: &random)
        let (fresh, written) = (
          ledger.takeFreshEntries(from: next, count: count), try ledger.entries(from: next, count: count)
        )
        #expect(fresh == [] || fresh == Array(written.prefix(fresh.count)))
        fromMemory += fresh.count
        next += Int64(fresh.isEmpty ? written.count : fresh.count)
      }
    }
    #expect(fromMemory > 0)
    // A place that was passed is not gone back to.
    try Self.settle(call...call + 3, temporary)
    #expect(ledger.takeFreshEntries(from: try ledger.leafCount() - 1, count: 9).count == 1)
    #expect(ledger.takeFreshEntries(from: 0, count: 9) == [])
  }

  @Test(arguments: [0, 1, 65_536]) func entryOfTheWrongLength_isRefused(_ length: Int) throws {
    let temporary = try TemporaryLedger()
    #expect(throws: LedgerProblem.self) {
      try temporary.ledger.administer {
        try $0.log(.policies, of: "p", at: TemporaryLedger.start, entry: Array(repeating: 32, count: length))
      }
    }
    #expect(try temporary.ledger.leafCount() == 0)
  }

  /// What is in the log stays as it is, but for the salts.
  @Test(arguments: [
    "UPDATE leaf SET number = 77 WHERE number = 0", "DELETE FROM leaf", "UPDATE provenance SET record = x'7b7d'",
    "UPDATE provenance SET leaf = NULL", "DELETE FROM provenance", "UPDATE governance SET at = 1",
    "DELETE FROM governance",
  ])
  func log_cannotBeChanged(_ sql: String) throws {
    let temporary = try TemporaryLedger()
    try Self.settle(1...2, temporary)
    try temporary.ledger.administer { try $0.log(.key, of: "k", at: TemporaryLedger.start, entry: [123, 125]) }
    #expect(throws: DatabaseError.self) { try temporary.ledger.administer { try $0.database.execute(sql: sql) } }
    try temporary.ledger.administer { try $0.database.execute(sql: "UPDATE provenance SET salts = NULL") }
    #expect(try temporary.ledger.verify().findings == [])
  }

  @Test(arguments: [
    ("DROP TRIGGER leaf_delete; DELETE FROM leaf WHERE number = 1", "log:"),
    ("DROP TRIGGER leaf_update; UPDATE leaf SET number = 9 WHERE number = 2", "numbered up to 9"),
    ("DROP TRIGGER provenance_update; UPDATE provenance SET leaf = 0 WHERE leaf = 1", "not theirs"),
    ("DROP TRIGGER governance_update", "governance_update"),
  ])
  func whatWasChangedByForce_isFound(_ sql: String, _ expected: String) throws {
    let temporary = try TemporaryLedger()
    try Self.settle(1...3, temporary)
    // As another program would, which does not ask for references to be kept.
    let other = try DatabaseQueue(path: temporary.path, configuration: Self.withoutReferences)
    try other.write { try $0.execute(sql: sql) }
    let findings = try temporary.ledger.verify().findings
    #expect(findings.contains { $0.hasPrefix("log:") && $0.contains(expected) }, "\(findings)")
  }
}
