// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Extractive
import Glibc
import NIOCore
import Wire

/// One answer of the built-in model, worked out when it is made.
struct SummaryAnswer {
  private enum Result {
    case plain([UInt8])
    /// One element for each event of the stream.
    case stream([[UInt8]])
    case refused(GatewayError)
    case interrupted(TransferFailure.Kind)
  }

  private struct Interruption: Error {
    let kind: TransferFailure.Kind
  }

  private let result: Result

  /// - Parameter interruption: asked between the steps of the work; anything but nil ends it.
  init(_ call: OutgoingCall, interruption: () -> TransferFailure.Kind?) {
    do throws(GatewayError) {
      result = try Self.answer(call, interruption)
    } catch {
      result = .refused(error)
    }
  }

  private static func answer(
    _ call: OutgoingCall, _ interruption: () -> TransferFailure.Kind?
  ) throws(GatewayError) -> Result {
    guard call.operation == .chat else {
      throw GatewayError(.invalidRequest, "This model only answers chat completions.", param: "model")
    }
    var tape = JSONTape()
    do throws(JSONFault) {
      try tape.scan(call.body.span, maximumDepth: JSONTape.defaultDepth)
    } catch {
      throw error.gatewayError
    }
    let facts = try RequestFacts.read(tape, call.body.span, operation: call.operation)
    let text = ChatText.read(tape, call.body.span)
    guard facts.choices == 1 else {
      throw GatewayError(.invalidRequest, "This model gives one answer: n must be 1.", param: "n")
    }
    guard text.utf8.contains(where: { $0 > 0x20 }) else {
      throw GatewayError(.invalidRequest, "The last user message holds no text to summarise.", param: "messages")
    }
    let summary: Summary
    do throws(Interruption) {
      summary = try Summarizer().summarize(
        text, maximumTokens: facts.outputCap.map { Int(clamping: $0) },
        checkpoint: { () throws(Interruption) in
          if let kind = interruption() { throw Interruption(kind: kind) }
        })
    } catch {
      return .interrupted(error.kind)
    }
    let writer = ChatAnswerWriter(
      id: "chatcmpl-\(call.requestID.ulid)", created: Instant(seconds: Int64(time(nil))), model: call.model,
      includesUsage: facts.asksForUsage)
    let usage = TokenCounts(input: Int64(summary.inputTokens), output: Int64(summary.outputTokens))
    let reason: ChatAnswerWriter.FinishReason = summary.wasCut ? .length : .stop
    guard facts.isStream else {
      return .plain(writer.answer(summary.pieces.joined(), finishReason: reason, usage: usage))
    }
    return .stream([writer.opening()] + summary.pieces.map(writer.content) + [writer.ending(reason, usage: usage)])
  }

  /// Batches to be delivered one by one, so that a stream comes sentence by sentence.
  func events(ticket: UInt64) -> [[TransferEvent]] {
    switch result {
    case .plain(let body):
      [[.head(ticket: ticket, Self.head(200, .json)), Self.bytes(ticket, body), .end(ticket: ticket)]]
    case .stream(let events):
      [[.head(ticket: ticket, Self.head(200, .eventStream))]] + events.map { [Self.bytes(ticket, $0)] }
        + [[.end(ticket: ticket)]]
    case .refused(let error):
      [
        [
          .head(ticket: ticket, Self.head(error.code.status, .json)), Self.bytes(ticket, ErrorRendering.body(error)),
          .end(ticket: ticket),
        ]
      ]
    case .interrupted(let kind):
      [[.failed(ticket: ticket, TransferFailure(kind: kind, mayHaveBeenSent: true))]]
    }
  }

  private static func head(_ status: Int, _ type: UpstreamHead.ContentType) -> UpstreamHead {
    UpstreamHead(status: status, contentType: type)
  }

  private static func bytes(_ ticket: UInt64, _ bytes: [UInt8]) -> TransferEvent {
    .bytes(ticket: ticket, ByteBuffer(bytes: bytes))
  }
}
