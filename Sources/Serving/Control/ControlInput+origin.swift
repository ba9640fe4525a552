// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// The pages that a token is for.
extension ControlInput {
  /// A web origin as browsers write it: scheme, host, and the port unless it is the usual one
  /// (<https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>). It is compared byte for
  /// byte, so that with any other spelling every page would be refused.
  ///
  /// - Throws: for `*` and `null`, which are no place, and for `http` beyond this machine: whoever is on the way could put
  ///   a page of their own there.
  package static func origin(_ text: String) throws(InstallationProblem) -> String {
    func refused(_ advice: String) -> InstallationProblem {
      InstallationProblem(.badInput, "--origin \(shown(text)): \(advice)")
    }
    let form = "write it as browsers send it, such as https://example.toolforge.org: no * and no path"
    guard let separator = text.firstRange(of: "://") else { throw refused(form) }
    let isSecure: Bool
    switch text[..<separator.lowerBound] {
    case "https": isSecure = true
    case "http": isSecure = false
    default: throw refused(form)
    }
    guard let (host, port) = authority(text[separator.upperBound...]) else { throw refused(form) }
    if let port {
      guard let number = UInt16(port), number > 0, String(number) == port else { throw refused(form) }
      guard number != (isSecure ? 443 : 80) else {
        throw refused("browsers leave the port \(number) out, so leave it out too")
      }
    }
    guard isSecure || isThisMachine(host) else {
      throw refused("http is for pages of this machine alone (localhost, 127.0.0.1, [::1]); all others need https")
    }
    return text
  }

  /// Host and port; nil for what stands in no origin.
  private static func authority(_ text: Substring) -> (host: Substring, port: Substring?)? {
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      let address = text[..<end].dropFirst().utf8
      let isAddress = address.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) || $0 == UInt8(ascii: ":") }
      guard !address.isEmpty, isAddress else { return nil }
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      return (text[...end], rest.isEmpty ? nil : rest.dropFirst())
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let labels = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard labels.allSatisfy(isLabel) else { return nil }
    return (parts[0], parts.count == 2 ? parts[1] : nil)
  }

  private static func isLabel(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        isDigit($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isThisMachine(_ host: Substring) -> Bool {
    if host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return host.hasPrefix("127.") && parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }
}
