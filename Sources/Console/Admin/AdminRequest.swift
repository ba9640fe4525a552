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
      actor: .token(publicID: staff.id.description), reason: body["reason"]?.text, task: body["task"]?.text)
  }

  func text(_ name: String) throws(AdminFault) -> String {
    guard let text = body[name]?.text else { throw AdminFault(.badInput, "\(name) is missing") }
    return text
  }

  func flag(_ name: String) -> Bool { body[name]?.flag ?? false }

  func projectName(_ text: String?) throws(AdminFault) -> ProjectName {
    guard let name = text.flatMap({ ProjectName($0) }) else {
      throw AdminFault(.badInput, "'\(text ?? "")' is not a project's name: \(ProjectName.rule)")
    }
    return name
  }

  func identifier() throws(AdminFault) -> Int64 {
    guard let text = parameters["id"], text.utf8.count <= 18, let id = Int(digits: text) else {
      throw AdminFault(.badInput, "'\(parameters["id"] ?? "")' is not a number")
    }
    return Int64(id)
  }

  /// New limits as the member `limits` has them.
  func limits(_ desk: any AdminDesk) throws(AdminFault) -> LimitsChange {
    guard case .object(let members)? = body["limits"], !members.isEmpty else {
      throw AdminFault(.badInput, "limits must be an object that names at least one limit")
    }
    var change = LimitsChange()
    for (key, value) in members {
      guard let name = LimitName(rawValue: key) else {
        let known = LimitName.allCases.map(\.rawValue).joined(separator: ", ")
        throw AdminFault(.badInput, "limits.\(key) is not known: there are \(known)")
      }
      change.set(name, to: try Self.value(value, of: name, desk))
    }
    return change
  }

  private static func value(
    _ json: AdminJSON, of name: LimitName, _ desk: any AdminDesk
  ) throws(AdminFault) -> LimitValue? {
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
    if case .money(let money) = value, money.pico > 0, !desk.currencies.isEmpty,
      !desk.currencies.contains(money.currency)
    {
      let known = desk.currencies.map(\.code).sorted().joined(separator: ", ")
      throw AdminFault(
        .badInput, "limits.\(name.rawValue) is in \(money.currency), and nothing is paid in it: prices are in \(known)")
    }
    if case .backends(let backends) = value, let unknown = backends.sorted().first(where: { !desk.knows($0) }) {
      throw AdminFault(.badInput, "limits.backends names \(unknown), which is no backend of this gateway")
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

  /// What the member `scope` names, as the ledger knows it.
  func scope(_ desk: any AdminDesk) throws(AdminFault) -> ScopeName {
    guard case .object(let members)? = body["scope"], members.count == 1, let (kind, value) = members.first else {
      throw AdminFault(
        .badInput, #"scope must be an object with one member: {"global": true}, or backend, model, project or token"#)
    }
    switch (kind, value) {
    case ("global", .flag(true)): return .global
    case ("backend", .text(let text)):
      guard let id = BackendID(text), desk.knows(id) else { break }
      return .backend(id)
    case ("model", .text(let text)):
      guard let id = ModelID(text), desk.knows(id) else { break }
      return .model(id)
    case ("project", .text(let text)): return .project(try projectName(text))
    case ("token", .text(let text)): return .token(text)
    default: break
    }
    throw AdminFault(.badInput, "scope.\(kind) names nothing that is there: \(value.text ?? "no text")")
  }
}

/// A scope by the names that people use.
enum ScopeName: Sendable {
  case global
  case backend(BackendID)
  case model(ModelID)
  case project(ProjectName)
  /// A public id.
  case token(String)

  /// - Throws: `LedgerProblem` for a project or token that is not there.
  func scope(in desk: Administration) throws -> LimitScope {
    switch self {
    case .global: .global
    case .backend(let id): .backend(id)
    case .model(let id): .model(id)
    case .project(let name): .project(try desk.requireProject(name).id)
    case .token(let id): .token(try desk.requireToken(id).id)
    }
  }
}
