// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import Glibc

extension Home {
  /// What everybody on the machine may write although it decides what is allowed, who signs or what is proven, and the
  /// ledger where everybody may read it: a line each.
  ///
  /// A key's own file is refused when it is open to others (`SigningKeyFile`, `HashKeyFile`, `ProviderKey`). These are the
  /// places where somebody could put a rule, an exception or another key; the gateway runs with them all the same.
  package func exposures(_ settings: Settings) -> [String] {
    // Two levels are all that policies have. A link is followed, be it of the directory, a folder or a file.
    let folders = Self.names(in: settings.policies)
    let open = ([settings.policies] + folders + folders.flatMap(Self.names)).filter(Self.isOpen)
    let places = [directory, configuration, keys, settings.ledger.path, settings.provenance.log]
    var lines = places.filter(Self.isOpen).map { Self.line($0, way: "chmod o-w \($0)") }
    if Self.mode(settings.ledger.path) & S_IROTH != 0, Self.mode(directory) & S_IXOTH != 0 {
      lines.append(
        "\(settings.ledger.path) can be read by everybody on this machine, and holds who asked what of which model and "
          + "the salts of the texts; run: chmod o-r \(settings.ledger.path)")
    }
    guard let first = open.first else { return lines }
    return lines + [Self.line(first, way: "chmod -R o-w \(settings.policies)")]
  }

  private static func names(in directory: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted().map { "\(directory)/\($0)" }
  }

  private static func line(_ path: String, way: String) -> String {
    "\(path) can be written by everybody on this machine, and decides what the gateway allows; run: \(way)"
  }

  private static func isOpen(_ path: String) -> Bool { mode(path) & S_IWOTH != 0 }

  /// Follows links, whose own mode says nothing. Nothing for what is not there.
  private static func mode(_ path: String) -> mode_t {
    var facts = stat()
    return stat(path, &facts) == 0 ? facts.st_mode : 0
  }
}
