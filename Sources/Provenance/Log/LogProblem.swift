// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
package import Notes

/// Why a transparency log cannot be opened or added to: one line that says where and what to do.
package enum LogProblem: Error, Hashable, Sendable {
  case cannotUse(path: String, reason: String)
  /// Another process has it open for writing.
  case inUse(directory: String)
  /// A file is shorter than the checkpoint says, or its hashes do not add up to the checkpoint's root.
  case damaged(path: String, what: String)
  case noCheckpoint(directory: String)
  case badCheckpoint(path: String, NoteProblem)
  /// A key of this log signed it that does not stand in the list of its keys any more.
  ///
  /// - Parameter replacedOn: the day of the start at which the next key began to sign; nil: none has.
  case replacedKey(path: String, key: NoteVerifier, replacedOn: String?, list: String)
  /// It is of a log of this home that was ended.
  ///
  /// - Parameter aside: the name that the ending would have given it.
  case endedLog(path: String, log: KeyName, aside: String)
  case otherOrigin(path: String, found: KeyName, expected: KeyName)
  /// A signer must have the log's origin for its name.
  case otherKeyName(KeyName, origin: KeyName)
  case noSigner(origin: KeyName)
  /// A copy of the checkpoint elsewhere is newer: this directory was restored from the past.
  case anchorIsAhead(path: String, anchor: Int, log: Int)
  /// A copy of the checkpoint elsewhere is of another tree.
  case anchorDiffers(path: String, size: Int)
  /// The copy of the checkpoint elsewhere, without which nobody can tell whether this directory is from the past.
  case anchorIsMissing(path: String, reason: String, checkpoint: String)
  /// The log has signed before, and neither its directory nor the copy of the checkpoint elsewhere is there.
  case lostWithItsAnchor(directory: String, anchor: String, reason: String)
  /// The source of the leaves holds fewer than are signed: it was restored from the past.
  case sourceIsBehind(checkpoint: Int, source: Int)
  /// The source of the leaves holds another leaf than the one that is signed.
  case sourceDiffers(index: Int)
  /// The directory is damaged, and the source of the leaves bears out every checkpoint that is known.
  case canBeMadeAgain(directory: String)
  /// An entry's length does not fit the two bytes that a bundle has for it.
  case entryTooLong(index: Int, bytes: Int)
  /// An earlier append failed after it had signed.
  case mustBeReopened(directory: String)
}

extension LogProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotUse(let path, let reason): "\(path): \(reason)"
    case .inUse(let directory):
      "\(directory): another process adds to this log; stop it first"
    case .damaged(let path, let what):
      "\(path): \(what); restore the log's directory from its newest backup or from a mirror of its tiles"
    case .noCheckpoint(let directory):
      "\(directory): there are hashes but no checkpoint; restore the file checkpoint, or an anchor's copy of it"
    case .badCheckpoint(let path, let problem):
      "\(path): \(problem)"
        + (problem == .unknownSigners
          ? "" : "; put a copy of it back from a backup or from another anchor, or \(Self.wayOut)")
    case .replacedKey(let path, let key, let day, let list):
      "\(path): signed with a key of this log that has ended\(day.map { ": the next one signs since \($0)" } ?? ""); add its "
        + "public key to \(list), as a line in front of the others, so that what it signed stays valid: \(key)"
    case .endedLog(let path, let log, let aside):
      "\(path): is of the log \(log), which was ended, and its key with it; keep it under another name: mv \(path) \(aside)"
    case .otherOrigin(let path, let found, let expected):
      "\(path): is a checkpoint of \(found), and this log is \(expected); look at the log's directory and its origin"
    case .otherKeyName(let name, let origin):
      "the signing key is named \(name), and the log's origin is \(origin); a log's keys must bear its origin"
    case .noSigner(let origin):
      "\(origin): no key to sign with; name the log's key file"
    case .anchorIsAhead(let path, let anchor, let log):
      "\(path): a checkpoint of \(anchor.counted("leaf", "leaves")) is known and this log has \(log), so it was "
        + "restored from the past; restore a newer copy of its directory, or \(Self.wayOut)"
    case .anchorDiffers(let path, let size):
      "\(path): this log has another root at \(size.counted("leaf", "leaves")) than the one it signed before; "
        + "restore the directory that belongs to the anchor, or \(Self.wayOut)"
    case .anchorIsMissing(let path, let reason, let checkpoint):
      "\(path): this anchor cannot be read (\(reason)), so nobody can tell whether the log is an old backup; "
        + "mount its disk, or, if the anchor is new or the home was moved, put its first copy there: cp \(checkpoint) \(path)"
    case .lostWithItsAnchor(let directory, let anchor, let reason):
      "\(directory): this log has signed before, and neither its files nor the anchor \(anchor) can be read (\(reason)), so "
        + "nobody can tell how far it went; mount the anchor's disk, or restore the directory or the anchor, or "
        + Self.wayOut
    case .sourceIsBehind(let checkpoint, let source):
      "the log has signed \(checkpoint.counted("leaf", "leaves")) and the ledger holds \(source): it was restored from "
        + "the past; restore a newer ledger, or \(Self.wayOut)"
    case .sourceDiffers(let index):
      "the ledger's record \(index) is not the one that the log has signed; restore the ledger that belongs to it, "
        + "or \(Self.wayOut)"
    case .canBeMadeAgain(let directory):
      "\(directory): the log's directory is damaged, and the ledger holds exactly what was signed; stop the gateway and "
        + "move the directory away: the next start makes it again from the ledger"
    case .entryTooLong(let index, let bytes):
      "entry \(index) has \(bytes) bytes, and a log's entry at most 65535"
    case .mustBeReopened(let directory):
      "\(directory): a checkpoint was signed and perhaps not stored; open the log again"
    }
  }

  /// An anchor shows that the log's name has signed another history. No later try changes that.
  package var forbidsSigning: Bool {
    switch self {
    case .anchorIsAhead, .anchorDiffers: true
    default: false
    }
  }

  private static let wayOut = "keep this log as it is and begin another with `toolgate log begin-anew`"
}
