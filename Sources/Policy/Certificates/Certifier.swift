// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
package import Domain
internal import StrictYAML

/// Somebody who may sign certificates: an item of `Policies/certifiers.yaml`.
package struct Certifier: Hashable, Sendable {
  /// One person has one name, and may have keys one after the other.
  package let name: String
  package let key: CertifierKey
  /// The first day on which the person may sign, and the day from which they no longer may.
  package let since: CivilDay
  package let until: CivilDay?

  package init(name: String, key: CertifierKey, since: CivilDay, until: CivilDay?) {
    (self.name, self.key, self.since, self.until) = (name, key, since, until)
  }

  package func maySign(on day: CivilDay) -> Bool { day >= since && until.map { day < $0 } ?? true }

  /// Reads `certifiers.yaml`, schema `toolgate-certifiers/1`.
  static func read(_ map: YAMLMap) -> [Certifier] {
    _ = map.required("schema", .exactly("toolgate-certifiers/1"))
    var names: [[UInt8]: String] = [:]
    return map.maps("certifiers") { map -> Certifier? in
      let name = map.required("name", .text)
      let key = map.required("key", .certifierKey)
      let since = map.required("since", .day)
      let until = map.optional("until", .day)
      guard let name, let key, let since else { return nil }
      if key.name != name { map.error("the key is that of `\(key.name)`; the names must be the same", at: "key") }
      if let until, until <= since { map.error("`until` must be after `since`", at: "until") }
      // With one key under two names one person could sign for two.
      if let first = names[key.publicKey], first != name {
        map.error("the key already stands under the name `\(first)`; each person needs a key of their own", at: "key")
      }
      names[key.publicKey] = names[key.publicKey] ?? name
      return Certifier(name: name, key: key, since: since, until: until)
    }.compactMap(\.self)
  }
}

/// A verifier key of C2SP signed-note (<https://c2sp.org/signed-note>): `<name>+<key id>+<base64>`, Ed25519 only.
package struct CertifierKey: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  /// 32 bytes.
  package let publicKey: [UInt8]

  /// The algorithm byte of Ed25519 in a signed note.
  private static let algorithm: UInt8 = 1

  /// Nil unless the public key is one of Ed25519 and the name has neither space nor `+`.
  package init?(name: String, publicKey: [UInt8]) {
    let isName = !name.isEmpty && name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "+" && $0.value != 0x7F }
    guard isName, publicKey.count == 32, (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil else {
      return nil
    }
    self.name = name
    self.publicKey = publicKey
  }

  /// Nil if the text has another form, or its key id is not that of its key.
  package init?(_ text: String) {
    // The base64 of a key may hold a + itself.
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let bytes = Base64.decode(parts[2]), bytes.first == Self.algorithm else { return nil }
    self.init(name: parts[0], publicKey: Array(bytes.dropFirst()))
    guard description == text else { return nil }
  }

  /// The first four bytes of SHA-256 over name, newline, algorithm and key, as eight hexadecimal digits.
  package var id: String {
    let input = Array(name.utf8) + [0x0A, Self.algorithm] + publicKey
    return Hexadecimal.text(SHA256.hash(data: input).prefix(4))
  }

  package var description: String { "\(name)+\(id)+\(Base64.encode([Self.algorithm] + publicKey))" }
}

extension YAMLForm where Value == CertifierKey {
  static var certifierKey: YAMLForm {
    YAMLForm(
      expected: "an Ed25519 verifier key of a signed note: name+8 hexadecimal digits+base64", isText: true
    ) { CertifierKey($0) }
  }
}
