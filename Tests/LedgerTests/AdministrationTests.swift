// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Ledger
import Testing
import ToolgateTesting

@Suite struct AdministrationTests {
  private let now = TemporaryLedger.start

  @Test func projects_areAddedListedDisabledAndEnabled() throws {
    let temporary = try TemporaryLedger()
    let name = ProjectName("abc")!
    try temporary.ledger.administer { desk in
      let added = try desk.addProject(name, kind: .cloudvps, task: PhabricatorTask("T42")!, at: now)
      #expect(added.kind == .cloudvps && added.task == "T42" && !added.isDisabled && added.createdAt == now)
      #expect(try desk.projects().map(\.name.text) == ["abc", "sample-tool"])
      #expect(try desk.disableProject(name, at: now).disabledAt == now)
      #expect(try desk.disableProject(name, at: now + .seconds(5)).disabledAt == now)
      #expect(try desk.enableProject(name, at: now).disabledAt == nil)
    }
    #expect(throws: LedgerProblem.projectExists(name)) {
      try temporary.ledger.administer { _ = try $0.addProject(name, kind: .toolforge, task: nil, at: now) }
    }
    let nobody = ProjectName("nobody")!
    #expect(throws: LedgerProblem.noSuchProject(nobody)) {
      try temporary.ledger.administer { _ = try $0.enableProject(nobody, at: now) }
    }
  }

  @Test func tokens_keepAllThatTheyWereGiven() throws {
    let temporary = try TemporaryLedger()
    let new = NewToken(
      publicID: "ABCDEFGHIJ", hash: (0..<32).map { UInt8($0) }, owner: .staff(.finance), label: "Ledger, \"daily\"",
      scopes: [.chat, .read], origins: ["https://a.example", "https://b.example"], expiresAt: now + .seconds(60))
    let token = try temporary.ledger.administer { try $0.insertToken(new, at: now) }
    #expect(token.hash == new.hash && token.owner == .staff(.finance) && token.label == new.label)
    #expect(token.scopes == [.chat, .read] && token.origins == new.origins)
    #expect(token.isLive(at: now) && !token.isLive(at: now + .seconds(60)))
    #expect(throws: LedgerProblem.tokenExists(publicID: "ABCDEFGHIJ")) {
      try temporary.ledger.administer { _ = try $0.insertToken(new, at: now) }
    }
    let short = NewToken(publicID: "ABCDEFGHIK", hash: [1, 2, 3], owner: .staff(.admin))
    #expect(throws: LedgerProblem.self) {
      try temporary.ledger.administer { _ = try $0.insertToken(short, at: now) }
    }
  }

  /// A token belongs to a project or to a role of staff: the table takes no other.
  @Test(arguments: ["NULL, NULL", "1, 'admin'"])
  func tokenOfNobodyOrOfTwo_doesNotExist(_ owner: String) throws {
    let temporary = try TemporaryLedger()
    #expect(throws: DatabaseError.self) {
      try temporary.ledger.administer {
        try $0.database.execute(
          sql: """
            INSERT INTO token(public_id, project_id, role, label, hash, scopes, origins, created_at)
            VALUES ('ABCDEFGHIJ', \(owner), '', zeroblob(32), '', '', 0)
            """)
      }
    }
  }

  @Test func rotation_endsTheOldTokenAfterTheOverlap() throws {
    let temporary = try TemporaryLedger()
    let id = temporary.token.publicID
    let hash = Array(repeating: UInt8(9), count: 32)
    let (old, new) = try temporary.ledger.administer {
      try $0.rotateToken(id, to: "SAMPLE0002", hash: hash, expiresAt: nil, overlap: .seconds(7 * 86_400), at: now)
    }
    #expect(old.expiresAt == now + .seconds(7 * 86_400) && old.replacedBy == new.id && old.isLive(at: now))
    #expect(new.owner == old.owner && new.hash == hash && new.expiresAt == nil)
    #expect(throws: LedgerProblem.tokenIsOver(publicID: id)) {
      try temporary.ledger.administer {
        _ = try $0.rotateToken(id, to: "SAMPLE0003", hash: hash, expiresAt: nil, overlap: .zero, at: now)
      }
    }
  }

  @Test func rotation_neverLengthensTheOldToken() throws {
    let temporary = try TemporaryLedger()
    let hash = Array(repeating: UInt8(9), count: 32)
    let (old, _) = try temporary.ledger.administer { desk in
      _ = try desk.insertToken(
        NewToken(
          publicID: "SHORTLIVED", hash: hash, owner: .project(temporary.project.id), expiresAt: now + .seconds(10)),
        at: now)
      return try desk.rotateToken(
        "SHORTLIVED", to: "LONGLIVED1", hash: hash, expiresAt: nil, overlap: .seconds(100), at: now)
    }
    #expect(old.expiresAt == now + .seconds(10))
  }

  @Test func rotationThatFails_changesNothing() throws {
    let temporary = try TemporaryLedger()
    let before = try temporary.ledger.directoryVersion()
    #expect(throws: LedgerProblem.tokenExists(publicID: temporary.token.publicID)) {
      try temporary.ledger.administer {
        _ = try $0.rotateToken(
          temporary.token.publicID, to: temporary.token.publicID, hash: temporary.token.hash, expiresAt: nil,
          overlap: .zero, at: now)
      }
    }
    #expect(try temporary.ledger.directoryVersion() == before)
  }

  @Test func directoryVersion_growsWithEachChangeByAnybody() throws {
    let temporary = try TemporaryLedger()
    let other = try Ledger(path: temporary.path)
    var last = try temporary.ledger.directoryVersion()
    let changes: [(Administration) throws -> Void] = [
      { _ = try $0.addProject(ProjectName("next")!, kind: .toolforge, task: nil, at: now) },
      { _ = try $0.disableProject(ProjectName("next")!, at: now) },
      { _ = try $0.enableProject(ProjectName("next")!, at: now) },
      { _ = try $0.revokeToken("SAMPLE0001", at: now) },
    ]
    for change in changes {
      try other.administer(change)
      let version = try temporary.ledger.directoryVersion()
      #expect(version > last)
      last = version
    }
    let directory = try temporary.ledger.directory()
    #expect(directory.version == last && directory.projects.count == 2 && directory.tokens[0].revokedAt == now)
    // What changes nothing is no change.
    try other.administer { _ = try $0.revokeToken("SAMPLE0001", at: now) }
    #expect(try temporary.ledger.directoryVersion() == last)
    try other.close()
  }

  @Test func price_neverChangesUnderItsName() throws {
    let temporary = try TemporaryLedger()
    var rates = temporary.price.rates
    rates[.outputText] += 1
    let changed = Price(id: temporary.price.id, currency: .usd, rates: rates)
    try temporary.ledger.administer { try $0.register([temporary.price]) }
    #expect(throws: LedgerProblem.priceChanged(changed.id)) {
      try temporary.ledger.administer { try $0.register([changed]) }
    }
    #expect(try temporary.ledger.read { try $0.price(changed.id) } == temporary.price)
  }

  /// Invariant I8, and a record is only its own project's.
  @Test func i8_recordIsWrittenWithItsSettlementAndShownToItsProjectOnly() throws {
    let temporary = try TemporaryLedger()
    let writer = try LedgerWriter(temporary.ledger)
    let inbox = AnswerInbox()
    let intent = temporary.calls.intent(1)
    let settlement = temporary.calls.settlement(of: intent)
    writer.commit(intent, ticket: 1, to: inbox.port(id: 1))
    try inbox.wait(for: 1)
    #expect(try temporary.ledger.record(of: intent.requestID, project: nil) == nil)
    writer.commit(settlement, ticket: 1, to: inbox.port(id: 1))
    try inbox.wait(for: 1)
    writer.stop()
    #expect(try temporary.ledger.record(of: intent.requestID, project: temporary.project.id) == settlement.record)
    #expect(try temporary.ledger.record(of: intent.requestID, project: nil) == settlement.record)
    #expect(try temporary.ledger.record(of: intent.requestID, project: ProjectID(row: 77)) == nil)
  }
}
