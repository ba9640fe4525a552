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
        if path.hasPrefix("/v1/models/"), let id = PercentEncoding.decoded(path.dropFirst("/v1/models/".count)),
          !id.isEmpty
        {
          (.model(id), "GET")
        } else if path.hasPrefix("/v1/provenance/"),
          let id = PercentEncoding.decoded(path.dropFirst("/v1/provenance/".count)),
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
      if halves.count == 2, halves[0] == name { return PercentEncoding.decoded(halves[1]) ?? String(halves[1]) }
    }
    return nil
  }
}
