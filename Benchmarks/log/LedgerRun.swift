// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Provenance
import ToolgateTesting

/// A log behind a ledger, as the gateway keeps it: records come through the writer, leaves out of the file.
struct LedgerRun {
  let directory: String
  let calls: Int

  private static let batch = 1_000
  /// Acts of governance, as many as there are certificates.
  private static let acts = 100

  func run() throws {
    say("A ledger of \(calls) calls with records of 1.3 kB; median / 99th percentile / longest")
    let temporary = try TemporaryLedger(in: directory)
    try fill(temporary)
    try ask(temporary.ledger, try publish(temporary.ledger))
    try start(temporary.ledger.path)
  }

  private func fill(_ temporary: TemporaryLedger) throws {
    try temporary.ledger.administer { desk in
      for number in 0..<Self.acts {
        try desk.log(.certificate, of: "m/\(number)", at: TemporaryLedger.start, entry: Array("{\"n\":\(number)}".utf8))
      }
    }
    let writer = try LedgerWriter(temporary.ledger)
    let filler = String(repeating: "x", count: 1_100)
    var figures = Figures()
    for first in stride(from: 1, to: calls + 1, by: Self.batch) {
      let inbox = AnswerInbox()
      try figures.measure {
        for number in first..<first + Self.batch {
          let intent = temporary.calls.intent(UInt64(number))
          var settlement = temporary.calls.settlement(of: intent)
          settlement.record = Array(#"{"filler":"\#(filler)","#.utf8) + settlement.record.dropFirst()
          writer.commit(intent, ticket: UInt64(number), to: inbox.port(id: 1))
          writer.commit(settlement, ticket: UInt64(number), to: inbox.port(id: 1))
        }
        for answer in try inbox.wait(for: 2 * Self.batch) { try answer.result.get() }
      }
    }
    writer.stop()
    say("1000 calls through the writer: \(figures.line)")
  }

  /// As `LogKeeper` does it with leaves that are not in memory any more.
  private func publish(_ ledger: Ledger) throws -> TransparencyLog {
    let log = try TreeRun.open("\(directory)/ledger-log")
    var (reads, appends) = (Figures(), Figures())
    while true {
      let entries = try reads.measure { try ledger.entries(from: Int64(log.size), count: Self.batch) }
      if entries.isEmpty { break }
      try appends.measure { _ = try log.append(entries.map { MerkleHash.leaf($0) }) }
    }
    say("1000 entries out of the ledger: \(reads.line)")
    say("hashing and appending them: \(appends.line)")
    return log
  }

  private func ask(_ ledger: Ledger, _ log: TransparencyLog) throws {
    var random = SystemRandomNumberGenerator()
    var (counts, receipts, tiles) = (Figures(), Figures(), Figures())
    for _ in 0..<1_000 { try counts.measure { _ = try ledger.leafCount() } }
    for _ in 0..<10_000 {
      let id = SampleCalls.requestID(UInt64.random(in: 1...UInt64(calls), using: &random))
      try receipts.measure {
        guard let logged = try ledger.loggedRecord(of: id, project: nil), let salts = logged.salts else { return }
        _ = try Receipt(
          record: logged.record, inputSalt: CommitmentSalt(salts[..<32]), outputSalt: CommitmentSalt(salts[32...]),
          at: Int(logged.leaf), in: log)?.bytes
      }
    }
    for _ in 0..<1_000 {
      let index = Int.random(in: 0..<log.size / 256, using: &random)
      try tiles.measure {
        _ = try log.entryBundle(index: index, width: 256) { try ledger.entries(from: Int64($0), count: $1) }
      }
    }
    say("leafCount: \(counts.line)")
    say("receipt with its record: \(receipts.line)")
    say("bundle of 256 entries: \(tiles.line)")
  }

  /// What a start does of the log: open both, compare them, look for news of governance.
  private func start(_ path: String) throws {
    var figures = Figures()
    for _ in 0..<5 {
      try figures.measure {
        let ledger = try Ledger(path: path)
        let log = try TreeRun.open("\(directory)/ledger-log")
        try log.reconcile(sourceSize: Int(try ledger.leafCount())) { index in
          MerkleHash.leaf(try ledger.entries(from: Int64(index), count: 1)[0])
        }
        _ = try ledger.read { desk in
          for kind in GovernanceKind.allCases { _ = try desk.governance(kind) }
        }
        try ledger.close()
      }
    }
    say("start: \(figures.line)")
  }
}
