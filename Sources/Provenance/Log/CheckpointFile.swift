// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import Notes

/// A signed checkpoint in a file: replaced whole, so that whoever reads it sees one checkpoint or the next.
struct CheckpointFile: Sendable {
  let path: String

  /// Where the next one is written before it takes the name. What is found there after a crash was signed already.
  var next: CheckpointFile { CheckpointFile(path: path + ".next") }

  private var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Nil when there is no file.
  func read() throws -> [UInt8]? {
    guard access(path, F_OK) == 0 else {
      guard errno == ENOENT else { throw LogProblem.systemError(path) }
      return nil
    }
    let file = try LogFile(path, .reading)
    var bytes = [UInt8](repeating: 0, count: min(try file.length(), SignedNote.mostBytes + 1))
    try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    return bytes
  }

  /// The checkpoint in the file, if it is signed by one of the log's keys and is of this log; nil without a file.
  func verified(origin: KeyName, keys: [NoteVerifier]) throws -> SignedCheckpoint? {
    guard let bytes = try read() else { return nil }
    let signed: SignedCheckpoint
    do throws(NoteProblem) {
      let note = try SignedNote(bytes)
      let (checkpoint, signers) = try Checkpoint.verified(note, keys: keys)
      signed = SignedCheckpoint(checkpoint: checkpoint, note: note, signers: signers)
    } catch {
      throw LogProblem.badCheckpoint(path: path, error)
    }
    guard signed.checkpoint.origin == origin else {
      throw LogProblem.otherOrigin(path: path, found: signed.checkpoint.origin, expected: origin)
    }
    return signed
  }

  /// Compares an anchor with the log whose copy it shall hold.
  ///
  /// - Returns: false when there is no file.
  /// - Throws: `LogProblem`; one that `forbidsSigning` when the anchor is not of the log's past.
  func isCopy(of levels: LevelFiles, size: Int, origin: KeyName, keys: [NoteVerifier]) throws -> Bool {
    guard let anchored = try verified(origin: origin, keys: keys)?.checkpoint else { return false }
    guard anchored.size <= size else { throw LogProblem.anchorIsAhead(path: path, anchor: anchored.size, log: size) }
    guard try levels.root(of: 0..<anchored.size) == anchored.root else {
      throw LogProblem.anchorDiffers(path: path, size: anchored.size)
    }
    return true
  }

  /// Writes and syncs the bytes under the name that nobody reads.
  func writeNext(_ bytes: [UInt8]) throws {
    let file = try LogFile(next.path, .writing)
    try file.cut(to: 0)
    try bytes.withUnsafeBytes { try file.write($0, at: 0) }
    try file.sync()
  }

  func renameNext() throws {
    guard rename(next.path, path) == 0 else { throw LogProblem.systemError(path) }
  }

  func discardNext() throws {
    guard unlink(next.path) == 0 || errno == ENOENT else { throw LogProblem.systemError(next.path) }
  }

  /// Makes the name last.
  func syncDirectory() throws { try LogFile(directory, .reading).sync() }

  func replace(with bytes: [UInt8]) throws {
    try writeNext(bytes)
    try renameNext()
    try syncDirectory()
  }
}

/// A checkpoint with its signatures, checked.
package struct SignedCheckpoint: Hashable, Sendable {
  package let checkpoint: Checkpoint
  package let note: SignedNote
  /// Those of the known keys that signed it.
  package let signers: [NoteVerifier]
}
