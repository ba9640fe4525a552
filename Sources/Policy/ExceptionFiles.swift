// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import StrictYAML

/// The files of `exceptions`, each read apart from all others: to take an exception away must not wait until somebody has
/// mended another file.
package struct ExceptionFiles: Sendable {
  /// By the name of the file below the directory. One that has a fault and yet says all that an exception says is here too.
  package let exceptions: [String: PolicyException]
  /// Of these files.
  package let problems: [YAMLProblem]

  /// - Parameter path: of the policy directory.
  package init(in path: String) {
    let files = PolicyFiles(path: path)
    let folder = PolicyFiles.Folder.exceptions.rawValue
    var problems = files.problems.filter { $0.file == folder || $0.file.hasPrefix("\(folder)/") }
    var exceptions: [String: PolicyException] = [:]
    for file in files.files(in: .exceptions) {
      let report = YAMLReport(file: file.name)
      exceptions[file.name] = YAMLFile.read(bytes: file.bytes, report: report) { PolicyException($0) } ?? nil
      problems += report.errors
    }
    (self.exceptions, self.problems) = (exceptions, problems)
  }
}
