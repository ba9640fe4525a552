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

  /// True where the address itself says that it is ours: of this machine, of a network that is not the Internet, or a name
  /// that Wikimedia or the installation gives. Where it can be read in two ways it is not.
  var isOurs: Bool {
    if scheme == .unix { return true }
    if host.hasPrefix("[") { return Self.isOurs(ipv6: host.dropFirst().dropLast()) }
    let name = host.hasSuffix(".") ? host.dropLast() : host[...]
    guard let last = name.split(separator: ".").last else { return false }
    // Only an address ends in a number; curl takes `0x7f000001` and `2130706433` for addresses too.
    if last.allSatisfy(\.isNumber) || last.hasPrefix("0x") { return Self.isOurs(ipv4: name) }
    return !name.contains(".") || Self.ownEndings.contains { name.hasSuffix($0) }
  }

  /// `.svc.cluster.local`, the names within Kubernetes, ends in `.local` too.
  private static let ownEndings = [
    ".internal", ".local", ".localhost", ".wikimedia.cloud", ".wmcloud.org", ".wmnet",
  ]

  /// Loopback, private or link-local.
  private static func isOurs(ipv4 text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    // A leading zero makes a part octal.
    let bytes = parts.compactMap { $0 == "0" || $0.first != "0" ? UInt8($0) : nil }
    guard parts.count == 4, bytes.count == 4 else { return false }
    return switch (bytes[0], bytes[1]) {
    case (127, _), (10, _), (172, 16...31), (192, 168), (169, 254): true
    default: false
    }
  }

  /// Loopback, unique local or link-local, or an IPv4 address of this kind that is mapped.
  private static func isOurs(ipv6 text: Substring) -> Bool {
    if text.hasPrefix("::ffff:"), text.contains(".") { return isOurs(ipv4: text.dropFirst(7)) }
    let groups = text.split(separator: ":").map { UInt16($0, radix: 16) ?? .max }
    if groups.last == 1, text.last != ":", groups.dropLast().allSatisfy({ $0 == 0 }) { return true }
    guard let first = groups.first, text.first != ":" else { return false }
    return first & 0xFE00 == 0xFC00 || first & 0xFFC0 == 0xFE80
  }

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
