// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
package import Policy
package import StrictYAML

extension PolicyGrants {
  /// Writes an exception into a file of its own.
  ///
  /// - Returns: the path of the file.
  /// - Throws: for an id that is there, a model without a certificate or a licence, days that do not fit, and whatever the
  ///   directory would be refused for.
  package func add(_ exception: PolicyException) throws(InstallationProblem) -> String {
    guard Rule.isID(exception.id) else {
      throw InstallationProblem(
        .badInput, "the exception's id \(ControlInput.shown(exception.id)) must be \(Rule.formOfIDs)")
    }
    try requireDays(of: exception)
    let edit = try PolicyEdit(policies)
    let before = try edit.read()
    let name = "exceptions/\(exception.id).yaml"
    let path = "\(policies)/\(name)"
    if let file = before.places.exceptions[exception.id]?.file {
      throw InstallationProblem(
        .failed, "the exception '\(exception.id)' stands in \(file) already: choose another id, or remove it first")
    }
    guard !FileManager.default.fileExists(atPath: path) else {
      throw InstallationProblem(.failed, "\(path) is there already, with an exception of another id: choose another")
    }
    try requireModel(of: exception, before)
    try edit.write(
      [(name, Self.text(exception))], if: { $0.rulebook.exceptions.contains(exception) },
      or: InstallationProblem(.failed, "\(name) would not say what was asked for: write it by hand"))
    return path
  }

  package struct RemovedException {
    package let exception: PolicyException
    /// Of other files of the policies. They do not keep anybody from removing, but a gateway from reading it.
    package let faults: [YAMLProblem]
  }

  /// Takes the file of an exception away, whatever the state of the other policies: less is allowed behind it.
  ///
  /// - Throws: for an id that no file has or two have, and where only a file with faults may have it.
  package func removeException(_ id: String) throws(InstallationProblem) -> RemovedException {
    let lock = try PolicyLock(policies)
    let files = ExceptionFiles(in: policies)
    let found = files.exceptions.filter { $0.value.id == id }.sorted { $0.key < $1.key }
    guard found.count < 2 else {
      let names = found.map(\.key).joined(separator: " and ")
      throw InstallationProblem(
        .failed, "the exception \(ControlInput.shown(id)) stands in \(names): remove by hand the one that is meant")
    }
    guard let (file, exception) = found.first.map({ ($0.key, $0.value) }) else {
      guard files.problems.isEmpty else {
        throw InstallationProblem(.badInput, files.problems.sorted().map(\.description))
      }
      throw InstallationProblem(
        .failed, "there is no exception \(ControlInput.shown(id)): see `toolgate policy exception list`")
    }
    try lock.remove(file)
    return RemovedException(exception: exception, faults: PolicyDirectory.load(path: policies).problems)
  }

  private func requireDays(of exception: PolicyException) throws(InstallationProblem) {
    let (from, to) = (exception.approvedOn, exception.expires)
    let last = CivilDay(daysSince1970: from.daysSince1970 + PolicyException.mostDays)
    guard to > today else {
      throw InstallationProblem(.badInput, "--expires \(to): it would have ended, today is \(today); name a later day")
    }
    guard to > from else {
      throw InstallationProblem(
        .badInput, "--expires \(to): it would end before it begins on \(from); name a later day")
    }
    guard to <= last else {
      throw InstallationProblem(
        .badInput,
        "--expires \(to): from \(from) an exception lasts \(PolicyException.mostDays) days at most, to \(last)")
    }
  }

  private func requireModel(of exception: PolicyException, _ policies: Policies) throws(InstallationProblem) {
    guard let model = policies.catalogue[exception.model] else {
      throw InstallationProblem(
        .failed, "no certificate '\(exception.model)' stands in the policies: see `toolgate model list`")
    }
    guard model.assessment.tier != nil else {
      throw InstallationProblem(
        .failed,
        "no licence of the weights of '\(exception.model)' is recorded, and no exception opens such a model: find the "
          + "licence, and write it into the certificate first")
    }
    guard exception.usersBoundBy != nil || model.assessment.clauses?.bindsUsers != true else {
      throw InstallationProblem(
        .badInput,
        "the licence of '\(exception.model)' makes whoever serves it bind the users to its restrictions: say with "
          + "--users-bound-by how the users of '\(exception.project)' are bound")
    }
  }

  private static func text(_ exception: PolicyException) -> [UInt8] {
    let about = "Leave for one project, written by `toolgate policy exception add`."
    var lines = ListFile.head(about, schema: PolicyException.schema)
    lines += ListFile.members([
      ("id", .quoted(exception.id)), ("project", .quoted(exception.project.text)),
      ("model", .quoted(exception.model.text)), ("rationale", .quoted(exception.rationale)),
    ])
    var scope: [(String, ListFile.Value)] = []
    if let purposes = exception.purposes {
      scope.append(("purposes", .list(purposes.map(\.rawValue).sorted())))
    } else if exception.targetWikis == nil {
      scope.append(("purposes", .list([PolicyException.allPurposes])))
    }
    if let wikis = exception.targetWikis { scope.append(("target_wikis", .list(wikis.map(\.text).sorted()))) }
    if let contracts = exception.contracts { scope.append(("contracts", .list(contracts.map(\.text).sorted()))) }
    if let binding = exception.usersBoundBy { scope.append(("users_bound_by", .quoted(binding))) }
    lines += ["scope:"] + ListFile.members(scope).map { "  \($0)" }
    lines += ListFile.members([
      ("approver", .quoted(exception.approver)), ("task", .plain(exception.task.text)),
      ("approved_on", .plain(exception.approvedOn.description)), ("expires", .plain(exception.expires.description)),
    ])
    return ListFile.bytes(lines)
  }
}
