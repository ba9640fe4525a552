// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import StrictYAML

/// `toolgate.yaml`, read once: the settings, or everything that is wrong with the file.
package struct ConfigurationFile: Sendable {
  /// Nil when there are errors: half a configuration is never used.
  package let settings: Settings?
  /// In the order of the file.
  package let errors: [YAMLProblem]
  /// What is read but has no effect, or is probably not meant.
  package let warnings: [YAMLProblem]

  /// The file's name in a home.
  package static let name = "toolgate.yaml"

  /// - Parameters:
  ///   - name: What problems call the file.
  ///   - home: The installation's directory; relative paths in the file begin there.
  ///   - kinds: The kinds of backends that this build can speak to.
  package static func read(
    text: String, name: String = name, home: String, kinds: Set<String>
  ) -> ConfigurationFile {
    read(bytes: Array(text.utf8), name: name, home: home, kinds: kinds)
  }

  /// The same from a file; one that cannot be read is a problem of its first line.
  package static func read(path: String, home: String, kinds: Set<String>) -> ConfigurationFile {
    do {
      return read(bytes: try BoundedFile.read(path: path), name: path, home: home, kinds: kinds)
    } catch {
      let problem = YAMLProblem(file: path, place: .start, message: "\(error.message); `toolgate init` writes one")
      return ConfigurationFile(settings: nil, errors: [problem], warnings: [])
    }
  }

  private static func read(bytes: [UInt8], name: String, home: String, kinds: Set<String>) -> ConfigurationFile {
    let report = YAMLReport(file: name)
    let installation = Installation(home: home, kinds: kinds)
    // Every key has a default, so a file of comments is a configuration.
    let settings = YAMLFile.read(bytes: bytes, report: report, mayBeEmpty: true) { Settings($0, installation) }
    return ConfigurationFile(
      settings: report.hasErrors ? nil : settings, errors: report.errors, warnings: report.warnings)
  }
}
