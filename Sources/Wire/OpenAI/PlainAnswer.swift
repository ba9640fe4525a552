// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What a whole answer with status 200 says about itself.
package struct PlainAnswer: Hashable, Sendable {
  /// Nil when the backend reported nothing that can be used.
  package private(set) var usage: UsageReport?
  /// As the backend calls it; nil when it names none.
  package private(set) var model: String?
  /// There is at least one choice with a message, or one vector. An answer without that is a failure, whatever its
  /// status.
  package private(set) var hasExpectedShape = false
  /// There is an `error` that a client library would raise.
  package private(set) var looksLikeError = false
  /// Every choice says why it ended. Always true for embeddings of the expected shape.
  package private(set) var isFinished = false
  /// UTF-8 bytes of text, reasoning and tool calls, for an estimate where usage is missing.
  package private(set) var contentBytes: Int64 = 0

  /// - Parameter tape: of exactly these bytes.
  package static func read(
    _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, operation: Operation
  ) -> PlainAnswer {
    var answer = PlainAnswer()
    let root = tape.root
    guard tape.kind(root) == .object else { return answer }
    if let error = tape.member("error", of: root, in: bytes) {
      answer.looksLikeError = tape.isTruthy(error, in: bytes)
    }
    // Older vLLM and Mistral report errors without an envelope.
    if let object = tape.member("object", of: root, in: bytes), tape.equals(object, "error", in: bytes) {
      answer.looksLikeError = true
    }
    if let model = tape.member("model", of: root, in: bytes), let name = tape.string(model, in: bytes), !name.isEmpty {
      answer.model = name
    }
    if let usage = tape.present("usage", of: root, in: bytes) {
      answer.usage = UsageReport.read(usage, tape, bytes, operation: operation)
    }
    switch operation {
    case .chat: answer.readChoices(tape, bytes)
    case .embeddings: answer.readVectors(tape, bytes)
    }
    return answer
  }

  private mutating func readChoices(_ tape: borrowing JSONTape, _ bytes: Span<UInt8>) {
    guard let choices = tape.member("choices", of: tape.root, in: bytes), tape.kind(choices) == .array,
      tape.count(choices) > 0, !tape.hasNumbers(choices)
    else { return }
    (hasExpectedShape, isFinished) = (true, true)
    for choice in tape.elements(choices) {
      if let message = tape.member("message", of: choice, in: bytes), tape.kind(message) == .object {
        contentBytes += ChatContent.bytes(of: message, tape, bytes)
      } else {
        hasExpectedShape = false
      }
      if tape.present("finish_reason", of: choice, in: bytes) == nil { isFinished = false }
    }
  }

  private mutating func readVectors(_ tape: borrowing JSONTape, _ bytes: Span<UInt8>) {
    guard let data = tape.member("data", of: tape.root, in: bytes), tape.kind(data) == .array,
      tape.count(data) > 0, !tape.hasNumbers(data)
    else { return }
    for item in tape.elements(data) where tape.present("embedding", of: item, in: bytes) == nil { return }
    (hasExpectedShape, isFinished) = (true, true)
  }
}

/// The text of a message or of a stream's delta.
enum ChatContent {
  /// UTF-8 bytes of what a model put out: content, reasoning (`reasoning_content` at llama.cpp and vLLM, `reasoning` at
  /// Ollama and Lift Wing), refusal and the arguments of tool calls.
  static func bytes(of message: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>) -> Int64 {
    guard tape.kind(message) == .object else { return 0 }
    var reasoning = 0
    var sum = 0
    for (key, value) in tape.members(message) {
      switch tape.kind(value) {
      case .string:
        if tape.equals(key, "content", in: bytes) || tape.equals(key, "refusal", in: bytes) {
          sum += tape.textLength(value, in: bytes)
        } else if tape.equals(key, "reasoning_content", in: bytes) || tape.equals(key, "reasoning", in: bytes) {
          // Some send the same text under both names.
          reasoning = max(reasoning, tape.textLength(value, in: bytes))
        }
      case .array where tape.equals(key, "tool_calls", in: bytes):
        for call in tape.elements(value) {
          guard let function = tape.member("function", of: call, in: bytes) else { continue }
          for (_, text) in tape.members(function) { sum += tape.textLength(text, in: bytes) }
        }
      default: break
      }
    }
    return Int64(sum + reasoning)
  }
}
