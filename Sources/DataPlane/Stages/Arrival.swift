// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import NIOHTTP1

/// The first stage: the head of a request, read and bounded, before its body is taken in.
///
/// What the head alone can refuse is refused here, so that nobody can make the gateway read ten megabytes first.
struct Arrival {
  let requestID: RequestID
  let at: Instant
  let operation: Operation
  /// The token as it was presented.
  let token: String
  /// The page that a browser sends from; neither kept nor logged.
  let origin: String?
  let purpose: Purpose?
  /// `x-toolgate-class: batch`: nobody waits for the answer, so it may wait behind those that somebody waits for.
  let isBatch: Bool
  let targetWiki: WikiName?
  /// 0 is article text; nil when the tool did not say.
  let targetNamespace: Int?
  let sources: [SourceRevision]
  /// The caller's own name of the call, for its log search; nil unless it is plain and short.
  let clientRequestID: String?

  static func read(
    _ head: HTTPRequestHead, operation: Operation, requestID: RequestID, at now: Instant
  ) throws(GatewayError) -> Arrival {
    try Self.requireUserAgent(head.headers)
    return Arrival(
      requestID: requestID, at: now, operation: operation, token: try Self.token(head.headers),
      origin: head.headers.first(name: "origin"),
      purpose: try Self.purpose(head.headers), isBatch: try Self.isBatch(head.headers),
      targetWiki: try Self.targetWiki(head.headers), targetNamespace: try Self.targetNamespace(head.headers),
      sources: try Self.sources(head.headers), clientRequestID: Self.clientRequestID(head.headers))
  }

  /// Wikimedia's User-Agent policy (<https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy>):
  /// a caller says who it is. Browsers cannot set `User-Agent` and send `Api-User-Agent`.
  static func requireUserAgent(_ headers: HTTPHeaders) throws(GatewayError) {
    let agent = headers.first(name: "user-agent") ?? headers.first(name: "api-user-agent")
    guard agent?.isEmpty == false else {
      throw GatewayError(
        .missingUserAgent,
        "Send a User-Agent (or Api-User-Agent) header that names your tool and a contact: tool/1.0 (contact) library/2.0"
      )
    }
  }

  /// The token from `Authorization: Bearer` (RFC 6750) or `x-api-key`; the first wins where both stand.
  static func token(_ headers: HTTPHeaders) throws(GatewayError) -> String {
    if let authorization = headers.first(name: "authorization") {
      let scheme = authorization.prefix(7)
      if scheme.count == 7, scheme.lowercased() == "bearer " {
        return String(authorization.dropFirst(7).drop { $0 == " " })
      }
    }
    if let key = headers.first(name: "x-api-key") { return key }
    throw GatewayError(
      .missingAPIKey, "Send your project's token as `Authorization: Bearer tg_…` or `x-api-key: tg_…`.")
  }

  /// What rules ask about stands there once: whichever of two counted, somebody would have meant the other.
  private static func only(_ name: String, in headers: HTTPHeaders) throws(GatewayError) -> String? {
    guard let text = headers.first(name: name) else { return nil }
    guard headers[name].count == 1 else {
      throw GatewayError(.invalidRequest, "\(name) stands there more than once; send it once.", param: name)
    }
    return text
  }

  private static func purpose(_ headers: HTTPHeaders) throws(GatewayError) -> Purpose? {
    guard let text = try only("x-toolgate-purpose", in: headers) else { return nil }
    guard let purpose = Purpose(rawValue: text) else {
      throw GatewayError(
        .invalidRequest,
        "x-toolgate-purpose must be one of \(Purpose.allCases.map(\.rawValue).joined(separator: ", ")).",
        param: "x-toolgate-purpose")
    }
    return purpose
  }

  private static func isBatch(_ headers: HTTPHeaders) throws(GatewayError) -> Bool {
    switch try only("x-toolgate-class", in: headers) {
    case nil, "interactive": return false
    case "batch": return true
    default:
      throw GatewayError(
        .invalidRequest, "x-toolgate-class must be interactive or batch.", param: "x-toolgate-class")
    }
  }

  private static func targetWiki(_ headers: HTTPHeaders) throws(GatewayError) -> WikiName? {
    guard let text = try only("x-toolgate-target-wiki", in: headers) else { return nil }
    guard let wiki = WikiName(ofTool: text) else {
      throw GatewayError(
        .invalidRequest, "x-toolgate-target-wiki must be a wiki's database name such as enwiki or commonswiki.",
        param: "x-toolgate-target-wiki")
    }
    return wiki
  }

  private static func targetNamespace(_ headers: HTTPHeaders) throws(GatewayError) -> Int? {
    guard let text = try only("x-toolgate-target-namespace", in: headers) else { return nil }
    guard text.utf8.count <= 5, let number = Int(text), (-2...32_767).contains(number) else {
      throw GatewayError(
        .invalidRequest, "x-toolgate-target-namespace must be the number of a namespace, such as 0 for articles.",
        param: "x-toolgate-target-namespace")
    }
    return number
  }

  private static func sources(_ headers: HTTPHeaders) throws(GatewayError) -> [SourceRevision] {
    let values = headers["x-toolgate-source"]
    guard !values.isEmpty else { return [] }
    guard values.count <= SourceRevision.mostPerCall else {
      throw GatewayError(
        .invalidRequest, "At most \(SourceRevision.mostPerCall) x-toolgate-source headers are kept for one call.",
        param: "x-toolgate-source")
    }
    var sources: [SourceRevision] = []
    for value in values {
      guard let source = SourceRevision(value) else {
        throw GatewayError(
          .invalidRequest,
          "x-toolgate-source must be wiki:Page@revision, such as enwiki:Tea@1234567, one header for each page.",
          param: "x-toolgate-source")
      }
      sources.append(source)
    }
    return sources
  }

  private static func clientRequestID(_ headers: HTTPHeaders) -> String? {
    guard let text = headers.first(name: "x-request-id"), (1...64).contains(text.utf8.count) else { return nil }
    let isPlain = text.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    return isPlain ? text : nil
  }
}
