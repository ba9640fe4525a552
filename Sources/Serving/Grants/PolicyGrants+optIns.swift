// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Policy

extension PolicyGrants {
  /// Adds an opt-in to `opt-ins.yaml`.
  ///
  /// - Returns: the path of the file.
  /// - Throws: for a project that has opted in already.
  package func add(_ optIn: OptIn) throws(InstallationProblem) -> String {
    let edit = try PolicyEdit(policies)
    let before = try edit.read().rulebook.optIns
    if let known = before.first(where: { $0.project == optIn.project && !$0.tiers.isDisjoint(with: optIn.tiers) }) {
      throw InstallationProblem(
        .failed, "'\(optIn.project)' has opted in already, since \(known.since) (\(known.task))")
    }
    let file = try optInsFile()
    let bytes = try file.adding([
      ("project", .quoted(optIn.project.text)), ("tiers", .list(optIn.tiers.map(\.rawValue).sorted())),
      ("task", .plain(optIn.task.text)), ("since", .plain(optIn.since.description)),
    ])
    try edit.write([(file.name, bytes)], if: { $0.rulebook.optIns == before + [optIn] }, or: file.refusal)
    return file.path
  }

  /// Takes every opt-in of a project out of `opt-ins.yaml`.
  ///
  /// - Returns: what was taken out.
  package func removeOptIns(of project: ProjectName) throws(InstallationProblem) -> [OptIn] {
    let edit = try PolicyEdit(policies)
    let before = try edit.read().rulebook.optIns
    let places = before.indices.filter { before[$0].project == project }
    guard !places.isEmpty else {
      throw InstallationProblem(
        .failed, "'\(project)' has not opted in: see `toolgate policy opt-in list`")
    }
    let file = try optInsFile()
    let kept = before.filter { $0.project != project }
    let bytes = try file.removing(Set(places), of: before.count)
    try edit.write([(file.name, bytes)], if: { $0.rulebook.optIns == kept }, or: file.refusal)
    return places.map { before[$0] }
  }

  private func optInsFile() throws(InstallationProblem) -> ListFile {
    try ListFile(
      .optIns, in: policies, key: "opt_ins",
      about: "Projects that chose to use models of open weights that are no open source AI.")
  }
}
