// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Domain

/// 32 bytes that lie in the value itself and cost no allocation: a SHA-256 value, or a salt.
///
/// The four words hold the bytes as they lie in memory, so that an array of these is the bytes one after the other.
struct Bytes32: Hashable, Sendable {
  private var a: UInt64 = 0
  private var b: UInt64 = 0
  private var c: UInt64 = 0
  private var d: UInt64 = 0

  static let count = 32

  private init() {}

  /// Nil unless there are exactly 32 bytes.
  init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.count else { return nil }
    self.init()
    Swift.withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: bytes) }
  }

  init(_ digest: SHA256Digest) {
    self.init()
    Swift.withUnsafeMutableBytes(of: &self) { own in digest.withUnsafeBytes { own.copyMemory(from: $0) } }
  }

  init(using random: inout some RandomNumberGenerator) {
    (a, b, c, d) = (random.next(), random.next(), random.next(), random.next())
  }

  func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
    try Swift.withUnsafeBytes(of: self, body)
  }

  var array: [UInt8] { withUnsafeBytes { Array($0) } }

  /// 64 digits of lower-case hexadecimal.
  var hexadecimal: String { withUnsafeBytes { Hexadecimal.text($0) } }
}
