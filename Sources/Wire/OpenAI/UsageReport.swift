// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// A `usage` object, in the gateway's own disjoint buckets.
///
/// The figures of OpenAI and all who follow it (Azure, Mistral, llama.cpp, vLLM, Ollama) are subsets: cached, written,
/// audio and image tokens are inside `prompt_tokens`, reasoning and audio inside `completion_tokens`.
package struct UsageReport: Hashable, Sendable {
  package let tokens: TokenCounts
  /// The object as it came. Nil when it has more than 4096 bytes, or a string so long that it could be text of a
  /// prompt.
  package let raw: [UInt8]?
  /// True when the figures do not fit together: a part is larger than its whole or not a whole number at all, or the
  /// total is not the sum. Such a row needs a person's eye.
  package let contradicts: Bool

  package static let maximumRaw = 4096
  /// More tokens than any call can have: such a figure is a fault, not a count.
  private static let maximumFigure: Int64 = 1_000_000_000_000
  private static let maximumText = 64

  /// - Returns: nil when the node is not an object or its main figures are missing, negative, fractional or absurd:
  ///   then nothing was reported.
  package static func read(
    _ node: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, operation: Operation
  ) -> UsageReport? {
    guard tape.kind(node) == .object, let prompt = figure("prompt_tokens", node, tape, bytes) else { return nil }
    let completion: Int64
    if let node = tape.present("completion_tokens", of: node, in: bytes) {
      guard let value = figure(node, tape, bytes) else { return nil }
      completion = value
    } else {
      guard operation == .embeddings else { return nil }
      completion = 0
    }

    var parts = Parts()
    let input = tape.present("prompt_tokens_details", of: node, in: bytes)
    let output = tape.present("completion_tokens_details", of: node, in: bytes)
    let cached = parts.read("cached_tokens", input, tape, bytes)
    let written = parts.read("cache_write_tokens", input, tape, bytes)
    let audioIn = parts.read("audio_tokens", input, tape, bytes)
    let images = parts.read("image_tokens", input, tape, bytes)
    let reasoning = parts.read("reasoning_tokens", output, tape, bytes)
    let audioOut = parts.read("audio_tokens", output, tape, bytes)

    var tokens = TokenCounts()
    tokens[.inputCacheRead] = cached
    tokens[.inputCacheWrite] = written
    tokens[.inputAudio] = audioIn
    tokens[.inputImage] = images
    tokens[.inputUncached] = prompt - cached - written - audioIn - images
    tokens[.outputReasoning] = reasoning
    tokens[.outputAudio] = audioOut
    tokens[.outputText] = completion - reasoning - audioOut

    // A bucket that would be negative was set to 0, so that the sum no longer fits.
    var contradicts = parts.isUnreadable || tokens.total != prompt + completion
    if let total = tape.present("total_tokens", of: node, in: bytes) {
      contradicts = contradicts || tape.integer(total, in: bytes) != prompt + completion
    }
    return UsageReport(tokens: tokens, raw: raw(node, tape, bytes), contradicts: contradicts)
  }

  package var isZero: Bool { tokens.total == 0 }

  private static func figure(
    _ name: StaticString, _ node: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) -> Int64? {
    tape.present(name, of: node, in: bytes).flatMap { figure($0, tape, bytes) }
  }

  private static func figure(_ node: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>) -> Int64? {
    guard let value = tape.integer(node, in: bytes), (0...maximumFigure).contains(value) else { return nil }
    return value
  }

  /// Figures that refine the main ones. What is absent or null is 0; what cannot be read is 0 too, and noted.
  private struct Parts {
    var isUnreadable = false

    mutating func read(
      _ name: StaticString, _ details: JSONTape.Node?, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
    ) -> Int64 {
      guard let details, let node = tape.present(name, of: details, in: bytes) else { return 0 }
      if let value = figure(node, tape, bytes) { return value }
      isUnreadable = true
      return 0
    }
  }

  private static func raw(
    _ node: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) -> [UInt8]? {
    let range = tape.range(node)
    guard range.count <= maximumRaw, tape.longestString(in: node) <= maximumText else { return nil }
    var raw: [UInt8] = []
    raw.reserveCapacity(range.count)
    raw.append(span: bytes.extracting(range))
    return raw
  }
}

extension JSONTape {
  /// Bytes of the longest string or key inside a value, quotes not counted.
  func longestString(in node: Node) -> Int {
    var longest = 0
    for index in node.index..<Int(entries[node.index].next) where entries[index].kind == .string {
      longest = max(longest, textRange(Node(index: index)).count)
    }
    return longest
  }
}
