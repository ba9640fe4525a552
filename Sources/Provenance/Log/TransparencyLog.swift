// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import Notes
internal import Synchronization

/// An append-only Merkle tree in a directory, with a signed checkpoint: the writing side, one for each log.
///
/// Files: `level-0`, `level-1`, … (see `LevelFiles`), `checkpoint`, and `lock`, which keeps a second writer out. An
/// append writes and syncs the hashes first and then signs and publishes one checkpoint, so that a checkpoint never
/// speaks of hashes that a crash can take away. What a crash leaves behind a checkpoint is cut off when the log is
/// opened, unless it was signed already: a signed checkpoint is never forgotten, or two roots could be signed for one
/// size.
///
/// Nothing here reads a clock. Reads may come from any thread, also while an append is under way.
package final class TransparencyLog: Sendable {
  package let origin: KeyName
  let directory: String
  let signers: [NoteSigner]
  /// The signers' own, and further ones whose checkpoints are believed.
  let keys: [NoteVerifier]
  let anchors: [CheckpointFile]
  let fault: LogFaultHook
  /// Held for as long as the log is open.
  let lock: LogFile
  private let writer: Mutex<Writer>
  private let snapshot: Mutex<Published>

  /// What the next append builds on.
  struct Writer: Sendable {
    var levels: LevelFiles
    var frontier: Frontier
    /// Signed, and perhaps not stored. Nothing may be signed before that is known.
    var isInDoubt = false
    /// What an anchor told: nothing is signed any more, also when the anchor is gone again.
    var refusal: LogProblem?
  }

  /// What readers see.
  struct Published: Sendable {
    let levels: LevelFiles
    let signed: SignedCheckpoint
  }

  package static let mostLeavesPerCheckpoint = 1_000

  init(
    origin: KeyName, directory: String, signers: [NoteSigner], keys: [NoteVerifier], anchors: [CheckpointFile],
    fault: @escaping LogFaultHook, lock: LogFile, writer: consuming Writer, published: Published
  ) {
    self.origin = origin
    self.directory = directory
    self.signers = signers
    self.keys = keys
    self.anchors = anchors
    self.fault = fault
    self.lock = lock
    self.writer = Mutex(writer)
    snapshot = Mutex(published)
  }

  var published: Published { snapshot.withLock { $0 } }

  /// The newest checkpoint, with its signatures.
  package var checkpoint: SignedCheckpoint { published.signed }
  package var size: Int { checkpoint.checkpoint.size }
  package var root: MerkleHash { checkpoint.checkpoint.root }
  /// What `checkpoint` is served as.
  package var checkpointText: [UInt8] { checkpoint.note.bytes }

  /// Adds leaves and publishes one checkpoint that covers them all. Without leaves it does nothing.
  ///
  /// When it throws, nothing was added, or, with `mustBeReopened` from then on, opening the log tells whether it was.
  /// - Parameter leaves: at most 1000.
  /// - Returns: for each anchor that could not be written, why. The checkpoint is published all the same.
  /// - Throws: `LogProblem`, also when an anchor shows that the name has signed another history: then each later append
  ///   throws the same. And what the fault hook throws.
  @discardableResult
  package func append(_ leaves: [MerkleHash]) throws -> [LogProblem] {
    precondition(leaves.count <= Self.mostLeavesPerCheckpoint)
    guard !leaves.isEmpty else { return [] }
    return try writer.withLock { writer in
      if let refusal = writer.refusal { throw refusal }
      guard !writer.isInDoubt else { throw LogProblem.mustBeReopened(directory: directory) }
      try fault(.begun)
      try heedAnchors(&writer)
      var (levels, frontier) = (writer.levels, writer.frontier)
      try write(leaves, to: &levels, &frontier)
      let checkpoint = Checkpoint(origin: origin, size: frontier.size, root: frontier.root)
      let note = try checkpoint.signed(by: signers)
      writer.isInDoubt = true
      try publish(note)
      writer = Writer(levels: levels, frontier: frontier)
      let signed = SignedCheckpoint(checkpoint: checkpoint, note: note, signers: signers.map(\.verifier))
      snapshot.withLock { $0 = Published(levels: levels, signed: signed) }
      return try writeAnchors(note, &writer)
    }
  }

  private func write(_ leaves: [MerkleHash], to levels: inout LevelFiles, _ frontier: inout Frontier) throws {
    let before = frontier.size
    var new: [[MerkleHash]] = [[]]
    for leaf in leaves {
      frontier.append(leaf) { height, hash in
        let (level, rest) = height.quotientAndRemainder(dividingBy: LevelFiles.bitsPerLevel)
        guard rest == 0 else { return }
        if level == new.count { new.append([]) }
        new[level].append(hash)
      }
    }
    for (level, hashes) in new.enumerated() {
      try levels.write(hashes, level: level, at: LevelFiles.count(in: before, level: level))
      try fault(.levelWritten(level))
    }
    try levels.sync(levels: 0..<new.count)
    // A level's file may be new.
    try CheckpointFile(path: "\(directory)/checkpoint").syncDirectory()
    try fault(.levelsSynced)
  }

  private func publish(_ note: SignedNote) throws {
    try fault(.signed)
    let file = CheckpointFile(path: "\(directory)/checkpoint")
    try file.writeNext(note.bytes)
    try fault(.checkpointWritten)
    try file.renameNext()
    try fault(.checkpointRenamed)
    try file.syncDirectory()
    try fault(.published)
  }

  /// Before anything is signed: an anchor's disk may have been mounted since the log was opened.
  private func heedAnchors(_ writer: inout Writer) throws {
    for anchor in anchors {
      do {
        _ = try anchor.isCopy(of: writer.levels, size: writer.frontier.size, origin: origin, keys: keys)
      } catch let problem as LogProblem {
        // Any other is told when the anchor is to be written.
        guard problem.forbidsSigning else { continue }
        writer.refusal = problem
        throw problem
      }
    }
  }

  private func writeAnchors(_ note: SignedNote, _ writer: inout Writer) throws -> [LogProblem] {
    var problems: [LogProblem] = []
    for (place, anchor) in anchors.enumerated() {
      do {
        _ = try anchor.isCopy(of: writer.levels, size: writer.frontier.size, origin: origin, keys: keys)
        try anchor.replace(with: note.bytes)
      } catch let problem as LogProblem {
        if problem.forbidsSigning { writer.refusal = problem }
        problems.append(problem)
      }
      try fault(.anchorWritten(place))
    }
    return problems
  }
}
