// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Identity
import Ledger
import Wire

/// What a member of staff asks: who, which parameters, and a body that was read strictly against the route's fields.
struct AdminRequest: Sendable {
  let staff: Staff
  let parameters: [String: String]
  let query: [String: String]
  let body: [String: AdminJSON]

  /// By whom and why, for the audit log.
  var grounds: Grounds {
    Grounds(
      actor: .token(publicID: staff.id.description), reason: body["reason"]?.text,
      task: body["task"]?.text.flatMap { PhabricatorTask($0) })
  }

  func text(_ name: String) throws(AdminFault) -> String {
    guard let text = body[name]?.text else { throw AdminFault(.badInput, "\(name) is missing") }
    return text
  }

  func flag(_ name: String) -> Bool { body[name]?.flag ?? false }

  /// A project that is named in the body or, as a parameter, in the path.
  func projectName(_ field: String) throws(AdminFault) -> ProjectName {
    let text = body[field]?.text ?? parameters[field] ?? ""
    guard let name = ProjectName(text) else {
      throw AdminFault(.badInput, "\(field) '\(text)' is not a project's name: \(ProjectName.rule)")
    }
    return name
  }

  func identifier() throws(AdminFault) -> Int64 {
    guard let text = parameters["id"], text.utf8.count <= 18, let id = Int(digits: text) else {
      throw AdminFault(.badInput, "id '\(parameters["id"] ?? "")' is not a number")
    }
    return Int64(id)
  }

  /// New limits as the member `limits` has them.
  func limits() throws(AdminFault) -> LimitsChange {
    guard case .object(let members)? = body["limits"], !members.isEmpty else {
      throw AdminFault(.badInput, "limits must be an object that names at least one limit")
    }
    var change = LimitsChange()
    for (key, value) in members {
      guard let name = LimitName(rawValue: key) else {
        let known = LimitName.allCases.map(\.rawValue).joined(separator: ", ")
        throw AdminFault(.badInput, "limits.\(key) is not known: there are \(known)")
      }
      change.set(name, to: try Self.value(value, of: name))
    }
    return change
  }

  private static func value(_ json: AdminJSON, of name: LimitName) throws(AdminFault) -> LimitValue? {
    if case .null = json { return nil }
    let value: LimitValue? =
      switch (name.form, json) {
      case (.count, .number(let number)): .count(number)
      case (.money, .text(let text)): Money(text).map(LimitValue.money)
      case (.backends, .array(let elements)): backends(elements).map(LimitValue.backends)
      default: nil
      }
    guard let value, name.accepts(value) else {
      throw AdminFault(.badInput, "limits.\(name.rawValue) must be \(expected(name.form)), or null for no limit")
    }
    return value
  }

  private static func backends(_ elements: [AdminJSON]) -> Set<BackendID>? {
    let names = elements.compactMap { $0.text.flatMap { BackendID($0) } }
    return names.count == elements.count ? Set(names) : nil
  }

  private static func expected(_ form: LimitName.Form) -> String {
    switch form {
    case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .money: "an amount and a currency, such as \"25.00 USD\""
    case .backends: "a list of backends"
    }
  }

  /// What the member `scope` names: one kind and one name, the name empty for `global`.
  func scope() throws(AdminFault) -> ScopeWish {
    if case .object(let members)? = body["scope"], members.count == 1, let (kind, value) = members.first {
      switch (kind, value) {
      case ("global", .flag(true)): return ScopeWish(kind: kind, name: "")
      case ("backend", .text(let name)), ("model", .text(let name)), ("project", .text(let name)),
        ("token", .text(let name)):
        return ScopeWish(kind: kind, name: name)
      default: break
      }
    }
    throw AdminFault(
      .badInput, #"scope must be an object with one member: {"global": true}, or backend, model, project or token"#)
  }
}

/// A scope as it was asked for.
struct ScopeWish: Sendable {
  let kind: String
  let name: String
}
