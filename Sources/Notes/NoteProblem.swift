// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Why a signed note or a key is refused, in one line that quotes nothing of it but key names.
package enum NoteProblem: Error, Hashable, Sendable {
  /// It is not written as the form demands. The words say what is wrong and where.
  case malformed(String)
  /// A key that is known did not make the signature that stands under its name.
  case badSignature(key: String)
  /// No signature is by a key that is known.
  case unknownSigners

  package var isMalformed: Bool { if case .malformed = self { true } else { false } }
}

extension NoteProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed(let what): what
    case .badSignature(let key): "the signature of \(key) is wrong: the text or the signature was changed"
    case .unknownSigners: "signed by none of the given keys; give the verifier key that the log publishes"
    }
  }
}
