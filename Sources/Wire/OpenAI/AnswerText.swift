// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What a model said in the one choice of an answer, so that it can be committed to: its content, and the tools it calls.
///
/// The content is handed on piece by piece and not kept. Tool calls are kept, up to a bound, since a stream spreads the
/// members of each over many chunks.
package struct AnswerText: Sendable {
  /// Content that nobody has taken yet, in UTF-8.
  package private(set) var content: [UInt8] = []
  private var calls: [Call] = []
  private var callBytes = 0
  private let keeps: Bool
  /// There is more than can be committed to.
  private var isTooMuch = false

  /// Bytes of tool calls beyond which nothing is committed to.
  private static let maximumCalls = 1 << 20

  private struct Call: Sendable {
    var id: [UInt8] = []
    var name: [UInt8] = []
    var arguments: [UInt8] = []
  }

  /// - Parameters:
  ///   - choices: how many the client asked for; of several none is the answer.
  ///   - keeps: false: nothing is read.
  package init(choices: Int, keeps: Bool) {
    self.keeps = keeps && choices == 1
  }

  package var isWanted: Bool { keeps && !isTooMuch }
  package var hasToolCalls: Bool { !calls.isEmpty }

  /// Hands the content over and keeps its room.
  package mutating func drain(_ take: ([UInt8]) -> Void) {
    guard !content.isEmpty else { return }
    take(content)
    content.removeAll(keepingCapacity: true)
  }

  /// Adds a message, or one chunk's share of it.
  mutating func add(_ message: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>) {
    guard isWanted else { return }
    for (key, value) in tape.members(message) {
      switch tape.kind(value) {
      case .string where tape.equals(key, "content", in: bytes): tape.appendText(value, in: bytes, to: &content)
      case .array where tape.equals(key, "tool_calls", in: bytes):
        var place = 0
        for call in tape.elements(value) {
          add(call, place, tape, bytes)
          place += 1
        }
      default: break
      }
    }
  }

  private mutating func add(_ call: JSONTape.Node, _ place: Int, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>) {
    let index = tape.member("index", of: call, in: bytes).flatMap { tape.integer($0, in: bytes) } ?? Int64(place)
    callBytes += tape.range(call).count
    guard callBytes <= Self.maximumCalls, (0...Int64(calls.count)).contains(index) else {
      isTooMuch = true
      return
    }
    if index == calls.count { calls.append(Call()) }
    let at = Int(index)
    // An id and a name come once, and some backends say them again in each chunk; arguments come in pieces.
    if let id = tape.member("id", of: call, in: bytes), calls[at].id.isEmpty {
      tape.appendText(id, in: bytes, to: &calls[at].id)
    }
    guard let function = tape.member("function", of: call, in: bytes) else { return }
    if let name = tape.member("name", of: function, in: bytes), calls[at].name.isEmpty {
      tape.appendText(name, in: bytes, to: &calls[at].name)
    }
    if let arguments = tape.member("arguments", of: function, in: bytes) {
      tape.appendText(arguments, in: bytes, to: &calls[at].arguments)
    }
  }

  /// The tool calls in canonical JSON: an array of `{"function":{"arguments","name"},"id","type":"function"}`.
  package var canonicalToolCalls: [UInt8] {
    var json = JSONWriter(canonical: true)
    json.array { json in
      for call in calls {
        json.object { json in
          json.key("function")
          json.object { json in
            json.member("arguments", String(decoding: call.arguments, as: UTF8.self))
            json.member("name", String(decoding: call.name, as: UTF8.self))
          }
          json.member("id", String(decoding: call.id, as: UTF8.self))
          json.member("type", "function")
        }
      }
    }
    return json.bytes
  }

  /// Of a whole answer.
  ///
  /// - Parameter tape: of exactly these bytes.
  package static func read(_ tape: borrowing JSONTape, _ bytes: Span<UInt8>, choices: Int) -> AnswerText {
    var text = AnswerText(choices: choices, keeps: true)
    guard let list = tape.member("choices", of: tape.root, in: bytes) else { return text }
    for choice in tape.elements(list) {
      if let message = tape.member("message", of: choice, in: bytes) { text.add(message, tape, bytes) }
    }
    return text
  }
}
