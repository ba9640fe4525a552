// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Passes a stream of chat chunks on, meters it on the way, and holds back what would tell the client that the answer
/// is complete until that has been written down (invariant I2).
///
/// Held back are the chunk with which the last choice finishes, everything behind it, the usage chunk, and `[DONE]`.
/// Events pass byte for byte, except that
///
/// - `usage` is taken out where the client did not ask for it,
/// - CR and CRLF become LF, data of several lines becomes one line, and a comment is sent with one line end and no
///   blank line: readers in use choke on each of these,
/// - `id:`, `event:` and `retry:` lines and events without data are dropped, for the same reason.
///
/// After a fault it takes nothing more. What it had released before may still be sent; what it holds may not.
package struct ChatStreamRelay: Sendable {
  /// The last usage that was reported; running zeros do not replace earlier figures.
  package private(set) var usage: UsageReport?
  /// True when `usage` came with the end of the answer. Otherwise it is the last running figure.
  package private(set) var isUsageFinal = false
  /// The model's name as the first chunk that has one says.
  package private(set) var returnedModel: String?
  /// At least one choice said why it ended. Without that a stream is broken, also one with `[DONE]`.
  package private(set) var hasFinished = false
  /// `[DONE]` was seen. What comes after it is ignored.
  package private(set) var isDone = false
  /// UTF-8 bytes of what the model put out so far, for an estimate where usage is missing.
  package private(set) var contentBytes: Int64 = 0
  /// Events with data, `[DONE]` not counted.
  package private(set) var events: Int64 = 0
  /// What the model said since this was last taken.
  package private(set) var text: AnswerText
  /// Bytes that may go to the client now.
  private var forward: [UInt8] = []

  /// Bytes that may be held behind the end of the answer. Beyond that the oldest are let go, so that memory is bounded.
  private static let maximumHeld = 64 << 10
  private static let done = Array("data: [DONE]\n\n".utf8)

  private let keepsUsage: Bool
  private let choices: Int
  private var scanner: EventScanner
  private var tape = JSONTape()
  private var finished: UInt128 = 0
  private var isHolding = false
  private var held: [[UInt8]] = []
  private var heldBytes = 0
  private var isBroken = false
  private var isReleased = false

  /// - Parameters:
  ///   - keepsUsage: the client asked for usage and sees it.
  ///   - choices: how many the client asked for.
  ///   - maximumEvent: bytes that one event may have.
  ///   - keepsText: whoever relays wants to read what is said.
  package init(keepsUsage: Bool, choices: Int, maximumEvent: Int, keepsText: Bool = false) {
    self.keepsUsage = keepsUsage
    self.choices = choices
    scanner = EventScanner(maximumEvent: maximumEvent)
    text = AnswerText(choices: choices, keeps: keepsText)
  }

  /// Bytes as they come from the backend, split anywhere.
  package mutating func feed(_ bytes: Span<UInt8>) throws(StreamFault) {
    guard !isBroken, !isDone else { return }
    scanner.append(bytes)
    try relayEvents()
  }

  /// The backend's body has ended.
  ///
  /// - Throws: `.endedEarly` when no choice was finished: the answer is cut off, however cleanly the body ended.
  package mutating func end() throws(StreamFault) {
    guard !isBroken else { return }
    if !isDone {
      scanner.end()
      try relayEvents()
    }
    guard hasFinished else {
      isBroken = true
      throw .endedEarly
    }
  }

  /// Lends what the model said to somebody who takes from it.
  package mutating func handText(to take: (inout AnswerText) -> Void) { take(&text) }

  package var hasSomethingToForward: Bool { !forward.isEmpty }

  /// Hands out the bytes that may go to the client now, once.
  package mutating func takeForward() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &forward)
    return taken
  }

  /// Takes back what `takeForward` gave, for its room: the next events go into it.
  package mutating func reuse(_ taken: consuming [UInt8]) {
    guard forward.isEmpty else { return }
    forward = taken
    forward.removeAll(keepingCapacity: true)
  }

  /// What is held, with `data: [DONE]` and a blank line behind it: to be sent once the call is settled. Empty when it
  /// was taken before.
  package mutating func takeEnding() -> [UInt8] {
    guard !isReleased else { return [] }
    isReleased = true
    var ending: [UInt8] = []
    ending.reserveCapacity(heldBytes + Self.done.count)
    for event in held { ending += event }
    ending += Self.done
    held = []
    heldBytes = 0
    return ending
  }

  private mutating func relayEvents() throws(StreamFault) {
    do {
      while !isDone, let event = try scanner.next() { try relay(event) }
    } catch {
      isBroken = true
      throw error
    }
  }

  private mutating func relay(_ event: EventScanner.Event) throws(StreamFault) {
    if case .comment(let text) = event.content {
      forward.append(UInt8(ascii: ":"))
      forward.append(contentsOf: scanner.buffer[text])
      forward.append(UInt8(ascii: "\n"))
      return
    }
    if event.isError { throw .upstreamError }
    let wantsModel = returnedModel == nil
    let outcome =
      switch event.content {
      case .data(let range): try ChatEvent.read(scanner.buffer, range, &tape, wantsModel, &text)
      case .joinedData: try ChatEvent.read(scanner.joined, scanner.joined.indices, &tape, wantsModel, &text)
      case .noData, .comment: ChatEvent.nothing
      }
    switch outcome {
    case .nothing: return
    case .done: isDone = true
    case .chunk(let chunk):
      note(chunk)
      if chunk.isUsageChunk, !keepsUsage { return }
      let cut = keepsUsage ? nil : chunk.usageCut
      if isHolding {
        hold(event, without: cut)
      } else {
        Self.emit(event, of: scanner, without: cut, to: &forward)
      }
    }
  }

  private mutating func note(_ chunk: ChatChunk) {
    events += 1
    contentBytes += chunk.contentBytes
    if returnedModel == nil { returnedModel = chunk.model }
    if chunk.finished != 0 {
      hasFinished = true
      finished |= chunk.finished
    }
    if chunk.isUsageChunk || hasFinished && finished.nonzeroBitCount >= choices { isHolding = true }
    guard let report = chunk.usage else { return }
    // Ollama reports zeros on all chunks but the last; a zero counts only where nothing else was said.
    if !report.isZero || (usage?.isZero ?? true) { usage = report }
    if isHolding { isUsageFinal = true }
  }

  private mutating func hold(_ event: EventScanner.Event, without cut: Range<Int>?) {
    var bytes: [UInt8] = []
    Self.emit(event, of: scanner, without: cut, to: &bytes)
    heldBytes += bytes.count
    held.append(bytes)
    while heldBytes > Self.maximumHeld, held.count > 1 {
      let oldest = held.removeFirst()
      heldBytes -= oldest.count
      forward += oldest
    }
  }

  /// Appends an event in the form in which it goes to the client.
  private static func emit(
    _ event: EventScanner.Event, of scanner: EventScanner, without cut: Range<Int>?, to output: inout [UInt8]
  ) {
    if event.isPlain, cut == nil {
      output.append(span: scanner.buffer.span.extracting(event.block))
      return
    }
    output.append(contentsOf: "data: ".utf8)
    let start = output.count
    switch event.content {
    case .data(let range): output.append(span: scanner.buffer.span.extracting(range), without: cut)
    case .joinedData: output.append(span: scanner.joined.span, without: cut)
    case .noData, .comment: break
    }
    if case .joinedData = event.content {
      // Between the tokens of JSON a line end is only space, and inside a string it cannot stand.
      for at in start..<output.count where output[at] == UInt8(ascii: "\n") { output[at] = UInt8(ascii: " ") }
    }
    output.append(contentsOf: "\n\n".utf8)
  }
}

extension [UInt8] {
  /// Copies a span but for a range of it to the end.
  fileprivate mutating func append(span: Span<UInt8>, without cut: Range<Int>?) {
    guard let cut else { return append(span: span) }
    append(span: span.extracting(0..<cut.lowerBound))
    append(span: span.extracting(cut.upperBound..<span.count))
  }
}
