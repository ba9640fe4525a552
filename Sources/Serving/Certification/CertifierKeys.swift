// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Notes
package import Policy

/// Keys of certifiers, in the form of the log's own: a file of mode 0600 that belongs to whoever uses it.
package enum CertifierKeys {
  /// - Throws: also for a file that others may read, and for one of another user.
  package static func read(_ path: String) throws(InstallationProblem) -> NoteSigner {
    do throws(SigningKeyFile.Problem) {
      return try SigningKeyFile.read(at: path)
    } catch {
      throw InstallationProblem(error)
    }
  }

  /// `keys/NAME.key`, which must not be a name of the home's own keys.
  package static func path(of name: String, in keys: String) throws(InstallationProblem) -> String {
    let isWord =
      name.utf8.allSatisfy { byte in
        byte < 0x80
          && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
            || "._-".utf8.contains(byte))
      } && !name.hasPrefix(".") && !name.isEmpty && name.utf8.count <= 64
    guard isWord, !["log", "log-old", "token-hash"].contains(name) else {
      throw InstallationProblem(
        .badInput,
        "--name '\(name.prefix(80))': use up to 64 letters, digits and ._- that are no key of the home's own, or "
          + "say with --output where the key goes")
    }
    return "\(keys)/\(name).key"
  }

  package static func create(
    _ name: String, at path: String, since day: CivilDay
  ) throws(InstallationProblem) -> Certifier {
    guard let keyName = KeyName(name), name.unicodeScalars.count <= Certifier.mostCharacters else {
      throw InstallationProblem(
        .badInput,
        "--name '\(name.prefix(80))': a name has at most \(Certifier.mostCharacters) characters, and neither blanks nor +"
      )
    }
    var random = SystemRandomNumberGenerator()
    do throws(SigningKeyFile.Problem) {
      let signer = try SigningKeyFile.create(at: path, name: keyName, using: &random)
      return Certifier(name: name, key: signer.verifier, since: day, until: nil)
    } catch {
      throw InstallationProblem(error)
    }
  }

  package static func requireNew(_ path: String) throws(InstallationProblem) {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw InstallationProblem(.failed, "\(path) is there already: name another file, or remove it")
    }
  }
}
