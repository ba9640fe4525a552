// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import Glibc
package import Ledger
package import Notes
package import Provenance

extension Home {
  /// The keys of the log. A home from before there was a log gets one; a log without its key is refused.
  package func logKeys(_ settings: Settings) throws(InstallationProblem) -> LogKeys {
    if let known = try logKeysIfAny(settings) { return known }
    return try LogKeys.create(in: keys, origin: Self.randomOrigin())
  }

  /// The keys of the log for a command that makes none.
  package func existingLogKeys(_ settings: Settings) throws(InstallationProblem) -> LogKeys {
    guard let keys = try logKeysIfAny(settings) else { throw noLogKey }
    return keys
  }

  /// Nil in a home from before there was a log.
  ///
  /// - Parameter isEnding: whether the caller finishes an ending that died; for everybody else it is in the way.
  func logKeysIfAny(_ settings: Settings, isEnding: Bool = false) throws(InstallationProblem) -> LogKeys? {
    func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
    guard isEnding || !isThere(LogKeys.anew(keys)) else {
      throw InstallationProblem(
        .unavailable,
        "\(LogKeys.anew(keys)): the end of the old log was interrupted; run `toolgate log begin-anew` again")
    }
    if LogKeys.exist(in: keys) { return try LogKeys.read(keys) }
    let key = LogKeys.current(keys)
    if isThere(LogKeys.old(keys)) {
      throw InstallationProblem(
        .unavailable,
        "\(key) is missing, and the key before it is there: restore the key from its backup, or sign with the former "
          + "one: mv \(LogKeys.old(keys)) \(key)")
    }
    guard !isThere("\(settings.provenance.log)/checkpoint") else {
      throw InstallationProblem(
        .unavailable,
        "\(key) is missing, and the log in \(settings.provenance.log) was signed with it: "
          + "restore the key from its backup")
    }
    return nil
  }

  /// What a start would be refused for that can be told beside a running gateway: an anchor that is not there, since a log
  /// that has signed something must be compared with them, and a ledger that holds less than was signed.
  package func logFaults(_ settings: Settings) throws -> [LogProblem] {
    let missing = try missingAnchors(settings)
    guard missing.isEmpty, settings.provenance.isPublished, let keys = try logKeysIfAny(settings) else {
      return missing
    }
    var unreadable: [LogProblem] = []
    func signed(_ path: String) throws -> Int? {
      do {
        return try TransparencyLog.checkpoint(in: path, origin: keys.origin, verifiers: keys.verifiers)?.size
      } catch let problem as LogProblem {
        unreadable.append(problem)
        return nil
      }
    }
    // Before the ledger, which only grows.
    let own = try signed("\(settings.provenance.log)/checkpoint")
    let anchored = try settings.provenance.anchors.map { ($0, try signed($0) ?? 0) }
    guard unreadable.isEmpty else { return unreadable }
    let held = try leafCount(settings)
    if let own, own > held { return [.sourceIsBehind(checkpoint: own, source: held)] }
    return anchored.filter { $1 > held }.map { path, size in
      own.map { .anchorIsAhead(path: path, anchor: size, log: $0) } ?? .sourceIsBehind(checkpoint: size, source: held)
    }
  }

  private func leafCount(_ settings: Settings) throws -> Int {
    guard let ledger = try ledgerIfAny(settings) else { return 0 }
    defer { try? ledger.close() }
    return Int(try ledger.leafCount())
  }

  private func missingAnchors(_ settings: Settings) throws -> [LogProblem] {
    let (log, checkpoint) = (settings.provenance.log, "\(settings.provenance.log)/checkpoint")
    guard settings.provenance.isPublished, let keys = try logKeysIfAny(settings) else { return [] }
    // Of a checkpoint that cannot be read `log verify` tells more.
    let signed = try? TransparencyLog.checkpoint(in: checkpoint, origin: keys.origin, verifiers: keys.verifiers)
    let isThere = FileManager.default.fileExists(atPath: checkpoint)
    guard try isThere ? (signed?.size ?? 0) > 0 : hasBegun(keys.origin, settings) else { return [] }
    return settings.provenance.anchors.filter { access($0, R_OK) != 0 }.map { anchor in
      let reason = access(anchor, F_OK) == 0 ? "may not be read" : "no such file"
      return isThere
        ? .anchorIsMissing(path: anchor, reason: reason, checkpoint: checkpoint)
        : .lostWithItsAnchor(directory: log, anchor: anchor, reason: reason)
    }
  }

  /// For a command that reads the log.
  ///
  /// - Throws: why there is none in its directory. Where that is because it was lost, in the words of `check` and of the
  ///   start that is refused. Hashes without a checkpoint are a log, and a damaged one.
  package func requireLog(_ settings: Settings) throws {
    let directory = settings.provenance.log
    guard !TransparencyLog.isThere(in: directory) else { return }
    let faults = try logFaults(settings)
    if let first = faults.first {
      throw InstallationProblem(InstallationProblem(first).kind, faults.map(\.description))
    }
    throw InstallationProblem(
      .unavailable,
      settings.provenance.isPublished
        ? "there is no \(directory)/checkpoint: the gateway writes the log when it starts"
        : "there is no \(directory)/checkpoint: `provenance.publish` is false, so no log is kept")
  }

  private func hasBegun(_ origin: KeyName, _ settings: Settings) throws -> Bool {
    guard let ledger = try ledgerIfAny(settings) else { return false }
    defer { try? ledger.close() }
    return try LogKeeper.hasBegun(origin, ledger)
  }

  var noLogKey: InstallationProblem {
    InstallationProblem(
      .unavailable,
      "there is no \(LogKeys.current(keys)) yet: the first start makes it, or now, with a name of your choice, "
        + "`toolgate log begin-anew --log-origin NAME`")
  }

  /// A name that no other log has. Whoever publishes a log for others gives it the address where it is read.
  package static func randomOrigin() -> KeyName {
    var random = SystemRandomNumberGenerator()
    let word = (0..<10).map { _ in String("abcdefghijkmnpqrstuvwxyz23456789".randomElement(using: &random)!) }.joined()
    return KeyName("toolgate.invalid/\(word)")!
  }

  /// The log of this home; nil when none is published.
  ///
  /// - Throws: `InstallationProblem`, also when ledger and log do not belong together.
  package func logKeeper(_ settings: Settings, ledger: Ledger) throws -> LogKeeper? {
    guard settings.provenance.isPublished else { return nil }
    do {
      return try LogKeeper(settings.provenance, keys: try logKeys(settings), ledger: ledger)
    } catch let problem as LogProblem {
      throw InstallationProblem(problem)
    }
  }
}

extension ProvenanceSettings {
  /// What cannot be found out, in one line; nil when an anchor can tell it or nothing is published.
  package var anchorWarning: String? {
    guard isPublished, anchors.isEmpty else { return nil }
    return "the log has no anchor: that the whole home was restored from the past cannot be found out; name a file "
      + "outside of the home under `provenance.anchors`"
  }
}

extension InstallationProblem {
  package init(_ problem: LogProblem) {
    let kind: Kind =
      switch problem {
      case .inUse, .cannotUse, .noSigner, .anchorIsMissing, .lostWithItsAnchor: .unavailable
      default: .failed
      }
    self.init(kind, problem.description)
  }
}
