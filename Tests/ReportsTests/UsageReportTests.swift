// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Ledger
import Reports
import Testing
import ToolgateTesting

@Suite struct UsageReportTests {
  private let november = Period("2026-11")!

  @Test func csv_isAsItShouldBe() throws {
    let temporary = try ledgerWithCalls()
    let report = try UsageReport(UsageQuestion(period: november, grouping: [.model, .day]), from: temporary.ledger)
    let heads =
      "model,day,calls,failed,estimated,recovered,input_uncached,input_cache_read,input_cache_write,input_audio,"
      + "input_image,output_text,output_reasoning,output_audio,cost,currency"
    #expect(
      report.csv()
        == [
          heads,
          "'=model(1),2026-11-23,1,0,0,0,120,0,0,0,0,40,0,0,0.0000260002,USD",
          "\"model,\"\"b\"\"\",2026-11-24,1,0,1,0,120,0,0,0,0,40,0,0,0.0000260002,USD",
          "model-a,2026-11-23,3,1,0,0,360,0,0,0,0,120,0,0,0.0000520004,USD", "",
        ].joined(separator: "\r\n"))
  }

  @Test func table_isAlignedAndHasTotals() throws {
    let temporary = try ledgerWithCalls()
    let report = try UsageReport(UsageQuestion(period: november, grouping: [.model]), from: temporary.ledger)
    #expect(
      report.table() == """
        model      calls  failed  input  output          cost  currency  estimated  recovered
        =model(1)      1       0    120      40  0.0000260002       USD          0          0
        model,"b"      1       0    120      40  0.0000260002       USD          1          0
        model-a        3       1    360     120  0.0000520004       USD          0          0
        total          5       1    600     200  0.0001040008       USD          1          0

        """)
  }

  @Test func json_isReadByAnyParser() throws {
    let temporary = try ledgerWithCalls()
    let text = try UsageReport.ofProject(temporary.project.name, period: november, from: temporary.ledger)
    let json = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(json["project"] as? String == "sample-tool" && json["period"] as? String == "2026-11")
    #expect(json["from"] as? String == "2026-11-01" && json["to"] as? String == "2026-11-30")
    let data = try #require(json["data"] as? [[String: Any]])
    #expect(data.map { $0["model"] as? String } == ["=model(1)", #"model,"b""#, "model-a"])
    #expect(data[2]["calls"] as? Int == 3 && data[2]["input_tokens"] as? Int == 360)
    #expect((data[2]["cost"] as? [String: String]) == ["amount": "0.0000520004", "currency": "USD"])
    #expect((data[2]["tokens"] as? [String: Int])?["output_text"] == 120)
    let total = try #require((json["total"] as? [[String: Any]])?.first)
    #expect(total["calls"] as? Int == 5 && total["failed"] as? Int == 1)
  }

  @Test func periodWithoutCalls_isEmptyAndWellFormed() throws {
    let temporary = try ledgerWithCalls()
    let report = try UsageReport(UsageQuestion(period: Period("2026-10")!, grouping: [.model]), from: temporary.ledger)
    #expect(report.rows == [])
    #expect(report.csv().split(separator: "\r\n").count == 1)
    #expect(try JSONSerialization.jsonObject(with: Data(report.json().utf8)) is [String: Any])
  }

  /// Two currencies under one heading are two rows, and no call is in both.
  @Test func currencies_areNeverAdded() throws {
    let temporary = try ledgerWithCalls()
    var calls = temporary.calls
    calls.price = Price(id: PriceID("euros")!, currency: Currency("EUR")!, rates: temporary.price.rates)
    try temporary.ledger.administer { [price = calls.price] in try $0.register([price]) }
    try write([calls.intent(50)], calls, into: temporary)
    let rows = try UsageReport(UsageQuestion(period: november), from: temporary.ledger).rows
    #expect(rows.map(\.currency.code) == ["EUR", "USD"])
    #expect(rows.map(\.figures.calls) == [1, 5])
  }

  @Test func grouping_namesTheWordThatIsWrong() throws {
    #expect(try UsageQuestion.Dimension.list("day,project") == [.day, .project])
    #expect(
      throws: LedgerProblem.malformed("cannot group by 'licence': choose from project, token, model, backend, day")
    ) {
      try UsageQuestion.Dimension.list("day,licence")
    }
    #expect(throws: LedgerProblem.malformed("'day' is named twice")) { try UsageQuestion.Dimension.list("day,day") }
  }

  private func ledgerWithCalls() throws -> TemporaryLedger {
    let temporary = try TemporaryLedger()
    let calls = temporary.calls
    let late = TemporaryLedger.start + .seconds(43_200)
    try write((1...2).map { calls.intent($0) } + [calls.intent(4, model: "=model(1)")], calls, into: temporary)
    try write([calls.intent(3)], calls, outcome: .failed, into: temporary)
    try write([calls.intent(5, at: late, model: #"model,"b""#)], calls, source: .estimated, into: temporary)
    return temporary
  }

  private func write(
    _ intents: [Intent], _ calls: SampleCalls, outcome: Outcome = .complete, source: UsageSource = .reported,
    into temporary: TemporaryLedger
  ) throws {
    let writer = try LedgerWriter(temporary.ledger)
    let port = AnswerInbox().port(id: 1)
    for intent in intents {
      writer.commit(intent, ticket: 0, to: port)
      writer.commit(calls.settlement(of: intent, outcome: outcome, source: source), ticket: 0, to: port)
    }
    writer.stop()
  }
}
