// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import Glibc

extension Home {
  /// What everybody on the machine may write although it decides what is allowed or who signs: a line each.
  ///
  /// A key's own file is refused when it is open to others (`SigningKeyFile`, `HashKeyFile`). These are the places where
  /// somebody could put a rule, an exception or another key; the gateway runs with them all the same.
  package func exposures(_ settings: Settings) -> [String] {
    // Two levels are all that policies have. A link is followed, be it of the directory, a folder or a file.
    let folders = Self.names(in: settings.policies)
    let open = ([settings.policies] + folders + folders.flatMap(Self.names)).filter(Self.isOpen)
    let single = [directory, configuration, keys].filter(Self.isOpen).map { Self.line($0, way: "chmod o-w \($0)") }
    guard let first = open.first else { return single }
    return single + [Self.line(first, way: "chmod -R o-w \(settings.policies)")]
  }

  private static func names(in directory: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted().map { "\(directory)/\($0)" }
  }

  private static func line(_ path: String, way: String) -> String {
    "\(path) can be written by everybody on this machine, and decides what the gateway allows; run: \(way)"
  }

  /// Follows links, whose own mode says nothing.
  private static func isOpen(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IWOTH != 0
  }
}
