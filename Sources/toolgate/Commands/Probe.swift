// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import NIOCore
import Policy
import Serving
import Synchronization
import Upstream
import Wire

/// One short call to a model, past the ledger: is the backend there, and does it know the model?
enum Probe {
  /// - Returns: seconds until the answer's end, as text.
  static func run(_ route: ServedRoute) async -> Result<String, GatewayError> {
    let operation = route.served.operations.first ?? .chat
    let body: [UInt8] =
      switch operation {
      case .chat: Array(#"{"model":"","messages":[{"role":"user","content":"Hello."}],"max_tokens":1}"#.utf8)
      case .embeddings: Array(#"{"model":"","input":"Hello."}"#.utf8)
      }
    let named: [UInt8]
    do {
      named = try rewritten(body, operation, route)
    } catch {
      return .failure(error)
    }
    let start = ContinuousClock.now
    var random = SystemRandomNumberGenerator()
    let call = OutgoingCall(
      operation: operation, model: route.served.upstream, isStream: false, body: named,
      requestID: RequestID(at: SystemClock().now(), using: &random))
    let result = await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<Void, GatewayError>, Never>) in
      let gathered = Mutex((status: 0, body: ByteBuffer()))
      route.carrier.start(
        call, ticket: 1,
        to: ReturnPort(id: 0) { batch in
          for event in batch {
            switch event {
            case .head(_, let head): gathered.withLock { $0.status = head.status }
            case .bytes(_, let bytes):
              gathered.withLock { if $0.body.readableBytes < 65_536 { $0.body.writeImmutableBuffer(bytes) } }
              route.carrier.credit(ticket: 1, port: 0, bytes: bytes.readableBytes)
            case .end:
              let (status, body) = gathered.withLock { $0 }
              continuation.resume(
                returning: status == 200
                  ? .success(())
                  : .failure(UpstreamErrors.read(status: status, body: body.readableBytesUInt8Span, retryAfter: nil)))
            case .failed(_, let failure): continuation.resume(returning: .failure(failure.gatewayError))
            }
          }
        })
    }
    let elapsed = (ContinuousClock.now - start).components
    return result.map { "\(elapsed.seconds).\(elapsed.attoseconds / 100_000_000_000_000_000)" }
  }

  private static func rewritten(
    _ body: [UInt8], _ operation: Operation, _ route: ServedRoute
  ) throws(GatewayError) -> [UInt8] {
    // The model's own name goes in first, as a caller would have written it.
    let text = String(decoding: body, as: UTF8.self).replacing(#""model":"""#, with: #""model":"\#(route.served.id)""#)
    let bytes = Array(text.utf8)
    var tape = JSONTape()
    do throws(JSONFault) {
      try tape.scan(bytes.span, maximumDepth: JSONTape.defaultDepth)
    } catch {
      throw error.gatewayError
    }
    let facts = try RequestFacts.read(tape, bytes.span, operation: operation)
    return try RequestRewrite.upstreamBody(bytes.span, tape, facts, route.rewrite)
  }
}
