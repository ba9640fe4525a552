// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// The name of a certificate's file, and of its draft and its signatures.
package enum CertificateName {
  /// `org/name` → `org--name.yaml`.
  package static func file(of id: CertificateID) throws(InstallationProblem) -> String {
    let isFit = id.text.utf8.allSatisfy { byte in
      byte < 0x80
        && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
          || "._-:+/".utf8.contains(byte))
    }
    let name = id.text.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "--")
    guard isFit, !name.hasPrefix(".") else {
      throw InstallationProblem(
        .badInput, "'\(id)' cannot be the name of a file: use letters, digits and ._-:+/, not beginning with a point")
    }
    return "\(name).yaml"
  }
}
