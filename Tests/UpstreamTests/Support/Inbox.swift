// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import NIOCore
import Synchronization
import ToolgateTesting
import Upstream

/// What one call's events amount to.
struct Answer: Sendable {
  var head: UpstreamHead?
  var body: [UInt8] = []
  var isComplete = false
  var failure: TransferFailure?
  /// True when the events came in another order than `Carrier` promises.
  var isOutOfOrder = false

  var text: String { String(decoding: body, as: UTF8.self) }
  var hasEnded: Bool { isComplete || failure != nil }

  mutating func take(_ event: TransferEvent) {
    if hasEnded { isOutOfOrder = true }
    switch event {
    case .head(_, let head):
      if self.head != nil || !body.isEmpty { isOutOfOrder = true }
      self.head = head
    case .bytes(_, let bytes):
      if head == nil { isOutOfOrder = true }
      body += bytes.readableBytesView
    case .end: isComplete = true
    case .failed(_, let failure): self.failure = failure
    }
  }
}

/// A port of the carrier that a test waits on.
final class Inbox: Sendable {
  let port: ReturnPort<TransferEvent>
  let batches: AsyncStream<[TransferEvent]>
  private let answers = Mutex<[UInt64: Answer]>([:])
  private static let nextID = Atomic(1)

  convenience init(crediting carrier: any Carrier) { self.init { carrier.credit(ticket: $0, port: $1, bytes: $2) } }

  convenience init(crediting engine: CurlEngine) { self.init { engine.credit(ticket: $0, port: $1, bytes: $2) } }

  /// - Parameter credit: told of each byte at once.
  init(credit: @escaping @Sendable (_ ticket: UInt64, _ port: Int, _ bytes: Int) -> Void = { _, _, _ in }) {
    let (stream, source) = AsyncStream.makeStream(of: [TransferEvent].self)
    batches = stream
    let id = Self.nextID.add(1, ordering: .relaxed).newValue
    port = ReturnPort(id: id) { batch in
      for case .bytes(let ticket, let bytes) in batch {
        credit(ticket, id, bytes.readableBytes)
      }
      source.yield(batch)
    }
  }

  /// The next events, as they came together.
  ///
  /// - Throws: `Patience.Exhausted` when there are none.
  func next(of what: String) async throws -> [TransferEvent] {
    try await Patience.wait(for: what) { [batches] in
      var iterator = batches.makeAsyncIterator()
      guard let batch = await iterator.next() else { throw CancellationError() }
      return batch
    }
  }

  /// Waits until `isEnough` of all answers so far.
  @discardableResult
  func wait(for what: String = "answers of the backend", until isEnough: ([UInt64: Answer]) -> Bool) async throws
    -> [UInt64: Answer]
  {
    while true {
      let now = answers.withLock { $0 }
      if isEnough(now) { return now }
      let ended = now.values.count(where: \.hasEnded)
      let batch = try await next(of: "\(what), after \(now.count) that began and \(ended) that ended")
      answers.withLock { answers in for event in batch { answers[event.ticket, default: Answer()].take(event) } }
    }
  }

  /// Waits until the call has ended.
  func answer(_ ticket: UInt64) async throws -> Answer {
    try await wait(for: "the end of call \(ticket)") { $0[ticket]?.hasEnded ?? false }[ticket] ?? Answer()
  }
}
