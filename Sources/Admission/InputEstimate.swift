// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Guesses how many input tokens a request will be, for limits that are soft. Budgets hold `TokenBound` instead.
///
/// Starts from medians of characters for a token by script, measured on interface texts in 91 languages with three
/// vocabularies in use, and learns from what backends report: tokenizers differ by model and change without notice. What
/// was learned is kept in memory only; after a restart it is learned anew within some calls.
///
/// One for each event loop, so that it needs no lock.
package struct InputEstimator: Sendable {
  /// A guess, with what is needed to learn from the truth.
  package struct Guess: Sendable {
    package let tokens: Int64
    let model: ModelID
    let script: Script
    /// The guess before anything that was learned.
    let unlearned: Int64
  }

  private struct Key: Hashable {
    let model: ModelID
    let script: Script
  }

  /// Truth ÷ unlearned guess in 1024ths, as a running mean over about sixteen calls.
  private var ratios: [Key: Int64] = [:]

  package init() {}

  /// - Parameters:
  ///   - body: the request as it came, JSON.
  ///   - bound: the safe bound, which is never passed.
  package func guess(_ body: Span<UInt8>, model: ModelID, bound: Int64) -> Guess {
    let profile = ScriptProfile(body)
    let ratio = ratios[Key(model: model, script: profile.script)] ?? 1_024
    let tokens = (profile.tokens * ratio + 1_023) / 1_024
    return Guess(
      tokens: min(max(1, tokens), bound), model: model, script: profile.script, unlearned: max(1, profile.tokens))
  }

  /// - Parameter actual: input tokens as the backend reported them.
  package mutating func learn(_ guess: Guess, actual: Int64) {
    guard actual > 0 else { return }
    // Between an eighth and eight times: beyond that it is a cached prefix, a long tool list or a lie, and not a tokenizer.
    let ratio = min(max(min(actual, 1 << 40) * 1_024 / guess.unlearned, 128), 8_192)
    let key = Key(model: guess.model, script: guess.script)
    let old = ratios[key] ?? 1_024
    let step = ratio - old
    ratios[key] = old + (abs(step) < 16 ? step.signum() : step / 16)
  }
}

/// Families of scripts that tokenizers treat alike.
enum Script: Int, CaseIterable, Sendable {
  case ascii, latin, cyrillic, greekOrHebrew, arabic, indic, thaiOrKhmer, georgianOrArmenian, cjk, other

  /// Tokens for a thousand characters: between the medians of two current vocabularies (o200k_base and tekken).
  var tokensPerThousand: Int64 {
    switch self {
    case .ascii: 290
    case .latin: 620
    case .cyrillic: 390
    case .greekOrHebrew: 360
    case .arabic: 350
    case .indic: 410
    case .thaiOrKhmer: 480
    case .georgianOrArmenian: 390
    case .cjk: 630
    case .other: 1_100
    }
  }

  /// Of a character by its code point.
  init(_ scalar: UInt32) {
    switch scalar {
    case ..<0x80: self = .ascii
    case ..<0x370, 0x1E00..<0x1F00, 0x2000..<0x2070: self = .latin
    case 0x370..<0x400, 0x590..<0x600, 0x1F00..<0x2000: self = .greekOrHebrew
    case 0x400..<0x530: self = .cyrillic
    case 0x530..<0x590, 0x10A0..<0x1100, 0x1C90..<0x1CC0: self = .georgianOrArmenian
    case 0x600..<0x780, 0x8A0..<0x900: self = .arabic
    case 0x900..<0xE00: self = .indic
    case 0xE00..<0xF00, 0x1780..<0x1800: self = .thaiOrKhmer
    case 0x3000..<0xA000, 0xAC00..<0xD7B0, 0xFF00..<0xFFF0: self = .cjk
    default: self = .other
    }
  }
}

/// How many characters of which script a text has, from its beginning.
struct ScriptProfile {
  /// The script of most characters beyond ASCII, or ASCII where there are few.
  let script: Script
  let tokens: Int64

  /// What is looked at; the rest is taken to be like it.
  private static let sample = 16 << 10
  /// The chat template and the request's own members.
  private static let overhead: Int64 = 12

  init(_ text: Span<UInt8>) {
    var counts = InlineArray<10, Int64>(repeating: 0)
    let end = min(text.count, Self.sample)
    var at = 0
    while at < end {
      let byte = text[at]
      if byte < 0x80 {
        // Some clients escape everything beyond ASCII; that is one character and not six.
        if byte == UInt8(ascii: "\\"), let scalar = Self.escape(text, at) {
          counts[Script(scalar).rawValue] += 1
          at += 6
        } else {
          counts[0] += 1
          at += 1
        }
        continue
      }
      let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      guard at + length <= text.count else { break }
      var scalar = UInt32(byte) & (0xFF >> UInt32(length + 1))
      for next in at + 1..<at + length { scalar = scalar << 6 | UInt32(text[next] & 0x3F) }
      counts[Script(scalar).rawValue] += 1
      at += length
    }
    var (sum, most): (Int64, Int) = (0, 1)
    for script in Script.allCases {
      sum += counts[script.rawValue] * script.tokensPerThousand
      if script.rawValue > 0, counts[script.rawValue] > counts[most] { most = script.rawValue }
    }
    // A word in another script does not make a text of that script.
    script = counts[most] * 8 > counts[0] ? Script(rawValue: most)! : .ascii
    let sampled = sum / 1_000
    tokens = (at > 0 ? sampled * Int64(text.count) / Int64(at) : 0) + Self.overhead
  }

  /// The code unit of `\u` and four hexadecimal digits at a place; nil for any other escape.
  private static func escape(_ text: Span<UInt8>, _ at: Int) -> UInt32? {
    guard at + 6 <= text.count, text[at + 1] == UInt8(ascii: "u") else { return nil }
    var unit: UInt32 = 0
    for place in at + 2..<at + 6 {
      let digit: UInt8
      switch text[place] {
      case let byte where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case let byte where byte | 32 >= UInt8(ascii: "a") && byte | 32 <= UInt8(ascii: "f"):
        digit = (byte | 32) - UInt8(ascii: "a") + 10
      default: return nil
      }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }
}
