// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// Addresses of this site's own pages. The language that was asked for by name is kept from page to page.
package struct PagePath: Sendable {
  /// The value of `uselang`; nil when the browser's own languages decide.
  let language: String?

  package static let models = "/models"
  package static let records = "/r"
  package static let log = "/log"

  func page(_ path: String, _ query: [(name: String, value: String)] = []) -> String {
    let all = query + (language.map { [("uselang", $0)] } ?? [])
    guard !all.isEmpty else { return path }
    return path + "?" + all.map { "\($0.0)=\(Self.encoded($0.1, keeping: ""))" }.joined(separator: "&")
  }

  func model(_ id: CertificateID, _ query: [(name: String, value: String)] = []) -> String {
    page(Self.model(id), query)
  }

  static func model(_ id: CertificateID) -> String { "\(models)/\(encoded(id.text, keeping: "/:@"))" }
  static func record(_ id: RequestID) -> String { "\(records)/\(id.ulid)" }

  /// Percent-encoding of RFC 3986: everything but its unreserved characters and those that are kept.
  static func encoded(_ text: String, keeping kept: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      let isUnreserved =
        scalar.properties.isASCIIHexDigit || ("a"..."z").contains(scalar)
        || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar)
      if isUnreserved && byte < 0x80 || kept.unicodeScalars.contains(scalar) {
        encoded.unicodeScalars.append(scalar)
      } else {
        let digits = Array("0123456789ABCDEF")
        encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return encoded
  }

  /// Nil for what is not percent-encoded UTF-8.
  static func decoded(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }
}
