// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Bytes that can be asked for by their place, so that a reader of a header need not take in a file of many gigabytes.
package protocol ByteSource {
  /// For messages.
  var name: String { get }
  var size: Int64 { get }
  /// Up to `count` bytes from `offset` on; fewer only at the end.
  func read(at offset: Int64, count: Int) throws(ImportProblem) -> [UInt8]
}

package struct ByteArraySource: ByteSource {
  package let name: String
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8], name: String) {
    (self.bytes, self.name) = (bytes, name)
  }

  package var size: Int64 { Int64(bytes.count) }

  package func read(at offset: Int64, count: Int) throws(ImportProblem) -> [UInt8] {
    guard offset >= 0, offset < size, count > 0 else { return [] }
    let start = Int(offset)
    return Array(bytes[start..<min(bytes.count, start + min(count, bytes.count))])
  }
}
