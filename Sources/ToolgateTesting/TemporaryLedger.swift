// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Glibc
package import Ledger
import Synchronization

/// A ledger in a directory of its own, with one project, one token and one price inside.
///
/// The file is closed and removed with the last reference: stop a writer while this is still used.
package final class TemporaryLedger: Sendable {
  package let directory: String
  package let ledger: Ledger
  package let project: Project
  package let token: Token
  package let price: Price

  package var path: String { ledger.path }

  /// - Parameter parent: where the directory is made.
  package init(
    in parent: String = "/tmp", durability: LedgerSettings.Durability = .process, busyTimeout: Duration = .seconds(5)
  ) throws {
    // mkdtemp(3) puts letters of its own in the place of the six.
    var template = Array("\(parent)/toolgate-ledger-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw LedgerProblem.cannotOpen(path: parent, reason: "mkdtemp failed") }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    ledger = try Ledger(
      path: directory + "/ledger.sqlite", durability: durability, opening: .createIfMissing, busyTimeout: busyTimeout)
    let price = Self.samplePrice
    (project, token) = try ledger.administer { desk in
      let project = try desk.addProject(
        ProjectName("sample-tool")!, kind: .toolforge, task: PhabricatorTask("T1")!, at: Self.start)
      let token = try desk.insertToken(
        NewToken(publicID: "SAMPLE0001", hash: Array(repeating: 7, count: 32), owner: .project(project.id)),
        at: Self.start)
      try desk.register([price])
      return (project, token)
    }
    self.price = price
  }

  deinit {
    try? ledger.close()
    guard let entries = opendir(directory) else { return }
    while let entry = readdir(entries) {
      withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { _ = unlink("\(directory)/\(String(cString: $0))") }
      }
    }
    closedir(entries)
    rmdir(directory)
  }

  /// 2026-11-23T12:00:00Z
  package static let start = Instant(seconds: 1_795_435_200)

  /// A different rate for each bucket, so that no two can be taken for one another.
  package static var samplePrice: Price {
    var rates = TokenCounts.Vector<Int64>(repeating: 0)
    for bucket in TokenCounts.Bucket.allCases { rates[bucket] = 150_000 + Int64(bucket.rawValue) * 10_001 }
    return Price(id: PriceID("sample@2026-11")!, currency: .usd, rates: rates)
  }

  package var calls: SampleCalls { SampleCalls(project: project.id, token: token.id, price: price) }
}

/// Rows of calls that a ledger takes.
package struct SampleCalls: Sendable {
  package var project: ProjectID
  package var token: TokenRow
  package var price: Price
  /// As the project is called in provenance records.
  package var projectName = "sample-tool"

  package func intent(
    _ number: UInt64, at: Instant = TemporaryLedger.start, model: String = "model-a", backend: String = "backend-a",
    input: Int64 = 1_000, output: Int64 = 500
  ) -> Intent {
    Intent(
      requestID: Self.requestID(number), at: at, project: project, token: token, operation: .chat, isStream: false,
      model: ModelID(model)!, backend: BackendID(backend)!, price: price.id,
      hold: price.ceiling(input: input, output: output)!, inputBound: input, outputCap: output, purpose: .summarize)
  }

  package func settlement(
    of intent: Intent, tokens: TokenCounts = TokenCounts(input: 120, output: 40), outcome: Outcome = .complete,
    source: UsageSource = .reported
  ) -> Settlement {
    Settlement(
      requestID: intent.requestID, at: intent.at + .milliseconds(750), outcome: outcome,
      status: outcome == .failed ? 502 : 200, errorCode: outcome == .failed ? "upstream_error" : nil, tokens: tokens,
      usageSource: source, rawUsage: Array(#"{"prompt_tokens":120}"#.utf8),
      cost: outcome == .failed ? .zero(price.currency) : price.cost(of: tokens)!, needsReview: source == .estimated,
      firstByteMicros: 90_000, totalMicros: 750_000, bytesIn: 2_000, bytesOut: 600,
      record: record(intent.requestID, tokens: tokens, outcome: outcome, source: source),
      salts: Array(repeating: 9, count: 64))
  }

  /// As much of a provenance record as the ledger checks.
  package func record(
    _ id: RequestID, tokens: TokenCounts, outcome: Outcome, source: UsageSource
  ) -> [UInt8] {
    let totals = #"{"in":\#(tokens.input),"out":\#(tokens.output),"src":"\#(source.rawValue)"}"#
    return Array(
      #"{"id":"\#(id.ulid)","outcome":"\#(outcome.rawValue)","project":"\#(projectName)","tok":\#(totals),"v":1}"#.utf8)
  }

  /// Ids grow with their number, as those of a gateway grow with time.
  package static func requestID(_ number: UInt64) -> RequestID {
    RequestID(bits: 0x0193_0000_0000 << 80 | UInt128(number))
  }
}
