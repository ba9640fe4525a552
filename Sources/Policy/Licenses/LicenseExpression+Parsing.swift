// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension LicenseExpression {
  /// Why a text is not an expression over the known licences; completes "the licence …".
  package struct Refusal: Error, Hashable, Sendable {
    package let message: String
  }

  /// More than any real expression needs; bounds the recursion.
  private static let tokenLimit = 200

  package init(_ text: String, in book: LicenseBook) throws(Refusal) {
    var parser = Parser(tokens: Parser.tokens(of: text)[...], book: book)
    guard !parser.tokens.isEmpty else { throw Refusal(message: "is empty") }
    guard parser.tokens.count <= Self.tokenLimit else { throw Refusal(message: "is too long") }
    self = try parser.alternatives()
    if let rest = parser.tokens.first {
      throw Refusal(message: "has `\(rest)` where AND, OR or the end is due; operators are upper case")
    }
  }

  private struct Parser {
    var tokens: ArraySlice<String>
    let book: LicenseBook

    static func tokens(of text: String) -> [String] {
      var tokens: [String] = []
      var word = ""
      for character in text + " " {
        guard character == " " || character == "(" || character == ")" else {
          word.append(character)
          continue
        }
        if !word.isEmpty { tokens.append(word) }
        word = ""
        if character != " " { tokens.append(String(character)) }
      }
      return tokens
    }

    mutating func take(_ token: String) -> Bool {
      guard tokens.first == token else { return false }
      tokens.removeFirst()
      return true
    }

    mutating func alternatives() throws(Refusal) -> LicenseExpression {
      var left = try conjunction()
      while take("OR") { left = .or(left, try conjunction()) }
      return left
    }

    mutating func conjunction() throws(Refusal) -> LicenseExpression {
      var left = try part()
      while take("AND") { left = .and(left, try part()) }
      return left
    }

    mutating func part() throws(Refusal) -> LicenseExpression {
      if take("(") {
        let inner = try alternatives()
        guard take(")") else { throw Refusal(message: "has an open parenthesis") }
        return inner
      }
      guard let word = tokens.popFirst() else { throw Refusal(message: "ends where a licence id is due") }
      if ["AND", "OR", "WITH", ")"].contains(word) {
        throw Refusal(message: "has `\(word)` where a licence id is due")
      }
      let (id, orLater) = try license(word)
      guard take("WITH") else { return .license(id: id, orLater: orLater, exception: nil) }
      guard let name = tokens.popFirst() else { throw Refusal(message: "ends where an exception is due") }
      guard let exception = book.exception(name) ?? (book.lacksList ? name : nil) else {
        throw Refusal(message: "names the exception `\(name)`, which SPDX does not list")
      }
      return .license(id: id, orLater: orLater, exception: exception)
    }

    func license(_ word: String) throws(Refusal) -> (id: String, orLater: Bool) {
      // Some listed ids of old end in + themselves, so the whole word is looked up first.
      if let id = book.license(word) { return (id, false) }
      if word.hasSuffix("+"), !word.lowercased().hasPrefix("licenseref-"),
        let id = book.license(String(word.dropLast()))
      {
        return (id, true)
      }
      if book.lacksList { return (word, false) }
      let nearest = book.nearest(to: word).map { "; did you mean `\($0)`?" } ?? ""
      throw Refusal(message: "names `\(word)`, which stands neither in spdx.json nor in licenses\(nearest)")
    }
  }
}
