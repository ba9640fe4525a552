// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Turns a backend's refusal into ours.
///
/// Only what a backend says about the caller's own request reaches the caller. The words of its 400 may quote the
/// prompt: they stand in `message`, for the caller alone, and `detail`, which is for the log, never holds them.
package enum UpstreamErrors {
  /// Seconds to wait where a busy backend does not say.
  private static let defaultRetry = 5

  /// - Parameters:
  ///   - status: anything but 2xx.
  ///   - body: as far as it was read; may be HTML, text or nothing.
  ///   - retryAfter: whole seconds, when the backend sent them.
  package static func read(status: Int, body: Span<UInt8>, retryAfter: Int?) -> GatewayError {
    let words = UpstreamWords.read(body)
    let detail = "upstream \(status)"
    switch status {
    case 400, 413, 422:
      return GatewayError(
        words.isAboutContext ? .contextLengthExceeded : .invalidRequest,
        words.message ?? "The backend refused the request without saying why.", param: words.param, detail: detail)
    case 401, 403:
      return GatewayError(
        .upstreamRejected, "The backend did not accept the gateway's own credentials; tell its operators.",
        detail: detail)
    case 404, 405:
      return GatewayError(.upstreamError, "The backend does not know this model or route.", detail: detail)
    case 408, 504:
      return GatewayError(.upstreamTimeout, "The backend did not answer in time.", detail: detail)
    case 429:
      let isSpent = words.isAboutQuota
      return GatewayError(
        .backendUnavailable,
        isSpent ? "The gateway's own quota at the backend is used up." : "The backend is busy; try again later.",
        retryAfter: isSpent ? nil : wait(retryAfter), shouldRetry: isSpent ? false : nil, detail: detail)
    case 503, 529:
      return GatewayError(
        .backendUnavailable, "The backend is not ready; try again later.", retryAfter: wait(retryAfter),
        detail: detail)
    default:
      return GatewayError(.upstreamError, "The backend failed.", detail: detail)
    }
  }

  private static func wait(_ seconds: Int?) -> Int {
    guard let seconds, seconds > 0 else { return defaultRetry }
    return seconds
  }
}

/// What a backend's error body says, whichever of the known shapes it has:
///
/// - `{"error":{"message","type","param","code"}}`: OpenAI, Azure, vLLM, llama.cpp, KServe; wrapped in an array at
///   Gemini
/// - `{"error":"text"}`: Ollama, TEI, KServe
/// - `{"object":"error","message",…}` and `{"message","code","type"}`: Mistral (where the message may be an object),
///   older vLLM, TEI
/// - `{"detail":"text"}` and `{"detail":[{"loc","msg"}]}`: FastAPI
/// - `{"httpCode","httpReason"}`: Wikimedia's REST gateway in front of Lift Wing
struct UpstreamWords {
  private(set) var message: String?
  private(set) var param: String?
  private var code: String?
  private var type: String?

  /// Bytes of a backend's message that are passed on.
  private static let maximumMessage = 1000
  private static let maximumName = 200

  static func read(_ body: Span<UInt8>) -> UpstreamWords {
    var tape = JSONTape()
    var words = UpstreamWords()
    guard (try? tape.scan(body)) != nil else { return words }
    words.read(tape.root, tape, body)
    return words
  }

  var isAboutContext: Bool {
    if code == "context_length_exceeded" || type == "exceed_context_size_error" { return true }
    guard let message = message?.lowercased() else { return false }
    return message.contains("maximum context length") || message.contains("available context size")
      || message.contains("prompt is too long")
  }

  /// Money, not rate: waiting does not help.
  var isAboutQuota: Bool {
    let names = ["insufficient_quota", "billing_hard_limit_reached", "enforced_spend_limit_reached"]
    return names.contains { $0 == code || $0 == type }
  }

  private mutating func read(_ root: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>) {
    var root = root
    if tape.kind(root) == .array {
      var elements = tape.elements(root)
      guard let first = elements.next() else { return }
      root = first
    }
    var object = root
    if let error = tape.present("error", of: root, in: bytes) {
      if let text = tape.string(error, in: bytes) {
        message = Self.clean(text, upTo: Self.maximumMessage)
        type = name("error_type", of: root, tape, bytes)
        return
      }
      object = error
    }
    code = name("code", of: object, tape, bytes)
    type = name("type", of: object, tape, bytes)
    param = name("param", of: object, tape, bytes)
    for key in ["message", "detail", "httpReason"] as [StaticString] {
      guard let node = tape.present(key, of: object, in: bytes) else { continue }
      readMessage(node, tape, bytes)
      if message != nil { return }
    }
  }

  /// A message that is a string, an object that holds one, or FastAPI's list of faults, of which the first counts.
  private mutating func readMessage(_ node: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>) {
    var node = node
    if let inner = tape.present("detail", of: node, in: bytes) ?? tape.present("message", of: node, in: bytes) {
      node = inner
    }
    if tape.kind(node) == .array {
      var faults = tape.elements(node)
      guard let fault = faults.next() else { return }
      if let place = tape.member("loc", of: fault, in: bytes) {
        // The first word says which part of the HTTP request; the member is behind it.
        let names = tape.elements(place).compactMap { tape.string($0, in: bytes) }
        param = Self.clean((names.first == "body" ? names.dropFirst() : names[...]).joined(separator: "."), upTo: 200)
      }
      guard let text = tape.present("msg", of: fault, in: bytes) else { return }
      node = text
    }
    if let text = tape.string(node, in: bytes) { message = Self.clean(text, upTo: Self.maximumMessage) }
  }

  /// A short string, or a number as a string (llama.cpp and vLLM send the status as `code`).
  private func name(
    _ key: StaticString, of object: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) -> String? {
    guard let node = tape.present(key, of: object, in: bytes) else { return nil }
    if let number = tape.integer(node, in: bytes) { return String(number) }
    return tape.string(node, in: bytes).flatMap { Self.clean($0, upTo: Self.maximumName) }
  }

  /// Takes control characters out and cuts at a character. Nil when nothing is left or when it is a web page.
  private static func clean(_ text: String, upTo limit: Int) -> String? {
    var clean = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if scalar.properties.generalCategory == .control { continue }
      count += String(scalar).utf8.count
      if count > limit { break }
      clean.unicodeScalars.append(scalar)
    }
    let start = clean.lowercased()
    if ["<!doctype", "<html", "<head", "<body"].contains(where: { start.contains($0) }) { return nil }
    return clean.isEmpty ? nil : clean
  }
}
