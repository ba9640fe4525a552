// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ModelImport

/// A file that lies in memory.
struct ByteArraySource: ByteSource {
  let name: String
  private let bytes: [UInt8]

  init(_ bytes: [UInt8], name: String) {
    (self.bytes, self.name) = (bytes, name)
  }

  var size: Int64 { Int64(bytes.count) }

  func read(at offset: Int64, count: Int) throws(ImportProblem) -> [UInt8] {
    guard offset >= 0, offset < size, count > 0 else { return [] }
    let start = Int(offset)
    return Array(bytes[start..<min(bytes.count, start + min(count, bytes.count))])
  }
}
