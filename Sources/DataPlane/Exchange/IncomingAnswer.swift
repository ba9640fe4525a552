// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import NIOCore
import Provenance
import Upstream
import Wire

/// The backend's answer as far as it has come, in one of three forms: a stream that is relayed, a plain answer that is
/// held whole until it is metered, or the body of a refusal. Each is bounded.
struct IncomingAnswer {
  private enum Form {
    case pending, stream, plain, refusal
  }

  private var form = Form.pending
  /// Only of a stream. A property of its own and not a payload of `form`, so that it is changed where it lies.
  private var relay: ChatStreamRelay?
  /// Only of the two other forms.
  private var body = ByteBuffer()
  private var plain: PlainAnswer?
  private let facts: RequestFacts
  private let limits: LimitSettings
  private var status = 0
  /// Nil when nothing is published.
  private var commitments: CallCommitments?
  private var plainText: AnswerText?
  /// Bytes of the body that came.
  private(set) var bodyBytes: Int64 = 0

  init(facts: RequestFacts, limits: LimitSettings, commitments: CallCommitments?) {
    self.facts = facts
    self.commitments = commitments
    self.limits = limits
  }

  var usage: UsageReport? { relay?.usage ?? plain?.usage }
  var returnedModel: String? { relay?.returnedModel ?? plain?.model }
  /// Bytes of text in the answer, for an estimate where nothing was reported.
  var contentBytes: Int64 { relay?.contentBytes ?? plain?.contentBytes ?? 0 }
  /// True when the figures come from the answer's end and not from its middle.
  var hasEnded: Bool { relay?.isUsageFinal ?? (plain != nil) }

  var isSuccess: Bool { status == 200 }

  /// What of a refusal's body is read; the rest is thrown away.
  private static let refusalLimit = 64 << 10

  mutating func begin(_ head: UpstreamHead) {
    status = head.status
    if !isSuccess {
      form = .refusal
    } else if facts.isStream {
      form = .stream
      relay = ChatStreamRelay(
        keepsUsage: facts.asksForUsage, choices: facts.choices, maximumEvent: limits.answerEvent,
        keepsText: commitments != nil)
    } else {
      form = .plain
    }
  }

  /// - Returns: why the answer cannot go on; nil when all is well.
  mutating func take(_ bytes: ByteBuffer) -> GatewayError? {
    bodyBytes += Int64(bytes.readableBytes)
    switch form {
    case .pending:
      return nil
    case .stream:
      do throws(StreamFault) {
        defer { commitToText() }
        try relay?.feed(bytes.readableBytesUInt8Span)
        return nil
      } catch {
        return error.gatewayError
      }
    case .plain:
      guard body.readableBytes + bytes.readableBytes <= limits.answerBody else {
        return GatewayError(.upstreamError, "The answer is larger than \(limits.answerBody) bytes, the limit here.")
      }
      Self.append(bytes, to: &body)
      return nil
    case .refusal:
      if body.readableBytes < Self.refusalLimit { Self.append(bytes, to: &body) }
      return nil
    }
  }

  private mutating func commitToText() {
    relay?.handText(to: { commitments?.take(&$0) })
  }

  /// To what the caller was or would have been sent; nil where nothing is published, and where there is no text or more
  /// than one answer. To be asked once, at the end.
  mutating func outputCommitment() -> TextCommitment? {
    switch form {
    case .stream: return relay.flatMap { commitments?.finish($0.text) }
    case .plain:
      return plainText.flatMap { commitments?.finish($0) }
    case .pending, .refusal: return nil
    }
  }

  var inputCommitment: TextCommitment? { commitments?.input }
  var salts: [UInt8]? { commitments?.salts }

  private static func append(_ bytes: ByteBuffer, to body: inout ByteBuffer) {
    if body.readableBytes == 0 { body = bytes } else { body.writeImmutableBuffer(bytes) }
  }

  /// The backend said no; what it did is known.
  var isRefusal: Bool { form == .refusal }

  var hasSomethingToForward: Bool { relay?.hasSomethingToForward ?? false }

  /// Hands out what may go to the client now, once.
  mutating func takeForward() -> [UInt8] { relay?.takeForward() ?? [] }

  /// Takes back what `takeForward` gave, for its room.
  mutating func reuse(_ taken: consuming [UInt8]) { relay?.reuse(taken) }

  /// The body has come to its end by the rules of HTTP.
  ///
  /// - Returns: why it is not a good answer; nil when it is.
  mutating func finish(retryAfter: Int?, tape: inout JSONTape) -> GatewayError? {
    switch form {
    case .pending:
      return GatewayError(.upstreamError, "The backend gave no answer.")
    case .stream:
      do throws(StreamFault) {
        defer { commitToText() }
        try relay?.end()
        return nil
      } catch {
        return error.gatewayError
      }
    case .plain:
      return finishPlain(&tape)
    case .refusal:
      return refusal(retryAfter: retryAfter)
    }
  }

  private mutating func finishPlain(_ tape: inout JSONTape) -> GatewayError? {
    do throws(JSONFault) {
      try tape.scan(body.readableBytesUInt8Span, maximumDepth: JSONTape.defaultDepth)
    } catch {
      return GatewayError(.upstreamError, "The backend's answer is not valid JSON.", detail: error.message)
    }
    let plain = PlainAnswer.read(tape, body.readableBytesUInt8Span, operation: facts.operation)
    self.plain = plain
    if plain.looksLikeError {
      return UpstreamErrors.read(status: 502, body: body.readableBytesUInt8Span, retryAfter: nil)
    }
    guard plain.hasExpectedShape, plain.isFinished else {
      return GatewayError(.upstreamError, "The backend's answer is incomplete or has another form than the route's.")
    }
    if commitments != nil, facts.operation == .chat {
      plainText = AnswerText.read(tape, body.readableBytesUInt8Span, choices: facts.choices)
    }
    guard facts.wantsBase64 else { return nil }
    do throws(GatewayError) {
      if let converted = try EmbeddingsAnswer.base64(body.readableBytesUInt8Span, tape) {
        body = ByteBuffer(bytes: converted)
      }
      return nil
    } catch {
      return error
    }
  }

  /// The connection to the backend broke. If the backend had refused already, its refusal says more.
  func explain(_ failure: TransferFailure) -> GatewayError {
    guard isRefusal else { return failure.gatewayError }
    return refusal(retryAfter: nil)
  }

  private func refusal(retryAfter: Int?) -> GatewayError {
    var error = UpstreamErrors.read(status: status, body: body.readableBytesUInt8Span, retryAfter: retryAfter)
    error.param = facts.asSent(error.param)
    return error
  }

  mutating func takeEnding() -> [UInt8] { relay?.takeEnding() ?? [] }

  var plainBody: ByteBufferView { body.readableBytesView }
}
