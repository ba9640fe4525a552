// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What a request line asks for.
package enum Route: Equatable {
  case call(Operation)
  case models
  case model(String)
  case provenance(String)
  case receipt(String)
  case usage(period: String?)
  case quotas
  case health
  case readiness
  /// The path exists, the method does not; the value is the `Allow` header.
  case wrongMethod(allowed: String)
  case unknown

  /// Reads a request target in origin form. A model's id may hold `/` and `:`, raw or percent-encoded.
  package init(method: String, target: String) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0]
    let route: (route: Route, method: String)? =
      switch path {
      case "/v1/chat/completions": (.call(.chat), "POST")
      case "/v1/embeddings": (.call(.embeddings), "POST")
      case "/v1/models": (.models, "GET")
      case "/v1/usage": (.usage(period: parts.count > 1 ? Self.query(parts[1], "period") : nil), "GET")
      case "/v1/quotas": (.quotas, "GET")
      case "/healthz", "/v1/healthz": (.health, "GET")
      case "/readyz", "/v1/readyz": (.readiness, "GET")
      default:
        if path.hasPrefix("/v1/models/"), let id = Self.decoded(path.dropFirst("/v1/models/".count)), !id.isEmpty {
          (.model(id), "GET")
        } else if path.hasPrefix("/v1/provenance/"), let id = Self.decoded(path.dropFirst("/v1/provenance/".count)),
          !id.isEmpty
        {
          (id.hasSuffix("/receipt") ? .receipt(String(id.dropLast("/receipt".count))) : .provenance(id), "GET")
        } else {
          nil
        }
      }
    guard let route else {
      self = .unknown
      return
    }
    // HEAD asks for what GET would say, without the body (RFC 9110, section 9.3.2).
    let isAllowed = route.method == method || (method == "HEAD" && route.method == "GET")
    self = isAllowed ? route.route : .wrongMethod(allowed: route.method == "GET" ? "GET, HEAD" : route.method)
  }

  private static func query(_ text: Substring, _ name: String) -> String? {
    for pair in text.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      // An escape that is broken stays as it is, so that whoever reads the value refuses it.
      if halves.count == 2, halves[0] == name { return decoded(halves[1]) ?? String(halves[1]) }
    }
    return nil
  }

  /// Percent-decoding (RFC 3986, section 2.1); nil when an escape is broken or the result is not UTF-8.
  static func decoded(_ text: Substring) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
