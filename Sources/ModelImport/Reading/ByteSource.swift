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
