// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// The account of every scope that has called, under a number that never changes. So a hold keeps five numbers, and no
/// part of the state leaves the lock.
///
/// One table for each kind of scope, so that a look-up hashes a number or a name and no enumeration around it.
struct Accounts {
  private var books: ContiguousArray<AccountBook> = []
  private var global: AccountNumber?
  private var backends: [BackendID: AccountNumber] = [:]
  private var models: [ModelID: AccountNumber] = [:]
  private var projects: [Int64: AccountNumber] = [:]
  private var tokens: [Int64: AccountNumber] = [:]

  subscript(number: AccountNumber) -> AccountBook {
    _read { yield books[number.index] }
    _modify { yield &books[number.index] }
  }

  func number(of scope: LimitScope) -> AccountNumber? {
    switch scope {
    case .global: global
    case .backend(let id): backends[id]
    case .model(let id): models[id]
    case .project(let id): projects[id.row]
    case .token(let row): tokens[row.row]
    }
  }

  /// - Precondition: its scope has no account yet.
  mutating func open(_ book: AccountBook) -> AccountNumber {
    let number = AccountNumber(index: books.count)
    books.append(book)
    switch book.scope {
    case .global: global = number
    case .backend(let id): backends[id] = number
    case .model(let id): models[id] = number
    case .project(let id): projects[id.row] = number
    case .token(let row): tokens[row.row] = number
    }
    return number
  }
}

struct AccountNumber: Sendable {
  fileprivate let index: Int
}

/// One of something for each kind of scope: token, project, model, backend and global, the narrowest first.
struct Five<Element> {
  let token, project, model, backend, global: Element

  func map<Other>(_ body: (Element) -> Other) -> Five<Other> {
    Five<Other>(
      token: body(token), project: body(project), model: body(model), backend: body(backend), global: body(global))
  }

  func forEach(_ body: (Element) -> Void) {
    body(token)
    body(project)
    body(model)
    body(backend)
    body(global)
  }
}

extension Five: Sendable where Element: Sendable {}
