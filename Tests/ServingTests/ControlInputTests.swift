// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Serving
import Testing

/// Runs what should be refused and gives the one line that says why.
func refusal(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let problem as InstallationProblem {
    return problem.lines.count == 1 && problem.kind == .badInput ? problem.lines[0] : nil
  } catch {
    return nil
  }
}

@Suite struct ControlInputTests {
  static let written: [(LimitName, String, LimitValue)] = [
    (LimitName.requestsPerMinute, "1", LimitValue.count(1)),
    (.requestsPerMinute, "10000000000", .count(10_000_000_000)),
    (.concurrency, "0", .count(0)), (.tokensMonth, "1000000000000000", .count(1_000_000_000_000_000)),
    (.weight, "100", .count(100)), (.budgetDay, "0.00 USD", .money(.zero(.usd))),
    (.budgetMonth, "0.000000000001 USD", .money(Money(pico: 1, .usd))),
    (.budgetMonth, "9223372.036854775807 USD", .money(Money(pico: .max, .usd))),
  ]

  @Test(arguments: written)
  func limit_isTakenAsItIsWritten(_ name: LimitName, _ text: String, _ value: LimitValue) throws {
    #expect(try ControlInput.limit(name, text) == value)
    #expect(try ControlInput.limit(name, "none") == nil)
  }

  static let numbers = [
    "", "-1", "+1", "0", "1.5", "1e3", "1_000", "1,000", " 1", "1 ", "٣", "１２", "0x10", "10000000001",
    "99999999999999999999999", "--weight", "None", "NONE", "unlimited", "1\n2", "NaN",
  ]

  @Test(arguments: numbers)
  func numberThatIsNoneOrTooLarge_isRefusedWithWhatToWrite(_ text: String) throws {
    let line = try #require(refusal { _ = try ControlInput.limit(.requestsPerMinute, text) })
    #expect(line.hasPrefix("--requests-per-minute '") && !line.contains("\n"))
    #expect(line.hasSuffix("write a whole number from 1 to 10000000000, or none"))
    if !text.contains("\n") { #expect(line.contains("'\(text)'")) }
  }

  @Test(arguments: [
    "", "5", "USD", "5 usd", "-1.00 USD", "+1.00 USD", "1,00 USD", "1.00  USD", " 1.00 USD", "1.00 US", "1.00 USDX",
    ".5 USD",
    "1. USD", "1e3 USD", "$5", "9223373.00 USD", "99999999999999999999.00 USD", "1.0000000000001 USD", "٥.00 USD",
    "1.00USD",
  ])
  func amountThatIsNotExact_isRefusedWithWhatToWrite(_ text: String) throws {
    let line = try #require(refusal { _ = try ControlInput.limit(.budgetMonth, text) })
    #expect(line.hasPrefix("--budget-month '\(text)'") && line.contains("\"25.00 USD\""))
  }

  @Test(arguments: [
    (LimitName.tokensPerMinute, "0"), (.weight, "0"), (.weight, "101"), (.concurrency, "1000001"),
    (.tokensDay, "1000000000000001"),
  ])
  func numberOutsideItsRange_isRefused(_ name: LimitName, _ text: String) {
    #expect(refusal { _ = try ControlInput.limit(name, text) } != nil)
  }

  @Test func longOrHiddenText_isShownShortAndOnOneLine() throws {
    let line = try #require(
      refusal { _ = try ControlInput.limit(.weight, String(repeating: "9", count: 5_000) + "\r\n\u{7}") })
    #expect(line.count < 120 && line.contains("…") && !line.contains("\n"))
  }

  @Test func backends_areNamesOrNoneAlone() throws {
    #expect(try ControlInput.backends(["none"]) == nil)
    #expect(try ControlInput.backends(["b", "a", "b"]) == .backends([BackendID("a")!, BackendID("b")!]))
    for texts in [["none", "a"], ["a", "none"], ["a b"], ["é"], [""]] {
      #expect(refusal { _ = try ControlInput.backends(texts) }?.hasPrefix("--backend ") == true)
    }
  }

  @Test(arguments: [
    "", " ", "a\nb", "a\tb", "a\u{2028}b", "a\u{202E}b", "mail me@example.org", String(repeating: "x", count: 301),
  ])
  func reasonThatIsNoneOrHidesSomething_isRefused(_ text: String) {
    #expect(refusal { _ = try ControlInput.reason(text) } != nil)
  }

  /// The audit log keeps it for good.
  @Test func label_saysWhatForAndNotWho() throws {
    for label in ["", "nightly run", "täglich"] { #expect(try ControlInput.label(label) == label) }
    for label in [" ", "a@example.org", "a\nb", "a\u{202E}b", String(repeating: "x", count: 101)] {
      #expect(refusal { _ = try ControlInput.label(label) }?.hasPrefix("--label '") == true, "\(label)")
    }
  }

  @Test func reason_mayBeInAnyLanguage() throws {
    for text in ["nightly bot, agreed", "für die Nacht", "夜のボット", "ليلا"] {
      #expect(try ControlInput.reason(text) == text)
    }
  }

  @Test(arguments: ["", "T", "123", "t123", "T12a", "T-1", "T１", "T1 ", "T123456-2", "T99999999999999999999"])
  func taskThatIsNone_isRefused(_ text: String) {
    #expect(refusal { _ = try ControlInput.task(text) }?.hasSuffix("write a Phabricator task, such as T123456") == true)
  }

  @Test(arguments: ["T1", "T123456", "https://phabricator.wikimedia.org/T123456"])
  func task_mayBeItsAddress(_ text: String) throws {
    #expect(try ControlInput.task(text).text == text.split(separator: "/").last.map(String.init))
  }

  /// Who pastes a whole token must not find it in a log of the terminal.
  @Test func tokenInPlaceOfItsID_isNotShown() throws {
    let line = try #require(refusal { _ = try ControlInput.tokenID("tg_abcdefghij_SECRETSECRET") })
    #expect(!line.contains("abcdefghij") && !line.contains("SECRET"))
    #expect(try ControlInput.tokenID("abcdefghij") == "abcdefghij")
  }

  @Test func twoScopes_areRefusedAndNoneIsNil() throws {
    #expect(try ScopeName.read(global: false, backend: nil, model: nil, project: nil, token: nil) == nil)
    #expect(
      try ScopeName.read(global: false, backend: nil, model: "a/b:c", project: nil, token: nil)
        == .model(ModelID("a/b:c")!))
    #expect(
      refusal { _ = try ScopeName.read(global: true, backend: nil, model: nil, project: "p", token: nil) }
        == "the whole gateway and project p are two scopes: name one at a time")
  }
}
