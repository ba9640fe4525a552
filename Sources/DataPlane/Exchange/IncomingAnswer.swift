// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import NIOCore
import Upstream
import Wire

/// The backend's answer as far as it has come, in one of three forms: a stream that is relayed, a plain answer that is
/// held whole until it is metered, or the body of a refusal. Each is bounded.
struct IncomingAnswer {
  private enum Form {
    case pending
    case stream(ChatStreamRelay)
    case plain(ByteBuffer)
    case refusal(ByteBuffer)
  }

  private var form = Form.pending
  private let facts: RequestFacts
  private let limits: LimitSettings
  private var status = 0
  private(set) var usage: UsageReport?
  private(set) var returnedModel: String?
  /// Bytes of the body that came.
  private(set) var bodyBytes: Int64 = 0
  /// Bytes of text in the answer, for an estimate where nothing was reported.
  private(set) var contentBytes: Int64 = 0
  /// True when the figures come from the answer's end and not from its middle.
  private(set) var hasEnded = false

  init(facts: RequestFacts, limits: LimitSettings) {
    self.facts = facts
    self.limits = limits
  }

  var isSuccess: Bool { status == 200 }

  /// What of a refusal's body is read; the rest is thrown away.
  private static let refusalLimit = 64 << 10

  mutating func begin(_ head: UpstreamHead) {
    status = head.status
    if !isSuccess {
      form = .refusal(ByteBuffer())
    } else if facts.isStream {
      form = .stream(
        ChatStreamRelay(keepsUsage: facts.asksForUsage, choices: facts.choices, maximumEvent: limits.answerEvent))
    } else {
      form = .plain(ByteBuffer())
    }
  }

  /// - Returns: why the answer cannot go on; nil when all is well.
  mutating func take(_ bytes: ByteBuffer) -> GatewayError? {
    bodyBytes += Int64(bytes.readableBytes)
    // The form is taken out while it changes, so that its storage has one owner and is not copied.
    switch exchange(&form, with: .pending) {
    case .pending:
      return nil
    case .stream(var relay):
      defer {
        note(relay)
        form = .stream(relay)
      }
      do throws(StreamFault) {
        try relay.feed(bytes.readableBytesUInt8Span)
        return nil
      } catch {
        return error.gatewayError
      }
    case .plain(var body):
      let isTooLarge = body.readableBytes + bytes.readableBytes > limits.answerBody
      if !isTooLarge { Self.append(bytes, to: &body) }
      form = .plain(body)
      return isTooLarge
        ? GatewayError(.upstreamError, "The answer is larger than \(limits.answerBody) bytes, the limit here.") : nil
    case .refusal(var body):
      if body.readableBytes < Self.refusalLimit { Self.append(bytes, to: &body) }
      form = .refusal(body)
      return nil
    }
  }

  private static func append(_ bytes: ByteBuffer, to body: inout ByteBuffer) {
    if body.readableBytes == 0 { body = bytes } else { body.writeImmutableBuffer(bytes) }
  }

  private mutating func note(_ relay: borrowing ChatStreamRelay) {
    usage = relay.usage
    returnedModel = relay.returnedModel
    contentBytes = relay.contentBytes
    hasEnded = relay.isUsageFinal
  }

  /// The backend said no; what it did is known.
  var isRefusal: Bool {
    if case .refusal = form { true } else { false }
  }

  var hasSomethingToForward: Bool {
    if case .stream(let relay) = form { return !relay.forward.isEmpty }
    return false
  }

  mutating func takeForward() -> [UInt8] {
    guard case .stream(var relay) = exchange(&form, with: .pending) else { return [] }
    defer { form = .stream(relay) }
    return relay.takeForward()
  }

  /// The body has come to its end by the rules of HTTP.
  ///
  /// - Returns: why it is not a good answer; nil when it is.
  mutating func finish(retryAfter: Int?, tape: inout JSONTape) -> GatewayError? {
    switch exchange(&form, with: .pending) {
    case .pending:
      return GatewayError(.upstreamError, "The backend gave no answer.")
    case .stream(var relay):
      defer {
        note(relay)
        form = .stream(relay)
      }
      do throws(StreamFault) {
        try relay.end()
        return nil
      } catch {
        return error.gatewayError
      }
    case .plain(var body):
      defer { form = .plain(body) }
      return finishPlain(&body, &tape)
    case .refusal(let body):
      form = .refusal(body)
      return UpstreamErrors.read(status: status, body: body.readableBytesUInt8Span, retryAfter: retryAfter)
    }
  }

  private mutating func finishPlain(_ body: inout ByteBuffer, _ tape: inout JSONTape) -> GatewayError? {
    do throws(JSONFault) {
      try tape.scan(body.readableBytesUInt8Span, maximumDepth: JSONTape.defaultDepth)
    } catch {
      return GatewayError(.upstreamError, "The backend's answer is not valid JSON.", detail: error.message)
    }
    let plain = PlainAnswer.read(tape, body.readableBytesUInt8Span, operation: facts.operation)
    usage = plain.usage
    returnedModel = plain.model
    contentBytes = plain.contentBytes
    hasEnded = true
    if plain.looksLikeError {
      return UpstreamErrors.read(status: 502, body: body.readableBytesUInt8Span, retryAfter: nil)
    }
    guard plain.hasExpectedShape, plain.isFinished else {
      return GatewayError(.upstreamError, "The backend's answer is incomplete or has another form than the route's.")
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
    if case .refusal(let body) = form {
      return UpstreamErrors.read(status: status, body: body.readableBytesUInt8Span, retryAfter: nil)
    }
    return failure.gatewayError
  }

  mutating func takeEnding() -> [UInt8] {
    guard case .stream(var relay) = exchange(&form, with: .pending) else { return [] }
    return relay.takeEnding()
  }

  mutating func takePlain() -> ByteBufferView {
    guard case .plain(let body) = exchange(&form, with: .pending) else { return ByteBuffer().readableBytesView }
    return body.readableBytesView
  }
}

/// Puts a new value in place and hands out the old one.
private func exchange<Value>(_ place: inout Value, with new: Value) -> Value {
  let old = place
  place = new
  return old
}
