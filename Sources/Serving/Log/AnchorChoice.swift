// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Where a new home gets the anchor of its log: a copy of the newest checkpoint that no copy of the home takes along.
package enum AnchorChoice: Hashable, Sendable {
  /// `HOME.anchor/checkpoint`, beside the home: found again when both are moved together. Where the home is a symbolic
  /// link, beside the directory that it points to.
  case besideHome
  /// A file in a directory that is there.
  case file(String)
  /// Nobody at home will find out that all of it was restored from the past.
  case none

  /// Makes sure that the anchor can be written there and that no other log has it.
  ///
  /// - Returns: what the configuration names: a path, absolute or from the home; nil for none.
  func prepared(for home: Home) throws(InstallationProblem) -> String? {
    switch self {
    case .besideHome:
      // The system follows the link before it takes the `..` of the configuration's path.
      let directory = URL(fileURLWithPath: "\(Self.withoutLinks(home.directory)).anchor")
      do {
        try FileManager.default.createDirectory(
          at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw Self.unusable(directory.path, "cannot be made")
      }
      try Self.require("\(directory.path)/checkpoint")
      return "../\(directory.lastPathComponent)/checkpoint"
    case .file(let path):
      let url = URL(fileURLWithPath: path).standardizedFileURL
      let file = url.path
      let place = Self.withoutLinks(url.deletingLastPathComponent().path)
      guard !"\(place)/".hasPrefix("\(Self.withoutLinks(home.directory))/") else {
        throw InstallationProblem(
          .badInput, "--anchor \(file): lies in the home, and whoever restores the home restores it too")
      }
      try Self.require(file)
      return file
    case .none: return nil
    }
  }

  /// An anchor's path for people, who want no `..` in it.
  package static func shown(_ anchor: String) -> String {
    guard let slash = anchor.lastIndex(of: "/") else { return anchor }
    return withoutLinks(String(anchor[..<slash])) + anchor[slash...]
  }

  /// The directory's own path; as given when it is not there.
  private static func withoutLinks(_ directory: String) -> String {
    guard let own = realpath(directory, nil) else { return directory }
    defer { free(own) }
    return String(cString: own)
  }

  private static func require(_ file: String) throws(InstallationProblem) {
    guard access(file, F_OK) != 0 else {
      throw InstallationProblem(
        .failed,
        "\(file) exists already, as the anchor of another log: move it away, or name another with --anchor FILE")
    }
    let directory = URL(fileURLWithPath: file).deletingLastPathComponent().path
    guard access(directory, W_OK | X_OK) == 0 else {
      throw unusable(directory, String(cString: strerror(errno)))
    }
  }

  private static func unusable(_ directory: String, _ reason: String) -> InstallationProblem {
    InstallationProblem(
      .unavailable,
      "\(directory): no place for the anchor of the log (\(reason)): make this directory for the gateway's user, name a "
        + "file elsewhere with --anchor FILE, or do without with --no-anchor")
  }
}
