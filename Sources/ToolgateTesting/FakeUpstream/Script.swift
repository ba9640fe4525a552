// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The behaviours that one URL asks for, with their values.
package struct Script: Hashable, Sendable {
  /// As it stands in the URL; counts are kept under this name.
  package let name: String
  private var numbers: [Behaviour: Int64] = [:]
  /// The value of `canary`.
  package private(set) var canary: String?

  /// - Throws: `UnknownWord` when the text is not a list of behaviours.
  package init(_ text: some StringProtocol) throws(UnknownWord) {
    name = String(text)
    var rest = Substring(text)
    while !rest.isEmpty {
      guard let behaviour = Self.longestFirst.first(where: { rest.starts(with: $0.rawValue, endingAt: "+-") }) else {
        throw UnknownWord(text: String(rest))
      }
      rest = rest.dropFirst(behaviour.rawValue.count)
      numbers[behaviour] = try takeValue(of: behaviour, from: &rest)
      rest = rest.dropFirst()
    }
  }

  package struct UnknownWord: Error, CustomStringConvertible {
    let text: String
    package var description: String { "no behaviour of the fake upstream begins at \"\(text)\"" }
  }

  /// The value of a behaviour that is asked for; nil when it is not.
  package subscript(_ behaviour: Behaviour) -> Int64? { numbers[behaviour] }

  package func has(_ behaviour: Behaviour) -> Bool { numbers[behaviour] != nil }

  func hasAny(_ behaviours: Behaviour...) -> Bool { behaviours.contains(where: has) }

  /// So that `usage-zero-on-chunks` is not read as `usage-zero`.
  private static let longestFirst = Behaviour.allCases.sorted { $0.rawValue.count > $1.rawValue.count }

  /// Takes `-VALUE` where one stands; a value that has another form belongs to the next word.
  private mutating func takeValue(of behaviour: Behaviour, from rest: inout Substring) throws(UnknownWord) -> Int64 {
    let isPresent = rest.first == "-"
    switch behaviour.value {
    case .none:
      return 0
    case .count(let usual):
      let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard isPresent, let number = Int64(digits) else { return usual }
      rest = rest.dropFirst(1 + digits.count)
      return number
    case .time(let usual):
      let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard isPresent, let number = Int64(digits) else { return usual }
      rest = rest.dropFirst(1 + digits.count)
      for (unit, micros) in [("ms", Int64(1_000)), ("us", 1), ("s", 1_000_000)] where rest.hasPrefix(unit) {
        rest = rest.dropFirst(unit.count)
        return number * micros
      }
      throw UnknownWord(text: String(digits + rest))
    case .text:
      let text = rest.dropFirst().prefix { $0 != "+" }
      guard isPresent, !text.isEmpty else { throw UnknownWord(text: behaviour.rawValue) }
      canary = String(text)
      rest = rest.dropFirst(1 + text.count)
      return 0
    }
  }
}

extension Substring {
  fileprivate func starts(with word: String, endingAt separators: String) -> Bool {
    guard hasPrefix(word) else { return false }
    return dropFirst(word.count).first.map(separators.contains) ?? true
  }
}
