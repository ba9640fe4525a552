// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import StrictYAML

/// Reads a policy directory whole and checks it across its files.
package enum PolicyDirectory {
  /// - Returns: The policies, or nil and every problem of every file. Half a directory is never used.
  package static func load(
    path: String, switches: PolicySwitches? = nil
  ) -> (policies: Policies?, problems: [YAMLProblem]) {
    load(path: path, candidates: [:], switches: switches)
  }

  /// The same as it would be with other files.
  ///
  /// - Parameter candidates: Bytes by the name of the file below the directory, such as `models/a.yaml`. Each stands for
  ///   the file of that name, whether there is one or not.
  package static func load(
    path: String, candidates: [String: [UInt8]], switches: PolicySwitches? = nil
  ) -> (policies: Policies?, problems: [YAMLProblem]) {
    let files = candidates.sorted { $0.key < $1.key }.map { PolicyFiles.File(name: $0.key, bytes: $0.value) }
    var loader = PolicyLoader(files: PolicyFiles(path: path, candidates: files), switches: switches)
    let policies = loader.load()
    let problems = Set(loader.problems).sorted()
    return (problems.isEmpty ? policies : nil, problems)
  }
}
