// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

extension YAMLForm where Value == String {
  /// Text on one line.
  package static let text = YAMLForm(expected: "text on one line", isText: true) { text in
    text.isEmpty || text.contains(where: \.isNewline) ? nil : text
  }

  /// Text of any length; a folded block is one paragraph.
  package static let prose = YAMLForm(expected: "text", isText: true) { text in
    let trimmed = text.drop(while: \.isWhitespace)
    return trimmed.isEmpty ? nil : String(trimmed.reversed().drop(while: \.isWhitespace).reversed())
  }

  /// The same with an upper bound.
  ///
  /// - Parameter most: Unicode scalars of the text as it is written, white space around it included.
  package func atMost(_ most: Int) -> YAMLForm {
    YAMLForm(expected: "\(expected) of at most \(most) characters", isText: isText, isShown: isShown) { [parse] text in
      let scalars = text.unicodeScalars
      let isLong = scalars.index(scalars.startIndex, offsetBy: most + 1, limitedBy: scalars.endIndex) != nil
      return isLong ? nil : parse(text)
    }
  }

  /// Where others can look.
  package static let address = YAMLForm(
    expected: "an address that begins with https:// or http://", isText: true
  ) { isAddress($0) ? $0 : nil }

  /// Exactly this word, such as the name of a schema.
  package static func exactly(_ word: String) -> YAMLForm {
    YAMLForm(expected: "`\(word)`", isText: true) { $0 == word ? word : nil }
  }
}

extension YAMLForm where Value == Bool {
  /// `true` or `false`; not `yes`, `on` or `1`, which YAML's versions read differently.
  package static let bool = YAMLForm(expected: "true or false") { ["true": true, "false": false][$0] }
}

extension YAMLForm where Value == Int {
  /// Decimal digits without a leading zero, which older YAML takes for octal.
  package static func int(in range: ClosedRange<Int>) -> YAMLForm {
    YAMLForm(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
      guard let value = wholeNumber(text), range.contains(value) else { return nil }
      return value
    }
  }

  /// A number of bytes with its unit: `512B`, `32KiB`, `10MiB`, `1GiB`.
  package static func bytes(in range: ClosedRange<Int>) -> YAMLForm {
    let expected = "a size from \(byteText(range.lowerBound)) to \(byteText(range.upperBound)), such as 32KiB or 10MiB"
    return YAMLForm(expected: expected) { text in
      guard let value = quantity(text, units: byteUnits), range.contains(value) else { return nil }
      return value
    }
  }
}

extension YAMLForm where Value == Int64 {
  /// Decimal digits without a leading zero.
  package static func int64(in range: ClosedRange<Int64>) -> YAMLForm {
    YAMLForm(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
      guard let value = wholeNumber(text).map(Int64.init), range.contains(value) else { return nil }
      return value
    }
  }
}

extension YAMLForm where Value: Sendable {
  /// The same, or `none`.
  package var orNone: YAMLForm<Value?> {
    YAMLForm<Value?>(expected: "\(expected), or none", isText: isText, isShown: isShown) { [parse] text in
      text == "none" ? .some(nil) : parse(text).map { .some($0) }
    }
  }
}

extension YAMLForm where Value == Duration {
  /// A number with a unit: `250ms`, `2s`, `10m`, `12h`, `365d`.
  package static func duration(in range: ClosedRange<Duration>) -> YAMLForm {
    let expected =
      "a time from \(durationText(range.lowerBound)) to \(durationText(range.upperBound)), such as 250ms, 2s or 10m"
    return YAMLForm(expected: expected) { text in
      guard let milliseconds = quantity(text, units: durationUnits) else { return nil }
      let duration = Duration.milliseconds(milliseconds)
      return range.contains(duration) ? duration : nil
    }
  }
}

extension YAMLForm where Value == Money {
  package static let money = YAMLForm(expected: "an amount and a currency, such as 25.00 USD", isText: true) {
    Money($0)
  }
}

extension YAMLForm where Value == CivilDay {
  package static let day = YAMLForm(expected: "a day, such as 2026-11-23", isText: true) { CivilDay($0) }
}

extension YAMLForm where Value: Name {
  /// A name of the domain, such as a `ModelID`.
  package static func name(_ type: Value.Type) -> YAMLForm {
    YAMLForm(expected: "a name of visible ASCII characters without spaces", isText: true) { Value($0) }
  }
}

extension YAMLForm where Value == ProjectName {
  package static let projectName = YAMLForm(expected: "a project's name, \(ProjectName.rule)", isText: true) {
    ProjectName($0)
  }
}

extension YAMLForm where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == String {
  /// One word of a closed set.
  package static func choice(_ type: Value.Type) -> YAMLForm {
    let words = Value.allCases.map(\.rawValue)
    return YAMLForm(expected: list(words), isText: true) { Value(rawValue: $0) }
  }
}

extension YAMLForm where Value == String {
  /// One word of a set that is known only at run time.
  package static func choice(of words: Set<String>) -> YAMLForm {
    YAMLForm(expected: list(words.sorted()), isText: true) { words.contains($0) ? $0 : nil }
  }
}

/// `a, b or c`
private func list(_ words: [String]) -> String {
  words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
}

private func wholeNumber(_ text: some StringProtocol) -> Int? {
  guard text.utf8.count <= 18, text == "0" || text.utf8.first != UInt8(ascii: "0") else { return nil }
  return Int(digits: text)
}

private let byteUnits: [(suffix: String, factor: Int)] = [
  ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
]

/// In milliseconds; `ms` stands before `m` and `s`, since the first suffix that fits is taken.
private let durationUnits: [(suffix: String, factor: Int)] = [
  ("ms", 1), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000),
]

private func quantity(_ text: String, units: [(suffix: String, factor: Int)]) -> Int? {
  guard let unit = units.first(where: { text.hasSuffix($0.suffix) }),
    let number = wholeNumber(text.dropLast(unit.suffix.count))
  else { return nil }
  let (value, overflow) = number.multipliedReportingOverflow(by: unit.factor)
  return overflow ? nil : value
}

private func byteText(_ value: Int) -> String {
  let unit = byteUnits.first { value >= $0.factor && value % $0.factor == 0 } ?? ("B", 1)
  return "\(value / unit.factor)\(unit.suffix)"
}

private func durationText(_ duration: Duration) -> String {
  let (seconds, attoseconds) = duration.components
  let milliseconds = Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
  let largestFirst = durationUnits.sorted { $0.factor > $1.factor }
  let unit = largestFirst.first { milliseconds >= $0.factor && milliseconds % $0.factor == 0 } ?? ("ms", 1)
  return "\(milliseconds / unit.factor)\(unit.suffix)"
}

/// An address on the web, without blanks.
package func isAddress(_ text: String) -> Bool {
  let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
  return isWeb && text.utf8.count <= 2_000 && text.utf8.count > 8 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
}
