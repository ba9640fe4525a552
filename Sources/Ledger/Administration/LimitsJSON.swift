// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation

extension Limits {
  /// The limits that are set, by their names.
  var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [:]
    for name in LimitName.allCases { members[name.rawValue] = self[name].map(\.json) }
    return .object(members)
  }

  /// Reads what `json` writes.
  init(json text: String) throws {
    self = try LimitsChange(json: text).applied(to: Limits())
  }
}

extension LimitsChange {
  /// The limits that change; null for one that is taken away.
  var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [:]
    for (name, value) in values { members[name.rawValue] = value.map(\.json) ?? .null }
    return .object(members)
  }

  /// Reads what `json` writes.
  init(json text: String) throws {
    guard let members = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
      throw LedgerProblem.damaged("limits are not kept as a JSON object")
    }
    try self.init(members: members)
  }

  init(members: [String: Any]) throws {
    self.init()
    for (key, member) in members {
      guard let name = LimitName(rawValue: key) else { throw LedgerProblem.damaged("there is no limit \(key)") }
      if member is NSNull {
        set(name, to: nil)
      } else if let value = LimitValue(member, of: name), name.accepts(value) {
        set(name, to: value)
      } else {
        throw LedgerProblem.damaged("the limit \(key) has no valid value")
      }
    }
  }
}

extension LimitValue {
  var json: CanonicalJSON {
    switch self {
    case .count(let count): .number(count)
    case .money(let money): .text(money.description)
    case .backends(let backends): Self.json(backends)
    }
  }

  static func json(_ backends: Set<BackendID>) -> CanonicalJSON {
    .list(backends.sorted().map { .text($0.text) })
  }

  init?(_ member: Any, of name: LimitName) {
    switch name.form {
    case .count:
      guard let count = (member as? NSNumber).flatMap({ Int64(exactly: $0.doubleValue) }) else { return nil }
      self = .count(count)
    case .money:
      guard let money = (member as? String).flatMap({ Money($0) }) else { return nil }
      self = .money(money)
    case .backends:
      guard let texts = member as? [String] else { return nil }
      let backends = texts.compactMap { BackendID($0) }
      guard backends.count == texts.count else { return nil }
      self = .backends(Set(backends))
    }
  }
}
