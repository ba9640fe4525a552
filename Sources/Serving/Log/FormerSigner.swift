// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Notes
import Provenance

/// Who signed a checkpoint that none of the log's keys signed, as far as this home remembers: a key whose time is over is no
/// stranger, and what to do about it is known.
enum FormerSigner {
  /// The problem with its reason and the way out, where that is a key that has ended; else the problem as it is.
  static func told(_ problem: LogProblem, keys: LogKeys, ledger: Ledger) -> LogProblem {
    guard case .badCheckpoint(let path, .unknownSigners) = problem else { return problem }
    return replacedKey(path, keys, ledger) ?? keyOfEndedLog(path, keys) ?? problem
  }

  /// The ledger holds a leaf for each key from the start on that it first signed.
  private static func replacedKey(_ path: String, _ keys: LogKeys, _ ledger: Ledger) -> LogProblem? {
    let leaves = (try? ledger.read { try $0.governance(.key) }) ?? []
    // The newest first, so that the one before a key in this list took its place.
    var successor: CivilDay?
    for leaf in leaves {
      guard let key = try? NoteVerifier(leaf.subject), key.name == keys.origin else { continue }
      if !keys.verifiers.contains(key), isSigned(path, by: key) {
        return .replacedKey(path: path, key: key, replacedOn: successor.map { "\($0)" }, list: keys.list)
      }
      successor = CivilDay(containing: leaf.at)
    }
    return nil
  }

  private static func keyOfEndedLog(_ path: String, _ keys: LogKeys) -> LogProblem? {
    for (key, suffix) in keys.ofEndedLogs where isSigned(path, by: key) {
      return .endedLog(path: path, log: key.name, aside: path + suffix)
    }
    return nil
  }

  private static func isSigned(_ path: String, by key: NoteVerifier) -> Bool {
    (try? TransparencyLog.checkpoint(in: path, origin: key.name, verifiers: [key])) != nil
  }
}
