// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A text that can stand where a format asks for an IRI: `http` or `https`, and only what RFC 3986 allows in one.
/// Certificates also have `unverified` and whole sentences in such places.
struct WebAddress: Hashable {
  let text: String

  init?(_ text: String?) {
    guard let text, let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
    let rest = Array(text.utf8.dropFirst(scheme.utf8.count))
    guard let first = rest.first, Self.isAlphanumeric(first), rest.allSatisfy(Self.isAllowed) else { return nil }
    guard rest.count(where: { $0 == UInt8(ascii: "#") }) <= 1 else { return nil }
    for at in rest.indices where rest[at] == UInt8(ascii: "%") {
      guard at + 2 < rest.count, Self.isHex(rest[at + 1]), Self.isHex(rest[at + 2]) else { return nil }
    }
    let authority = rest.prefix { !"/?#".utf8.contains($0) }
    guard authority.allSatisfy({ Self.isAlphanumeric($0) || "-._:".utf8.contains($0) }) else { return nil }
    guard Self.hasGoodPort(authority) else { return nil }
    self.text = text
  }

  /// The front page of a source repository; a file in one, or a page about one, is something else.
  var isRepository: Bool {
    let parts = text.split(separator: "/")
    return parts.count == 4 && ["github.com", "gitlab.com", "codeberg.org"].contains(parts[1])
      && !text.contains("?") && !text.contains("#")
  }

  private static func hasGoodPort(_ authority: ArraySlice<UInt8>) -> Bool {
    guard let colon = authority.firstIndex(of: UInt8(ascii: ":")) else { return true }
    return authority[(colon + 1)...].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "-._~:/?#@!$&'()*+,;=%".utf8.contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
