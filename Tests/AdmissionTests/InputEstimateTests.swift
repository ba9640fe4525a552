// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Testing

@Suite struct InputEstimateTests {
  static let model = ModelID("m")!

  static func guess(_ text: String, _ estimator: InputEstimator = InputEstimator(), bound: Int64 = 1 << 40)
    -> InputEstimator
    .Guess
  {
    estimator.guess(Array(text.utf8).span, model: model, bound: bound)
  }

  /// Characters for a token, between the smallest and the largest that two vocabularies were measured to have.
  @Test(arguments: [
    ("The quick brown fox jumps over the lazy dog. ", 2.3...4.9), ("Быстрая лиса прыгает через собаку. ", 1.4...4.0),
    ("快速的棕色狐狸跳过懒狗。", 1.2...2.1), ("الثعلب السريع يقفز فوق الكلب. ", 1.1...3.4),
    ("तेज़ लोमड़ी आलसी कुत्ते के ऊपर कूदती है। ", 2.0...3.2), ("สุนัขจิ้งจอกกระโดดข้ามสุนัข", 1.7...2.7),
    ("სწრაფი მელა ხტება ძაღლზე. ", 2.1...3.1), ("Η γρήγορη αλεπού πηδάει. ", 2.6...2.9),
  ])
  func aTextIsGuessedByItsScript(text: String, charactersForAToken: ClosedRange<Double>) {
    let long = String(repeating: text, count: 100)
    let tokens = Double(Self.guess(long).tokens - 12)
    let ratio = Double(long.unicodeScalars.count) / tokens
    #expect(charactersForAToken.contains(ratio), "\(ratio)")
  }

  @Test func anEscapedTextCountsLikeAPlainOne() {
    let plain = Self.guess(String(repeating: "собака", count: 50)).tokens
    let escaped = Self.guess(String(repeating: #"\u0441\u043e\u0431\u0430\u043a\u0430"#, count: 50)).tokens
    #expect(plain == escaped)
  }

  @Test func theBoundIsNeverPassed() {
    #expect(Self.guess(String(repeating: "x", count: 100_000), bound: 77).tokens == 77)
    #expect(Self.guess("", bound: 5).tokens == 5)
  }

  @Test func anyBytesAreSurvived() {
    for bytes in [[0xFF, 0xC3], [0xF0, 0x9F], [0xE4], Array("\\u12".utf8), Array("\\uZZZZ".utf8), Array("\\".utf8)]
      as [[UInt8]]
    {
      #expect(InputEstimator().guess(bytes.span, model: Self.model, bound: 100).tokens >= 1)
    }
  }

  @Test func itLearnsWhatABackendReports() {
    var estimator = InputEstimator()
    let text = String(repeating: "word ", count: 400)
    let first = Self.guess(text).tokens
    for _ in 0..<200 { estimator.learn(Self.guess(text, estimator), actual: first * 2) }
    let learned = Self.guess(text, estimator).tokens
    #expect(abs(learned - first * 2) <= first / 20, "\(first) became \(learned)")
    // Another script of the same model has its own factor.
    let other = String(repeating: "слово", count: 400)
    #expect(Self.guess(other, estimator).tokens == Self.guess(other).tokens)
    // One lie moves it little.
    estimator.learn(Self.guess(text, estimator), actual: .max)
    #expect(Self.guess(text, estimator).tokens < first * 3)
    estimator.learn(Self.guess(text, estimator), actual: -5)
  }
}
