// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Notes

/// A check of all of a log's files, leaf by leaf, that changes nothing and needs no private key.
package struct LogAudit: Sendable {
  package let signed: SignedCheckpoint
  /// What a start would be refused for: an anchor that cannot be read, is no checkpoint of this log, or knows another
  /// tree or a newer one. In the order of the anchors.
  package let anchorProblems: [LogProblem]

  /// - Parameter entry: when given, each leaf is compared with the hash of what it gives for the leaf's index.
  /// - Throws: `LogProblem`, and what `entry` throws.
  package init(
    of directory: String, origin: KeyName, verifiers: [NoteVerifier], anchors: [String] = [],
    entry: ((_ index: Int) throws -> [UInt8])? = nil
  ) throws {
    // Read before the log's own: a gateway that runs meanwhile puts a checkpoint into the anchors last.
    let anchored = anchors.map { Self.anchored(in: $0, origin: origin, verifiers: verifiers) }
    let file = CheckpointFile(path: "\(directory)/checkpoint")
    guard let signed = try file.verified(origin: origin, keys: verifiers) else {
      throw LogProblem.noCheckpoint(directory: directory)
    }
    self.signed = signed
    let size = signed.checkpoint.size
    let levels = try LevelFiles(in: directory, size: size, .reading)
    var frontier = Frontier()
    var computed = [[MerkleHash]](repeating: [], count: LevelFiles.mostLevels + 1)
    for start in stride(from: 0, to: size, by: LevelFiles.tileWidth) {
      let leaves = try levels.hashes(level: 0, from: start, count: min(LevelFiles.tileWidth, size - start))
      for (place, leaf) in leaves.enumerated() {
        if let entry, MerkleHash.leaf(try entry(start + place)) != leaf {
          throw LogProblem.sourceDiffers(index: start + place)
        }
        frontier.append(leaf) { height, hash in
          let (level, rest) = height.quotientAndRemainder(dividingBy: LevelFiles.bitsPerLevel)
          if rest == 0, level > 0 { computed[level].append(hash) }
        }
      }
    }
    for level in 1..<LevelFiles.mostLevels where !computed[level].isEmpty {
      guard try levels.hashes(level: level, from: 0, count: computed[level].count) == computed[level] else {
        throw LogProblem.damaged(
          path: LevelFiles.path(directory, level), what: "its hashes are not those of the level below")
      }
    }
    guard frontier.root == signed.checkpoint.root else {
      throw LogProblem.damaged(
        path: LevelFiles.path(directory, 0), what: "its hashes do not add up to the checkpoint's root")
    }
    anchorProblems = try zip(anchors, anchored).compactMap { (path, anchored) -> LogProblem? in
      let reason: String
      switch anchored {
      case .success(let known?):
        guard known.size <= size else { return .anchorIsAhead(path: path, anchor: known.size, log: size) }
        return try levels.root(of: 0..<known.size) == known.root ? nil : .anchorDiffers(path: path, size: known.size)
      case .success(nil): reason = "no such file"
      case .failure(.cannotUse(path, let why)): reason = why
      case .failure(let problem): return problem
      }
      // A log without leaves begins without its anchors too.
      return size == 0 ? nil : .anchorIsMissing(path: path, reason: reason, checkpoint: file.path)
    }
  }

  private static func anchored(
    in path: String, origin: KeyName, verifiers: [NoteVerifier]
  ) -> Result<Checkpoint?, LogProblem> {
    do {
      return .success(try CheckpointFile(path: path).verified(origin: origin, keys: verifiers)?.checkpoint)
    } catch let problem as LogProblem {
      return .failure(problem)
    } catch {
      return .failure(.cannotUse(path: path, reason: "\(error)"))
    }
  }
}
