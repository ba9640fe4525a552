// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Where a backend is, read from `url` of its configuration.
///
/// Three forms: `http://HOST[:PORT][/PATH]`, `https://HOST[:PORT][/PATH]`, and `unix:/SOCKET[:/PATH]`, as in
/// `unix:/run/llama.sock:/v1`. There is no user, no query and no fragment. A slash at the end is dropped.
package struct BackendAddress: Hashable, Sendable {
  /// Scheme, host and port. A Unix socket is asked as `http://localhost`.
  package let origin: String
  /// The path that stands before the operation's own; empty or with a slash in front and none at its end.
  package let path: String
  package let socketPath: String?

  package var isTLS: Bool { origin.hasPrefix("https://") }

  package struct Fault: Error, Hashable, Sendable {
    package let text: String
  }

  package static func read(_ text: String) -> Result<BackendAddress, Fault> {
    do throws(Fault) {
      return .success(try parse(text))
    } catch {
      return .failure(error)
    }
  }

  private static func parse(_ text: String) throws(Fault) -> BackendAddress {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
      throw Fault(text: "holds a space, a backslash or a character outside ASCII; write it percent-encoded")
    }
    guard !text.contains("?"), !text.contains("#") else {
      throw Fault(text: "must not have a query or a fragment")
    }
    if text.hasPrefix("unix:") { return try parseSocket(text.dropFirst(5)) }
    for scheme in ["http://", "https://"] where text.lowercased().hasPrefix(scheme) {
      let rest = text.dropFirst(scheme.count)
      let authority = rest.prefix { $0 != "/" }
      guard !authority.contains("@") else {
        throw Fault(text: "must not hold a user or a password; a key goes into api_key")
      }
      guard HeaderText.isHost(String(authority)) else {
        throw Fault(text: "needs a host and at most a port, as in \(scheme)127.0.0.1:8090/v1")
      }
      return BackendAddress(
        origin: scheme + authority, path: try path(String(rest.dropFirst(authority.count))), socketPath: nil)
    }
    throw Fault(text: "must begin with http://, https:// or unix:/")
  }

  private static func parseSocket(_ rest: Substring) throws(Fault) -> BackendAddress {
    let socket = rest.prefix { $0 != ":" }
    let suffix = rest.dropFirst(socket.count).dropFirst()
    // sockaddr_un holds 108 bytes with the zero at the end (unix(7)).
    guard socket.hasPrefix("/"), socket.utf8.count > 1, socket.utf8.count < 108 else {
      throw Fault(text: "needs the absolute path of a socket of at most 107 bytes, as in unix:/run/llama.sock:/v1")
    }
    guard rest.count == socket.count || suffix.hasPrefix("/") else {
      throw Fault(text: "what follows the socket must be a path, as in unix:/run/llama.sock:/v1")
    }
    return BackendAddress(origin: "http://localhost", path: try path(String(suffix)), socketPath: String(socket))
  }

  private static func path(_ text: String) throws(Fault) -> String {
    guard !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
      throw Fault(text: "must not have . or .. as a part of its path")
    }
    var path = Substring(text)
    while path.last == "/" { path.removeLast() }
    return String(path)
  }

  /// What is wrong with a proxy's URL; nil when nothing is.
  static func proxyFault(_ text: String) -> String? {
    let schemes = ["http://", "https://", "socks5://", "socks5h://"]
    guard let scheme = schemes.first(where: { text.hasPrefix($0) }) else {
      return "must begin with one of \(schemes.joined(separator: ", "))"
    }
    let authority = text.dropFirst(scheme.count)
    if authority.contains("@") { return "must not hold a user or a password" }
    return HeaderText.isHost(String(authority)) ? nil : "needs a host and a port and nothing behind them"
  }
}
