// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A commitment to a text that comes in pieces, split anywhere, in bounded memory.
///
/// The result is that of `Commitment.of(text:salt:)` over the pieces joined. A text without any place to cut for 64
/// KiB, which no language has, is given up: there is then no commitment, and never a wrong one.
package struct IncrementalCommitment: Sendable {
  private var code: SaltedHash
  /// The last bytes of a character whose rest has not come yet: at most three.
  private var unfinished: [UInt8] = []
  /// UTF-8 from the last place to cut on: what comes next may compose with it.
  private var pending: [UInt8] = []
  private var isGivenUp = false

  package static let mostPendingBytes = 64 * 1_024

  package init(salt: CommitmentSalt) {
    code = SaltedHash(salt)
  }

  package mutating func append(_ chunk: [UInt8]) {
    guard !isGivenUp, let last = chunk.last else { return }
    if unfinished.isEmpty, chunk.largestByte < 0x80 { return append(ascii: chunk, last: last) }
    var text = unfinished
    text += chunk
    let end = text.count - Self.unfinishedBytes(at: text)
    unfinished = Array(text[end...])
    text.removeLast(text.count - end)
    guard (try? UTF8Span(validating: text.span)) != nil else { return giveUp() }
    if let cut = Self.lastCut(in: text) {
      pending += text[..<cut]
      commitPending()
      pending += text[cut...]
    } else {
      pending += text
    }
    if pending.count > Self.mostPendingBytes { giveUp() }
  }

  /// What most pieces are: a cut may go before each character, so only the last one has to wait for what follows.
  private mutating func append(ascii chunk: [UInt8], last: UInt8) {
    commitPending()
    chunk.withUnsafeBytes { code.update(UnsafeRawBufferPointer(rebasing: $0.dropLast())) }
    pending.append(last)
  }

  /// The commitment to all of it; nil when it was not UTF-8 or was given up.
  package consuming func finalize() -> Commitment? {
    guard !isGivenUp, unfinished.isEmpty else { return nil }
    commitPending()
    return Commitment(code.finalize())
  }

  private mutating func giveUp() {
    isGivenUp = true
    (unfinished, pending) = ([], [])
  }

  private mutating func commitPending() {
    guard !pending.isEmpty else { return }
    code.update(CanonicalComposition.nfc(pending))
    pending.removeAll(keepingCapacity: true)
  }

  /// Bytes at the end that begin a character and do not end it. Bytes that are wrong anyway count as finished.
  private static func unfinishedBytes(at text: [UInt8]) -> Int {
    for count in 1...3 where count <= text.count {
      switch text[text.count - count] {
      case 0x80..<0xC0: continue
      case 0xC2..<0xE0: return count < 2 ? count : 0
      case 0xE0..<0xF0: return count < 3 ? count : 0
      case 0xF0..<0xF5: return count < 4 ? count : 0
      default: return 0
      }
    }
    return 0
  }

  /// The offset of the last character that a cut may go before; the text is UTF-8.
  private static func lastCut(in text: [UInt8]) -> Int? {
    var at = text.count
    while at > 0 {
      at -= 1
      guard text[at] & 0xC0 != 0x80 else { continue }
      if CompositionBoundary.isBefore(scalar(at, in: text)) { return at }
    }
    return nil
  }

  /// The character whose lead byte is there; the text is UTF-8.
  private static func scalar(_ at: Int, in text: [UInt8]) -> UInt32 {
    let lead = text[at]
    let (length, bits): (Int, UInt8) =
      switch lead {
      case ..<0x80: (1, lead)
      case ..<0xE0: (2, lead & 0x1F)
      case ..<0xF0: (3, lead & 0x0F)
      default: (4, lead & 0x07)
      }
    return text[at..<at + length].dropFirst().reduce(UInt32(bits)) { $0 << 6 | UInt32($1 & 0x3F) }
  }
}
