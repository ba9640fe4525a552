// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Policy
import StrictYAML

extension PolicyDirectory {
  /// The directory as it is, or as it would be with other files.
  ///
  /// - Parameter candidates: bytes by the name of the file below the directory.
  /// - Throws: every fault of every file, one a line.
  static func read(
    _ path: String, with candidates: [String: [UInt8]] = [:]
  ) throws(InstallationProblem) -> Policies {
    let (policies, problems) = load(path: path, candidates: candidates)
    guard let policies else { throw InstallationProblem(.badInput, problems.map(\.description)) }
    return policies
  }
}
