// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// One `chat.completion.chunk` of a stream, as far as the relay has to know it.
struct ChatChunk: Hashable, Sendable {
  /// `choices` is an empty array and `usage` is there. Azure's first chunk has no choices either, but no usage.
  private(set) var isUsageChunk = false
  /// What to leave out to be rid of the member `usage`; nil when there is none.
  private(set) var usageCut: Range<Int>?
  private(set) var usage: UsageReport?
  private(set) var model: String?
  /// One bit for each choice that ends with this chunk.
  private(set) var finished: UInt128 = 0
  private(set) var contentBytes: Int64 = 0

  /// - Throws: `.upstreamError` for an error that a client library would raise, `.notAChunk` for JSON of another form.
  static func read(
    _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, wantsModel: Bool, text: inout AnswerText
  ) throws(StreamFault) -> ChatChunk {
    let root = tape.root
    guard tape.kind(root) == .object else { throw .notAChunk }
    if let error = tape.member("error", of: root, in: bytes), tape.isTruthy(error, in: bytes) {
      throw .upstreamError
    }
    if let object = tape.member("object", of: root, in: bytes), tape.equals(object, "error", in: bytes) {
      throw .upstreamError
    }
    var chunk = ChatChunk()
    if wantsModel, let model = tape.member("model", of: root, in: bytes), let name = tape.string(model, in: bytes),
      !name.isEmpty
    {
      chunk.model = name
    }
    let choices = tape.member("choices", of: root, in: bytes)
    if let usage = tape.member("usage", of: root, in: bytes) {
      chunk.usageCut = tape.removalRange(of: usage, from: root)
      chunk.usage = UsageReport.read(usage, tape, bytes, operation: .chat)
      let hasNoChoices = choices.map { tape.kind($0) == .array && tape.count($0) == 0 } ?? false
      chunk.isUsageChunk = hasNoChoices && tape.kind(usage) != .null
    }
    if let choices {
      for choice in tape.elements(choices) { chunk.read(choice, tape, bytes, &text) }
    }
    return chunk
  }

  private mutating func read(
    _ choice: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, _ text: inout AnswerText
  ) {
    if tape.present("finish_reason", of: choice, in: bytes) != nil {
      let index = tape.member("index", of: choice, in: bytes).flatMap { tape.integer($0, in: bytes) } ?? 0
      finished |= 1 << UInt128(clamping: min(max(index, 0), 127))
    }
    if let delta = tape.member("delta", of: choice, in: bytes) {
      contentBytes += ChatContent.bytes(of: delta, tape, bytes)
      text.add(delta, tape, bytes)
    }
  }
}

/// What the data of one event is.
enum ChatEvent {
  /// Only space: there is nothing to pass on.
  case nothing
  /// `[DONE]`.
  case done
  case chunk(ChatChunk)

  static func read(
    _ buffer: [UInt8], _ range: Range<Int>, _ tape: inout JSONTape, _ wantsModel: Bool, _ answer: inout AnswerText
  ) throws(StreamFault) -> ChatEvent {
    let data = buffer.span.extracting(range)
    var text = 0..<data.count
    while let first = text.first, data[first] <= 0x20 { text = text.dropFirst() }
    while let last = text.last, data[last] <= 0x20 { text = text.dropLast() }
    if text.isEmpty { return .nothing }
    if isDone(data.extracting(text)) { return .done }
    do {
      try tape.scan(data)
    } catch {
      throw .notJSON(error)
    }
    return .chunk(try ChatChunk.read(tape, data, wantsModel: wantsModel, text: &answer))
  }

  private static func isDone(_ text: Span<UInt8>) -> Bool {
    let mark: StaticString = "[DONE]"
    guard text.count == mark.utf8CodeUnitCount else { return false }
    for at in 0..<text.count where text[at] != mark.utf8Start[at] { return false }
    return true
  }
}
