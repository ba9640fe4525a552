// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What a request asks for, as far as the gateway has to know. Everything else passes through unread.
package struct RequestFacts: Hashable, Sendable {
  package let operation: Operation
  /// As the caller wrote it, unescaped; never empty.
  package let model: String
  package var isStream = false
  /// `stream_options.include_usage` is true: the client wants to see the usage of a stream.
  package var asksForUsage = false
  /// Output tokens of one choice, at least 1; nil when the caller set no cap, and always for embeddings.
  package var outputCap: Int64?
  /// Under which name the caller set it; the newer one where both were there.
  package var capField: BackendSettings.OutputCapField?
  /// Answers to one prompt: `n`, 1...128. The most that a call may put out is the cap times this.
  package var choices = 1
  /// Images; their tokens are not bounded by the bytes.
  package var imageParts = 0
  /// Audio clips and files.
  package var otherMediaParts = 0
  /// What the call is priced as: `service_tier`.
  package var tier = ServiceTier.standard
  /// `encoding_format` is `base64` (embeddings).
  package var wantsBase64 = false

  /// Reads and checks the body of a request.
  ///
  /// - Parameter tape: of exactly these bytes.
  /// - Throws: 400 `invalid_request` or `unsupported_parameter`, with the member at fault in `param`. The message holds
  ///   no text of the request.
  package static func read(
    _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, operation: Operation
  ) throws(GatewayError) -> RequestFacts {
    let root = tape.root
    guard tape.kind(root) == .object else { throw GatewayError(.invalidRequest, "The body must be a JSON object.") }
    guard let node = tape.present("model", of: root, in: bytes) else {
      throw .invalid("model", "is required: the id of a model, as in GET /v1/models")
    }
    guard let model = tape.string(node, in: bytes), !model.isEmpty else {
      throw .invalid("model", "must be a string that is not empty")
    }
    var facts = RequestFacts(operation: operation, model: model)
    facts.tier = try ServiceTier.requested(tape, bytes)
    switch operation {
    case .chat: try ChatRequest.read(tape, bytes, into: &facts)
    case .embeddings: try EmbeddingsRequest.read(tape, bytes, into: &facts)
    }
    return facts
  }

  /// The caller's own word for a member that a backend complains of: the cap on output has two names, and the backend is
  /// sent the one that it knows.
  package func asSent(_ param: String?) -> String? {
    guard let capField, let param, BackendSettings.OutputCapField(rawValue: param) != nil else { return param }
    return capField.rawValue
  }

  private init(operation: Operation, model: String) {
    (self.operation, self.model) = (operation, model)
  }
}

extension GatewayError {
  /// A member that has not the form the route takes.
  static func invalid(_ param: String, _ fault: String) -> GatewayError {
    GatewayError(.invalidRequest, "`\(param)` \(fault).", param: param)
  }

  static func unsupported(_ param: String, _ reason: String) -> GatewayError {
    GatewayError(.unsupportedParameter, "`\(param)` \(reason).", param: param)
  }
}

extension JSONTape {
  /// A boolean member; false when it is null or absent.
  func flag(
    _ name: StaticString, of node: Node, in bytes: Span<UInt8>, _ param: String
  ) throws(GatewayError) -> Bool {
    guard let value = present(name, of: node, in: bytes) else { return false }
    switch kind(value) {
    case .true: return true
    case .false: return false
    default: throw .invalid(param, "must be true or false")
    }
  }

  /// A whole number of the root object within a range; nil when it is null or absent.
  func integer(
    _ name: StaticString, in range: ClosedRange<Int64>, _ bytes: Span<UInt8>
  ) throws(GatewayError) -> Int64? {
    guard let value = present(name, of: root, in: bytes) else { return nil }
    guard let number = integer(value, in: bytes), range.contains(number) else {
      let upper = range.upperBound == .max ? "" : " to \(range.upperBound)"
      throw .invalid("\(name)", "must be a whole number from \(range.lowerBound)\(upper)")
    }
    return number
  }
}
