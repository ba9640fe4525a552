// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Whether the name that a backend gives is that of the model that it was asked for, without regard to case.
///
/// What stands in front of the name up to a slash is no difference, and neither are a date, a quantisation and a file's
/// ending behind it: llama.cpp answers with its file, OpenAI with `name-2026-01-31`. Anything else behind it is: a number
/// makes another model of it (`llama-3` is not `llama-3.1`), a size too, and any word (`gpt-4o` is not `gpt-4o-mini`).
enum ReturnedName {
  static func isSame(_ returned: String, as asked: String) -> Bool {
    guard returned != asked else { return true }
    let (returned, asked) = (returned.lowercased(), asked.lowercased())
    guard returned != asked else { return true }
    return returned.ranges(of: asked).contains { range in
      let startsAName = range.lowerBound == returned.startIndex || returned[..<range.lowerBound].last == "/"
      let rest = returned[range.upperBound...]
      return startsAName && (rest.isEmpty || separators.contains(rest.first!)) && isBuild(rest)
    }
  }

  private static let separators: Set<Character> = ["-", "_", ".", ":", "@"]

  /// Whether what stands behind a name tells nothing but when and how the same model was packed.
  private static func isBuild(_ text: Substring) -> Bool {
    var words = text.split(whereSeparator: separators.contains)[...]
    while let word = words.first {
      let rest = words.dropFirst()
      if let count = wordsOfADate(words) {
        words = words.dropFirst(count)
      } else if isQuantisation(word) {
        // `q4_k_m`, `iq2_xxs`, `q8_0`: what says how big the blocks are has a meaning only behind it.
        words = rest.drop { blocks.contains($0) }
      } else if (word == "ud" || word == "i1"), let next = rest.first, isQuantisation(next) {
        words = rest
      } else if packings.contains(word) {
        words = rest
      } else if isPart(word), rest.count >= 2, rest.first == "of", isPart(rest.dropFirst().first!) {
        words = rest.dropFirst(2)
      } else {
        return false
      }
    }
    return true
  }

  /// `2026-01-31`, `20260131` and, as OpenAI once wrote, `0131`.
  private static func wordsOfADate(_ words: ArraySlice<Substring>) -> Int? {
    guard let first = words.first, first.allSatisfy(isDigit) else { return nil }
    switch first.count {
    case 8: return isYear(first.prefix(4)) && isDay(first.suffix(4)) ? 1 : nil
    case 4:
      let next = words.dropFirst().prefix(2)
      if isYear(first), next.count == 2, next.allSatisfy({ $0.count == 2 }), isDay(next.joined()[...]) { return 3 }
      return isDay(first) ? 1 : nil
    default: return nil
    }
  }

  private static func isYear(_ text: Substring) -> Bool { text.hasPrefix("20") && text.allSatisfy(isDigit) }

  private static func isDay(_ text: Substring) -> Bool {
    guard text.count == 4, text.allSatisfy(isDigit), let month = Int(text.prefix(2)), let day = Int(text.suffix(2))
    else {
      return false
    }
    return (1...12).contains(month) && (1...31).contains(day)
  }

  /// `q4`, `iq3`, `tq1`, and MLC's `q4f16`.
  private static func isQuantisation(_ word: Substring) -> Bool {
    guard let q = word.firstIndex(of: "q"), ["", "i", "t"].contains(word[..<q]) else { return false }
    let bits = word[word.index(after: q)...]
    return bits.first.map { ("1"..."8").contains($0) } == true && ["", "f16", "f32"].contains(bits.dropFirst())
  }

  private static let blocks: Set<Substring> = ["k", "0", "1", "xxs", "xs", "s", "m", "l", "xl", "nl"]

  /// Formats of numbers, ways to quantise, endings of files, and Ollama's word for whatever is newest.
  private static let packings: Set<Substring> = [
    "f16", "f32", "fp32", "fp16", "bf16", "fp8", "fp4", "mxfp4", "nvfp4", "int8", "int4", "8bit", "4bit", "w8a8",
    "w8a16", "w4a16", "awq", "gptq", "bnb", "gguf", "safetensors", "latest",
  ]

  /// Of a file in several parts: `00001-of-00003`.
  private static func isPart(_ word: Substring) -> Bool { word.count == 5 && word.allSatisfy(isDigit) }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
