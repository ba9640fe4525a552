// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension ListenSettings {
  /// Reads `listen:`.
  /// - `data`: address, default `127.0.0.1:8080`
  /// - `console`: address, default `127.0.0.1:8081`
  /// - `tls.certificate`, `tls.key`: PEM files, both or none
  /// - `threads`: 0...64, default 0: one for each core, at most 8
  /// - `connections`: 1...1000000, default 4096
  /// - `cors_origins`: list, not yet in force
  init(_ map: YAMLMap, _ installation: Installation) {
    self.init()
    data = map.optional("data", .address)?.resolved(installation) ?? data
    console = map.optional("console", .address)?.resolved(installation) ?? console
    tls = map.map("tls") { TLSFiles($0, installation) } ?? nil
    threads = map.value("threads", .int(in: 0...64), default: threads)
    connections = map.value("connections", .int(in: 1...1_000_000), default: connections)
    _ = map.list("cors_origins", of: .text)
    if map.has("cors_origins") {
      map.warn(
        "`cors_origins` is read but not yet in force: browsers of other sites are not let in", at: "cors_origins")
    }
    if data == console, data.isFixed {
      map.error("`data` and `console` must be two different addresses", at: "console")
    }
  }
}

extension ListenSettings.TLSFiles {
  /// Nil, and reported, unless both files are named.
  init?(_ map: YAMLMap, _ installation: Installation) {
    let certificate = map.required("certificate", .text)
    let key = map.required("key", .text)
    guard let certificate, let key else { return nil }
    self.init(certificate: installation.resolve(certificate), key: installation.resolve(key))
  }
}

extension ListenAddress {
  func resolved(_ installation: Installation) -> ListenAddress {
    if case .unix(let path) = self { .unix(path: installation.resolve(path)) } else { self }
  }

  /// False for port 0, where each listener is given a port of its own.
  var isFixed: Bool {
    if case .tcp(_, 0) = self { false } else { true }
  }

  /// `host:port`, `[v6]:port` or `unix:path`.
  init?(_ text: String) {
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst(5))
      guard !path.isEmpty, !path.contains("\0") else { return nil }
      self = .unix(path: path)
      return
    }
    guard let colon = text.lastIndex(of: ":"), let port = Int(digits: text[text.index(after: colon)...]), port <= 65_535
    else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
      guard host.contains(":") else { return nil }
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, host.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") }) else {
      return nil
    }
    self = .tcp(host: String(host), port: port)
  }
}

extension YAMLForm where Value == ListenAddress {
  static var address: YAMLForm {
    YAMLForm(
      expected: "an address such as 127.0.0.1:8080, [::1]:8080 or unix:/run/toolgate/data.sock (port 0 to 65535)",
      isText: true
    ) { ListenAddress($0) }
  }
}
