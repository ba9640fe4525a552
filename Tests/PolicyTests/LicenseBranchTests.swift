// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing
import ToolgateTesting

/// Random expressions against a slow and obvious model: the list of all branches, each the list of its licences.
@Suite struct `Random expressions` {
  /// A text and what it means, made at the same time, so that the parser is not its own witness.
  struct Made {
    var text: String
    var branches: [[String]]
    /// How tightly the outermost operator binds: 0 OR, 1 AND, 2 a licence or parentheses.
    var binding: Int
    var isChoice: Bool { text.contains(" OR ") }
  }

  private static func make(depth: Int, using random: inout SeededGenerator) -> Made {
    switch depth == 0 ? 0 : Int.random(in: 0...5, using: &random) {
    case 0...1:
      let id = Sample.ids.randomElement(using: &random)!
      var text = Bool.random(using: &random) ? id : id.lowercased()
      if !id.hasPrefix("LicenseRef-"), Int.random(in: 0...5, using: &random) == 0 { text += "+" }
      if Int.random(in: 0...7, using: &random) == 0 { text += " WITH classpath-exception-2.0" }
      return Made(text: text, branches: [[id]], binding: 2)
    case 2...3:
      let (a, b) = (make(depth: depth - 1, using: &random), make(depth: depth - 1, using: &random))
      return Made(
        text: "\(inside(a, of: 1)) AND \(inside(b, of: 1))",
        branches: a.branches.flatMap { first in b.branches.map { first + $0 } }, binding: 1)
    case 4:
      let (a, b) = (make(depth: depth - 1, using: &random), make(depth: depth - 1, using: &random))
      return Made(text: "\(a.text) OR \(b.text)", branches: a.branches + b.branches, binding: 0)
    default:
      let inner = make(depth: depth - 1, using: &random)
      return Made(text: "(  \(inner.text))", branches: inner.branches, binding: 2)
    }
  }

  private static func inside(_ made: Made, of binding: Int) -> String {
    made.binding < binding ? "(\(made.text))" : made.text
  }

  private static func worst(_ ids: [String]) -> LicenseClauses {
    let clauses = ids.map { Sample.book.clauses(of: .license(id: $0, orLater: false, exception: nil)) }
    return clauses.dropFirst().reduce(clauses[0]) { $0.worst(with: $1) }
  }

  /// 2000 expressions of at most 64 branches.
  private static let made: [(made: Made, expression: LicenseExpression)] = {
    var random = SeededGenerator(seed: 20_261_128)
    var found: [(made: Made, expression: LicenseExpression)] = []
    while found.count < 2_000 {
      let made = make(depth: 4, using: &random)
      if made.branches.count <= 64 { found.append((made, Sample.license(made.text))) }
    }
    return found
  }()

  @Test func `are of every kind`() {
    #expect(Self.made.contains { $0.made.branches.count > 16 })
    #expect(Self.made.contains { $0.made.branches.count == 1 && $0.made.branches[0].count > 4 })
    #expect(Self.made.contains { $0.made.text.contains("+ WITH") })
  }

  @Test func `allow what one branch allows in every part`() {
    var random = SeededGenerator(seed: 1)
    for (made, expression) in Self.made {
      let good = Set(Sample.ids.filter { _ in Bool.random(using: &random) })
      #expect(
        expression.allows { good.contains($0) } == made.branches.contains { good.isSuperset(of: $0) }, "\(made.text)")
      #expect(
        expression.allows(Sample.book.isOpen)
          == made.branches.contains { $0.allSatisfy(Sample.book.isOpen) }, "\(made.text)")
    }
  }

  @Test func `ask for the clauses of one of their branches, never for fewer`() {
    for (made, expression) in Self.made {
      let parts = Sample.book.parts(of: expression).map(\.id)
      #expect(made.branches.contains { Set($0) == Set(parts) }, "\(made.text): \(parts)")
      #expect(Set(parts).count == parts.count)
      #expect(Sample.book.clauses(of: expression) == Self.worst(parts), "\(made.text)")
    }
  }

  /// Where no OR stands below an AND, the branches can be compared as wholes.
  @Test func `take an open branch, or one with as few restrictions as any, where whole branches are alternatives`() {
    var seen = 0
    for (made, expression) in Self.made where made.binding == 0 {
      guard case .or(let a, let b) = expression, !a.isChoice, !b.isChoice else { continue }
      seen += 1
      let chosen = Sample.book.clauses(of: expression)
      for other in [a, b].map(Sample.book.clauses(of:)) {
        #expect(count(chosen, .fails) <= count(other, .fails), "\(made.text)")
        if other.restrictions.isEmpty, other.isOSIApproved { #expect(chosen.isOSIApproved, "\(made.text)") }
        if other.restrictions.isEmpty, other.isFreeContent { #expect(chosen.isFreeContent, "\(made.text)") }
      }
    }
    #expect(seen > 50)
  }

  private func count(_ clauses: LicenseClauses, _ limit: Openness) -> Int {
    clauses.restrictions.count { $0.limit == limit }
  }

  @Test func `are met by a choice that covers a branch and adds nothing foreign`() {
    var random = SeededGenerator(seed: 2)
    var met = 0
    for (made, expression) in Self.made {
      let licenses = expression.licenses
      let count = Int.random(in: 1...licenses.count, using: &random)
      let chosen = licenses.shuffled(using: &random).prefix(count)
      let choice = chosen.dropFirst().reduce(chosen[0]) { .and($0, $1) }
      let isMet = expression.isMet(by: choice)
      let expected = branches(expression).contains { Set(chosen).isSuperset(of: $0) }
      #expect(isMet == expected, "\(made.text) by \(choice)")
      #expect(!expression.isMet(by: .and(choice, .license(id: "0BSD", orLater: false, exception: nil))))
      #expect(!expression.isMet(by: .or(choice, choice)))
      #expect(expression.isChoice == made.isChoice)
      met += isMet ? 1 : 0
    }
    #expect((200...1_800).contains(met))
  }

  private func branches(_ expression: LicenseExpression) -> [[LicenseExpression]] {
    switch expression {
    case .license: [[expression]]
    case .or(let a, let b): branches(a) + branches(b)
    case .and(let a, let b): branches(a).flatMap { first in branches(b).map { first + $0 } }
    }
  }

  @Test func `are written so that they are read the same again`() throws {
    for (made, expression) in Self.made {
      let text = expression.description
      let again = try LicenseExpression(text, in: Sample.book)
      #expect(again.description == text && branches(again) == branches(expression), "\(made.text)")
      #expect(!text.contains("  "))
    }
  }
}
