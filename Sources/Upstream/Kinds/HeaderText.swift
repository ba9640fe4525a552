// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What may stand in a header without changing its meaning.
enum HeaderText {
  /// `HOST`, `HOST:PORT`, `[IPV6]` or `[IPV6]:PORT`.
  static func isHost(_ text: String) -> Bool {
    let host: Substring, rest: Substring
    if text.hasPrefix("[") {
      host = text.dropFirst().prefix { $0 != "]" }
      guard text.dropFirst().count > host.count, host.contains(":"),
        host.utf8.allSatisfy({ isHexDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
      else { return false }
      rest = text.dropFirst(host.count + 2)
    } else {
      host = text.prefix { $0 != ":" }
      guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy(isHostByte) else { return false }
      rest = text.dropFirst(host.count)
    }
    if rest.isEmpty { return true }
    let port = rest.dropFirst()
    guard rest.hasPrefix(":"), !port.isEmpty, port.utf8.count <= 5, port.utf8.allSatisfy({ isDigit($0) }),
      let number = Int(port)
    else { return false }
    return (1...65_535).contains(number)
  }

  /// Visible ASCII and inner spaces.
  static func isValue(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 256 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
      && !text.hasPrefix(" ") && !text.hasSuffix(" ")
  }

  /// A key: visible ASCII without a space, so that a stray line break of a file cannot become a header.
  static func isKey(_ bytes: [UInt8]) -> Bool {
    !bytes.isEmpty && bytes.count <= 8192 && bytes.allSatisfy { (0x21...0x7E).contains($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
  }
}
