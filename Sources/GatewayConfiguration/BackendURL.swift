// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

/// Where a backend is: `http://…`, `https://…` or `unix:/path`, with the path before `/chat/completions`.
struct BackendURL {
  enum Scheme { case http, https, unix }

  let scheme: Scheme
  /// Without a slash at the end.
  let text: String
  /// Lower case; empty for a Unix socket.
  let host: String

  /// True where nothing leaves the machine.
  var isLoopback: Bool { scheme == .unix || host == "localhost" || host == "[::1]" || host.hasPrefix("127.") }

  /// Nil for anything but a plain address: no user or password, no query, no fragment, nothing outside visible ASCII.
  init?(_ text: String) {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains(where: { "?#@\\\"<>^`{|}".contains($0) })
    else { return nil }
    var trimmed = Substring(text)
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.text = String(trimmed)
    if trimmed.hasPrefix("unix:/") {
      (scheme, host) = (.unix, "")
      return
    }
    guard let end = trimmed.firstRange(of: "://") else { return nil }
    switch trimmed[..<end.lowerBound] {
    case "http": scheme = .http
    case "https": scheme = .https
    default: return nil
    }
    let authority = trimmed[end.upperBound...].prefix { $0 != "/" }
    guard let host = Self.host(of: authority) else { return nil }
    self.host = host
    // The route is added by the gateway; with it in the address every call would go to a place that is not there.
    guard !trimmed.hasSuffix("/chat/completions"), !trimmed.hasSuffix("/embeddings") else { return nil }
  }

  private static func host(of authority: Substring) -> String? {
    var host = authority
    let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
    if let colon = authority[afterBracket...].firstIndex(of: ":") {
      guard let port = Int(digits: authority[authority.index(after: colon)...]), (1...65_535).contains(port) else {
        return nil
      }
      host = authority[..<colon]
    }
    if host.hasPrefix("[") {
      let isAddress =
        host.hasSuffix("]") && host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
      guard isAddress, host.contains(":") else { return nil }
    } else {
      guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_" }) else {
        return nil
      }
    }
    return host.lowercased()
  }
}

extension YAMLForm where Value == BackendURL {
  /// A wrong one is not shown: it may hold a password.
  static var backendURL: YAMLForm {
    YAMLForm(
      expected: "http://HOST:PORT/PATH, https://… or unix:/PATH, without user, query and /chat/completions",
      isText: true, isShown: false
    ) { BackendURL($0) }
  }
}

extension YAMLForm where Value == String {
  /// A proxy's address; a wrong one is not shown, for the same reason.
  static var proxy: YAMLForm {
    YAMLForm(expected: "http://HOST:PORT or https://HOST:PORT", isText: true, isShown: false) { text in
      guard let url = BackendURL(text), url.scheme != .unix else { return nil }
      return url.text
    }
  }

  /// What may stand in a header or a query: visible ASCII and single spaces.
  static var headerText: YAMLForm {
    YAMLForm(expected: "text of visible ASCII characters", isText: true) { text in
      let isVisible = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
      return isVisible && !text.isEmpty && text.utf8.count <= 256 ? text : nil
    }
  }
}
