// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import StrictYAML
import Testing

@Suite struct `How values must be written` {
  /// The value of `v: TEXT`, or the problem.
  private func read<T>(_ text: String, _ form: YAMLForm<T>) -> (value: T?, problem: String?) {
    let report = YAMLReport(file: "f.yaml")
    let value = YAMLFile.read(text: "v: \(text)\n", report: report) { $0.required("v", form) }
    return (value ?? nil, report.errors.first?.description)
  }

  @Test(arguments: ["yes", "no", "on", "True", "TRUE", "1", "\"true\"", "~"])
  func `only true and false are bools`(text: String) {
    #expect(read("true", .bool).value == true)
    #expect(read("false", .bool).value == false)
    #expect(read(text, .bool).value == nil)
    #expect(read(text, .bool).problem != nil)
  }

  @Test(arguments: ["0x10", "010", "1_000", "+1", "-1", "1.0", "1e3", "٣", "'5'", "100", "99999999999999999999"])
  func `only decimal digits are numbers`(text: String) {
    #expect(read("5", .int(in: 0...99)).value == 5)
    #expect(read("0", .int(in: 0...99)).value == 0)
    #expect(read(text, .int(in: 0...99)).value == nil)
  }

  @Test(arguments: [
    ("250ms", Duration.milliseconds(250)), ("2s", .seconds(2)), ("10m", .seconds(600)), ("12h", .seconds(43_200)),
    ("365d", .seconds(31_536_000)), ("0s", .zero),
  ])
  func `durations have a unit`(text: String, expected: Duration) {
    #expect(read(text, .duration(in: .zero...(.seconds(40_000_000)))).value == expected)
  }

  @Test(arguments: ["2", "s", "2 s", "1.5s", "-2s", "2S", "1h30m", "999999999999999999d", "'2s'"])
  func `other durations are refused`(text: String) {
    #expect(read(text, .duration(in: .zero...(.seconds(40_000_000)))).value == nil)
  }

  @Test func `a duration out of range is told the range`() {
    #expect(
      read("2h", .duration(in: .milliseconds(1)...(.seconds(3600)))).problem
        == "f.yaml:1:4: `v` must be a time from 1ms to 1h, such as 250ms, 2s or 10m, not `2h`")
  }

  @Test(arguments: [("512B", 512), ("32KiB", 32_768), ("10MiB", 10_485_760), ("1GiB", 1_073_741_824)])
  func `sizes have a unit`(text: String, expected: Int) {
    #expect(read(text, .bytes(in: 0...1 << 40)).value == expected)
  }

  @Test(arguments: ["512", "10MB", "10Mib", "1.5MiB", "99999999999GiB"])
  func `other sizes are refused`(text: String) {
    #expect(read(text, .bytes(in: 0...1 << 40)).value == nil)
  }

  @Test func `money has an amount and a currency`() {
    #expect(read("25.00 USD", .money).value == Money(pico: 25_000_000_000_000, .usd))
    #expect(
      read("25.00", .money).problem
        == "f.yaml:1:4: `v` must be an amount and a currency, such as 25.00 USD, not `25.00`")
  }

  @Test func `text is taken as it is written`() {
    #expect(read("no", .text).value == "no")
    #expect(read("1.0", .text).value == "1.0")
    #expect(read("\"a b\"", .text).value == "a b")
    #expect(read("\"\"", .text).value == nil)
    #expect(read("\"a\\nb\"", .text).value == nil)
  }

  @Test func `a choice lists its words`() {
    #expect(read("green", .choice(Colour.self)).value == .green)
    #expect(read("pink", .choice(Colour.self)).problem == "f.yaml:1:4: `v` must be red, green or blue, not `pink`")
  }

  @Test func `a name of the domain is checked by the domain`() {
    #expect(read("a/b:c", .name(ModelID.self)).value == ModelID("a/b:c"))
    #expect(read("a b", .name(ModelID.self)).value == nil)
  }

  @Test func `a missing required key is reported at its map, a null one at its key`() {
    let found = problems("a:\n  b: 1\nc: ~\n") { map in
      map.map("a") { map in
        _ = map.optional("b", .text)
        _ = map.required("d", .text)
      }
      _ = map.required("c", .bool)
    }
    #expect(
      found == [
        "f.yaml:2:3: `d` is missing; it must be text on one line",
        "f.yaml:3:1: `c` is missing; it must be true or false",
      ])
  }

  @Test func `the wrong kind of node is named`() {
    let found = problems("a: [1]\nb: 1\nc: 1\n") { map in
      _ = map.optional("a", .text)
      _ = map.list("b", of: .text)
      map.map("c") { _ in }
    }
    #expect(
      found == [
        "f.yaml:1:4: `a` must be text on one line, not a list",
        "f.yaml:2:4: `b` must be a list, not a single value",
        "f.yaml:3:4: `c` must be a map of keys and values, not a single value",
      ])
  }

  @Test func `a long wrong value is cut in the message`() {
    let problem = read(String(repeating: "x", count: 5000), .bool).problem
    #expect(problem == "f.yaml:1:4: `v` must be true or false, not `\(String(repeating: "x", count: 39))…`")
  }

  @Test func `what would break the line of a message is replaced, and what is very long is cut`() {
    let problem = YAMLProblem(
      file: "a\nb", place: .start, message: "x\u{2028}\u{85}" + String(repeating: "y", count: 9_999))
    #expect(problem.file == "a·b")
    #expect(problem.message == "x··" + String(repeating: "y", count: 496) + "…")
  }

  @Test func `null in a list or below a free key is no text`() {
    let found = problems("a: [~, x, ]\nb: {c: null, d: }\n") { map in
      #expect(map.list("a", of: .text) == ["x"])
      #expect(map.dictionary("b", of: .text).isEmpty)
    }
    #expect(
      found == [
        "f.yaml:1:5: `a` must be text on one line, not null", "f.yaml:2:8: `c` must be text on one line, not null",
        "f.yaml:2:17: `d` must be text on one line, not null",
      ])
  }

  @Test(arguments: [("modles", "models"), ("ap_ikey", "api_key"), ("ur", "url"), ("first-byte", "first_byte")])
  func `a slip finds its key`(slip: String, key: String) {
    #expect(NearestName.of(slip, among: ["models", "api_key", "url", "first_byte", "trust"]) == key)
  }

  @Test func `what is no slip finds nothing`() {
    // Without a bound this would take minutes.
    #expect(
      NearestName.of(String(repeating: "a", count: 1_000_000), among: Array(repeating: "models", count: 900)) == nil)
    #expect(NearestName.of("colour", among: ["models", "api_key", "url"]) == nil)
  }
}
