// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// Accounts by scope. One table for each kind, so that a look-up hashes a number or a name and no enumeration around it.
struct Accounts {
  private var global: Account?
  private var backends: [BackendID: Account] = [:]
  private var models: [ModelID: Account] = [:]
  private var projects: [Int64: Account] = [:]
  private var tokens: [Int64: Account] = [:]

  mutating func find(_ scope: LimitScope, orMake make: () -> Account) -> Account {
    switch scope {
    case .global:
      if let global { return global }
      let made = make()
      global = made
      return made
    case .backend(let id): return Self.find(id, in: &backends, make)
    case .model(let id): return Self.find(id, in: &models, make)
    case .project(let id): return Self.find(id.row, in: &projects, make)
    case .token(let row): return Self.find(row.row, in: &tokens, make)
    }
  }

  private static func find<Key>(_ key: Key, in table: inout [Key: Account], _ make: () -> Account) -> Account {
    if let known = table[key] { return known }
    let made = make()
    table[key] = made
    return made
  }
}

/// One of something for each kind of scope: token, project, model, backend and global, the narrowest first.
struct Five<Element> {
  let first, second, third, fourth, fifth: Element

  init(_ first: Element, _ second: Element, _ third: Element, _ fourth: Element, _ fifth: Element) {
    (self.first, self.second, self.third, self.fourth, self.fifth) = (first, second, third, fourth, fifth)
  }

  func map<Other>(_ body: (Element) -> Other) -> Five<Other> {
    Five<Other>(body(first), body(second), body(third), body(fourth), body(fifth))
  }

  func forEach(_ body: (Element) -> Void) {
    body(first)
    body(second)
    body(third)
    body(fourth)
    body(fifth)
  }
}
