// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Policy
import StrictYAML
import Testing

@Suite struct `Price import` {
  private typealias Files = TemporaryPolicies

  private let directory: TemporaryPolicies

  init() throws {
    directory = try TemporaryPolicies()
    try directory.write("providers/deal.yaml", Files.provider())
    try directory.write(
      "prices/firm.yaml", Files.book(row("a", to: "2026-06-01"), row("a", from: "2026-06-01"), row("b")))
    try directory.write("prices/local.yaml", Files.book(Files.price(id: "local", models: "[\"*\"]")))
  }

  private func row(
    _ id: String, price: String = "{input: 1, output: 2}", from: String = "2026-01-01", to: String = "null"
  )
    -> String
  {
    Files.price(id: id, seller: "provider: Firm", models: "[model-\(id)]", price: price, from: from, to: to)
  }

  /// The candidate lies beside the policies, under the name that it will have among them.
  private func plan(_ text: String) throws -> (plan: PriceImport?, problems: [String]) { try plan("firm.yaml", text) }

  private func plan(_ name: String, _ text: String) throws -> (plan: PriceImport?, problems: [String]) {
    let folder = "\(directory.path)-new"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    let (plan, problems) = PriceImport.plan(path: "\(folder)/\(name)", policies: directory.path)
    return (plan, problems.map { $0.description.replacing(folder, with: "NEW").replacing(directory.path, with: "OLD") })
  }

  private func registered(_ ids: String...) throws -> [PriceID: Price] {
    let rows = try #require(directory.load().policies?.prices.rows)
    return Dictionary(
      uniqueKeysWithValues: rows.filter { ids.contains($0.version.text) }.map { ($0.version, $0.price) })
  }

  @Test func `says what comes, goes and changes`() throws {
    let text = Files.book(
      row("a", to: "2026-06-01"), row("a", from: "2026-06-01", to: "2026-12-01"), row("a", from: "2026-12-01"), row("c")
    )
    let (plan, problems) = try plan(text)
    #expect(problems == [])
    #expect(
      plan?.changes == [
        "- b@2026-01-01: provider Firm, standard, model-b, from 2026-01-01", "~ a@2026-06-01: ends on 2026-12-01",
        "+ a@2026-12-01: provider Firm, standard, model-a, from 2026-12-01",
        "+ c@2026-01-01: provider Firm, standard, model-c, from 2026-01-01",
      ])
    #expect(plan?.unchanged == 1 && plan?.name == "firm.yaml" && plan?.bytes == Array(text.utf8))
  }

  @Test func `takes a file that is new`() throws {
    let (plan, problems) = try plan("other.yaml", Files.book(row("z")))
    #expect(problems == [])
    #expect(plan?.changes == ["+ z@2026-01-01: provider Firm, standard, model-z, from 2026-01-01"])
  }

  @Test func `refuses what clashes with another file, at the place in the new one`() throws {
    #expect(
      try plan("other.yaml", Files.book(row("z"), row("b"))).problems == [
        "NEW/other.yaml:14:9: the id `b` has a price for the same days in prices/firm.yaml, line 25; end one with `valid_to`"
      ])
  }

  @Test func `refuses what the reader refuses, and names the file as it was given`() throws {
    let (plan, problems) = try plan(Files.book(row("a", price: "{input: -1, output: 2}"), row("b", from: "2026-02-30")))
    #expect(plan == nil)
    #expect(problems.first?.hasPrefix("NEW/firm.yaml:8:20: `input` must be a decimal") == true)
    #expect(
      problems.dropFirst() == [
        "NEW/firm.yaml:20:17: `valid_from` must be a day, such as 2026-11-23, not `2026-02-30`"
      ])
    #expect(
      try self.plan("schema: toolgate-prices/1\n").problems == [
        "NEW/firm.yaml:1:1: there are no `prices`; list at least one"
      ])
    #expect(try self.plan("hello").problems.count == 1)
    #expect(
      try self.plan("firm.yml", Files.book(row("a"))).problems
        == ["NEW/firm.yml:1:1: the file's name must end in .yaml, such as firm.yaml"])
    let missing = PriceImport.plan(path: "/nonexistent/x.yaml", policies: directory.path).problems
    #expect(missing.map(\.description) == ["/nonexistent/x.yaml:1:1: there is no such file"])
  }

  @Test func `refuses to change a version that the ledger knows`() throws {
    let text = Files.book(
      row("a", to: "2026-06-01"), row("a", price: "{input: 1, output: 3}", from: "2026-06-01"), row("b"))
    let plan = try #require(try plan(text).plan)
    #expect(plan.problems(registered: [:]) == [])
    #expect(plan.problems(registered: try registered("a@2026-01-01", "b@2026-01-01")) == [])
    let problems = plan.problems(registered: try registered("a@2026-06-01")).map(\.description)
    #expect(problems.count == 1)
    #expect(
      problems.first?.hasSuffix(
        "firm.yaml:14:9: `a@2026-06-01` is in the ledger with other figures; put them back, end it with `valid_to` and "
          + "add a version that begins then") == true)
  }

  @Test func `refuses to drop a version that the ledger knows`() throws {
    let plan = try #require(try plan(Files.book(row("a", from: "2026-06-01"))).plan)
    #expect(plan.problems(registered: [:]) == [])
    let problems = plan.problems(registered: try registered("a@2026-01-01", "a@2026-06-01")).map(\.description)
    #expect(
      problems.count == 1
        && problems.first?.hasPrefix("prices/firm.yaml:3:9: `a@2026-01-01` is in the ledger and ") == true)
  }

  /// What a fault hides may be a version that the ledger knows; what is kept, in whatever file, is not lost.
  @Test(arguments: ["a fault", "a link that leads nowhere", "a folder"])
  func `refuses to drop what may stand where the present file cannot be read`(obstacle: String) throws {
    let old = try registered("a@2026-01-01", "b@2026-01-01", "local@2026-01-01")
    let file = "\(directory.path)/prices/firm.yaml"
    switch obstacle {
    case "a fault": try directory.write("prices/firm.yaml", "prices: [\n")
    case "a folder":
      try directory.remove("prices/firm.yaml")
      try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    default:
      try directory.remove("prices/firm.yaml")
      try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "\(directory.path)/none")
    }
    let plan = try #require(try plan(Files.book(row("a"))).plan)
    let problems = plan.problems(registered: old).map(\.description)
    #expect(
      problems.count == 1
        && problems.first?.hasSuffix(
          "firm.yaml:1:1: `b@2026-01-01` is in the ledger and would stand in no file; prices/firm.yaml cannot be read "
            + "whole and may have it: keep the version, and end it with `valid_to`") == true,
      "\(problems)")
    let whole = try #require(try self.plan(Files.book(row("a"), row("b"))).plan)
    #expect(whole.problems(registered: old) == [])
  }

  @Test func `mends a file that does not load`() throws {
    let old = try registered("b@2026-01-01")
    try directory.write("prices/firm.yaml", Files.book(row("a", price: "{input: x, output: 2}"), row("b")))
    let plan = try #require(try plan(Files.book(row("a"), row("b"))).plan)
    #expect(plan.problems(registered: old) == [])
    // Another file's faults stay faults.
    try directory.write("prices/local.yaml", "nonsense: 1\n")
    #expect(try self.plan(Files.book(row("a"), row("b"))).problems.allSatisfy { $0.hasPrefix("prices/local.yaml:") })
  }
}
