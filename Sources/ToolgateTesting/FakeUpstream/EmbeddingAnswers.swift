// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Embeddings that are exact in binary, so that text and base64 of one vector can be compared bit by bit.
struct EmbeddingAnswers {
  let script: Script
  let ask: Ask

  func answer() -> Answer {
    let items = (0..<ask.inputs).map { index in
      #"{"object":"embedding","index":\#(index),"embedding":\#(embedding(index))}"#
    }
    let model = script.has(.wrongModel) ? "another-model" : ask.model
    let usage = UsageClaims(script: script).embeddings(inputs: ask.inputs).map { ",\"usage\":\($0)" } ?? ""
    return .plain(
      #"{"object":"list","data":[\#(items.joined(separator: ","))],"model":"\#(model)"\#(usage)}"#)
  }

  private func embedding(_ index: Int) -> String {
    let vector = Self.vector(index: index, dimensions: Int(script[.dimensions] ?? 8))
    guard ask.wantsBase64, !script.has(.floatsOnly) else {
      return "[\(vector.map { "\($0)" }.joined(separator: ","))]"
    }
    let bytes = vector.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init) }
    return "\"\(Data(bytes).base64EncodedString())\""
  }

  /// Sixty-fourths between -0.5 and 0.5.
  static func vector(index: Int, dimensions: Int) -> [Float] {
    (0..<dimensions).map { Float(($0 * 7 + index * 3) % 64) / 64 - 0.5 }
  }
}
