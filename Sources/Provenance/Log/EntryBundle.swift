// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The entries of a tile behind one another, each with its length in front: two bytes, big-endian (C2SP tlog-tiles).
package enum EntryBundle {
  /// What the two bytes of a length can say.
  package static let mostBytesPerEntry = 65_535

  /// - Parameter first: the index of the first entry, for the error.
  package static func bytes(of entries: [[UInt8]], from first: Int) throws(LogProblem) -> [UInt8] {
    var bundle: [UInt8] = []
    bundle.reserveCapacity(entries.reduce(0) { $0 + $1.count + 2 })
    for (place, entry) in entries.enumerated() {
      guard entry.count <= mostBytesPerEntry else {
        throw .entryTooLong(index: first + place, bytes: entry.count)
      }
      bundle.append(UInt8(entry.count >> 8))
      bundle.append(UInt8(entry.count & 0xFF))
      bundle += entry
    }
    return bundle
  }
}
