// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
internal import Foundation
package import Notes
internal import StrictYAML

/// Somebody who may sign certificates: an item of `Policies/certifiers.yaml`.
package struct Certifier: Hashable, Sendable {
  /// One person has one name, and may have keys one after the other.
  package let name: String
  package let key: NoteVerifier
  /// The first day on which the person may sign, and the day from which they no longer may.
  package let since: CivilDay
  package let until: CivilDay?

  package init(name: String, key: NoteVerifier, since: CivilDay, until: CivilDay?) {
    (self.name, self.key, self.since, self.until) = (name, key, since, until)
  }

  /// Of a name, since it stands in the transparency log.
  package static let mostCharacters = 100

  package func maySign(on day: CivilDay) -> Bool { day >= since && until.map { day < $0 } ?? true }

  /// Reads `certifiers.yaml`, schema `toolgate-certifiers/1`.
  static func read(_ map: YAMLMap) -> [Certifier] {
    _ = map.required("schema", .exactly(PolicyFiles.TopFile.certifiers.schema))
    var (names, spellings): ([[UInt8]: String], [String: String]) = ([:], [:])
    return map.maps("certifiers") { map -> Certifier? in
      let name = map.required("name", .text.atMost(Self.mostCharacters))
      let key = map.required("key", .certifierKey)
      let since = map.required("since", .day)
      let until = map.optional("until", .day)
      guard let name, let key, let since else { return nil }
      if key.name.text != name { map.error("the key is that of `\(key.name)`; the names must be the same", at: "key") }
      if isDeceptive(name) {
        map.error(
          "`name` has signs that nobody sees, or letters of two alphabets; write it so that it looks like no other name",
          at: "name")
      }
      if let until, until <= since { map.error("`until` must be after `since`", at: "until") }
      // With one key under two names one person could sign for two.
      if let first = names[key.publicKey], first != name {
        map.error("the key already stands under the name `\(first)`; each person needs a key of their own", at: "key")
      }
      names[key.publicKey] = names[key.publicKey] ?? name
      if let first = spellings[lettersAndDigits(name)], first != name {
        map.error(
          "`\(name)` reads like `\(first)`, which stands here already; one person has one name, and two people need names "
            + "that differ in more than case and punctuation", at: "name")
      }
      spellings[lettersAndDigits(name)] = spellings[lettersAndDigits(name)] ?? name
      return Certifier(name: name, key: key, since: since, until: until)
    }.compactMap(\.self)
  }
}

/// What readers tell names apart by: `Example-A`, `example a` and `example‑a` with another hyphen are one.
private func lettersAndDigits(_ name: String) -> String {
  let letters = name.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.filter {
    $0.properties.isAlphabetic || $0.properties.numericType != nil
  }
  return String(String.UnicodeScalarView(letters))
}

/// Signs that no reader sees, and letters of two alphabets that share shapes: with them one name looks like another.
private func isDeceptive(_ name: String) -> Bool {
  var alphabets: Set<String> = []
  for scalar in name.unicodeScalars {
    if scalar.properties.isDefaultIgnorableCodePoint { return true }
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: alphabets.insert("Latin")
    case 0x370...0x3FF, 0x1F00...0x1FFF: alphabets.insert("Greek")
    case 0x400...0x52F: alphabets.insert("Cyrillic")
    default: break
    }
  }
  return alphabets.count > 1
}

extension YAMLForm where Value == NoteVerifier {
  /// In the form of C2SP signed-note (<https://c2sp.org/signed-note>); a witness's key signs other things.
  static var certifierKey: YAMLForm {
    YAMLForm(
      expected: "an Ed25519 verifier key of a signed note: name+8 hexadecimal digits+base64", isText: true
    ) { text in
      (try? NoteVerifier(text)).flatMap { $0.algorithm == .ed25519 ? $0 : nil }
    }
  }
}
