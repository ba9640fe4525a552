// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import StrictYAML

extension PolicyDirectory {
  /// The directory as it is, or as it would be with other files.
  ///
  /// - Parameter candidates: bytes by the name of the file below the directory.
  /// - Throws: that there is no such directory, or every fault of every file, one a line.
  static func read(
    _ path: String, with candidates: [String: [UInt8]] = [:]
  ) throws(InstallationProblem) -> Policies {
    try require(path)
    let (policies, problems) = load(path: path, candidates: candidates)
    guard let policies else { throw InstallationProblem(.badInput, problems.map(\.description)) }
    return policies
  }
  /// Without a directory every folder that should stand in there would be a fault of its own.
  package static func require(_ path: String) throws(InstallationProblem) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw InstallationProblem(.unavailable, "there is no directory \(path); `toolgate init` makes one")
    }
    guard isDirectory.boolValue else {
      throw InstallationProblem(
        .badInput, "\(path) is no directory; name the one that holds models, licenses and rules")
    }
  }
}
