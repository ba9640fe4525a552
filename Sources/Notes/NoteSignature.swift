// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// One line under a signed note: `— <key name> <base64 of key id and signature>`.
package struct NoteSignature: Hashable, Sendable {
  package let name: KeyName
  package let keyID: KeyID
  /// What the key's algorithm makes: 64 bytes for Ed25519, 72 with the time of a cosignature.
  package let bytes: [UInt8]

  package init(name: KeyName, keyID: KeyID, bytes: [UInt8]) {
    (self.name, self.keyID, self.bytes) = (name, keyID, bytes)
  }

  init(_ line: Substring) throws(NoteProblem) {
    let words = line.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { Substring($0) }
    guard words.count == 3, words[0].utf8.elementsEqual("—".utf8), let name = KeyName(String(words[1])),
      let decoded = StrictBase64.bytes(words[2]), decoded.count > 4, let id = KeyID(decoded.prefix(4))
    else { throw .malformed("a signature line is not an em dash, a key name and base64, with one space between them") }
    self.init(name: name, keyID: id, bytes: Array(decoded.dropFirst(4)))
  }
}

extension NoteSignature: CustomStringConvertible {
  /// The line without its newline.
  package var description: String { "— \(name) \(StrictBase64.text(keyID.bytes + bytes))" }
}
