// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// How many tokens a request can be at most, before any tokenizer has seen it.
///
/// Byte-level encodings never make more tokens than UTF-8 bytes, and nothing tighter holds in general; the template
/// around each message and each image come on top. The body's JSON is longer than the text in it, so its length is safe.
package enum TokenBound {
  /// Tokens of one image beyond the bytes of its data: more than the largest tiling that is known to be billed.
  package static let perImage: Int64 = 4_096
  /// The chat template's own tokens.
  package static let template: Int64 = 256

  /// - Returns: a bound that saturates at the model's context, which no backend exceeds.
  package static func input(bodyBytes: Int, images: Int, context: Int64) -> Int64 {
    min(Int64(bodyBytes) + Int64(images) * perImage + template, context)
  }

  /// Tokens of text whose bytes are known, for a call whose backend reported nothing: about 3.5 bytes each, rounded up.
  ///
  /// The factor sits between the measured 4.7 of English and 2.3 of Chinese on current vocabularies; rows made with it are
  /// marked as estimated.
  package static func estimate(bytes: Int64) -> Int64 { (bytes * 2 + 6) / 7 }
}
