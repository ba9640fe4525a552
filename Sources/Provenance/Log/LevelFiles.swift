// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// The hashes of a log: a flat file for each level of tiles, 32 bytes a hash, only ever written at the end.
///
/// `level-0` holds the leaves' hashes; a hash of `level-1` is the root of 256 of them, and so on (C2SP tlog-tiles).
/// Since a tile is a slice of such a file, the full tile and every partial one that any checkpoint may need are there
/// without being kept apart.
struct LevelFiles: Sendable {
  static let bitsPerLevel = 8
  static let tileWidth = 256
  /// Levels that a size in 63 bits can have.
  static let mostLevels = 8

  private let directory: String
  private let access: LogFile.Access
  private var files: [LogFile] = []

  /// Opens the files of a log of this size, which may be longer than it says but not shorter.
  init(in directory: String, size: Int, _ access: LogFile.Access) throws(LogProblem) {
    (self.directory, self.access) = (directory, access)
    for level in 0..<Self.mostLevels where Self.count(in: size, level: level) > 0 {
      let file = try LogFile(Self.path(directory, level), .reading)
      let (length, needed) = (try file.length(), Self.count(in: size, level: level) * MerkleHash.byteCount)
      guard length >= needed else {
        throw .damaged(
          path: file.path,
          what: "has \(length.counted("byte")), and \(size.counted("leaf needs", "leaves need")) \(needed)")
      }
      files.append(access == .reading ? file : try LogFile(file.path, .writing))
    }
  }

  static func path(_ directory: String, _ level: Int) -> String { "\(directory)/level-\(level)" }

  /// The hashes that a level has in a log of this size.
  static func count(in size: Int, level: Int) -> Int { size >> (bitsPerLevel * level) }

  /// Hashes from one level, which must be in the file.
  func hashes(level: Int, from first: Int, count: Int) throws -> [MerkleHash] {
    guard level < files.count else { throw LogProblem.damaged(path: Self.path(directory, level), what: "is not there") }
    return try [MerkleHash](unsafeUninitializedCapacity: count) { space, initialized in
      try files[level].read(
        into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: space[..<count])),
        at: first * MerkleHash.byteCount)
      initialized = count
    }
  }

  mutating func write(_ hashes: [MerkleHash], level: Int, at first: Int) throws {
    while files.count <= level {
      files.append(try LogFile(Self.path(directory, files.count), .writing))
    }
    try hashes.withUnsafeBytes { try files[level].write($0, at: first * MerkleHash.byteCount) }
  }

  func sync(levels: Range<Int>) throws(LogProblem) {
    for level in levels { try files[level].sync() }
  }

  /// Takes away what an append left behind that did not come to its checkpoint.
  func cut(to size: Int) throws(LogProblem) {
    for (level, file) in files.enumerated() {
      try file.cut(to: Self.count(in: size, level: level) * MerkleHash.byteCount)
    }
  }
}

extension LevelFiles: MerkleSource {
  func hash(of subtree: FullSubtree) throws -> MerkleHash {
    let (level, rest) = subtree.height.quotientAndRemainder(dividingBy: Self.bitsPerLevel)
    return .root(ofFull: try hashes(level: level, from: subtree.index << rest, count: 1 << rest))
  }
}
