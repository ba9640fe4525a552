// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Foundation
import Ledger
import Notes
import Provenance
import Serving

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "The transparency log: what was signed, and whether all of it is still true.",
    subcommands: [PrintCheckpoint.self, Keys.self, Verify.self, RotateKey.self, BeginAnew.self])

  struct PrintCheckpoint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "checkpoint", abstract: "Print the newest checkpoint, as it is served under /log/checkpoint.")
    @OptionGroup var home: HomeOption

    func run() throws {
      let settings = try home.value.settings().settings
      let path = "\(settings.provenance.log)/checkpoint"
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw InstallationProblem(.unavailable, "there is no \(path): the gateway writes it when it starts")
      }
      tell(String(decoding: bytes, as: UTF8.self), terminator: "")
    }
  }

  struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the log's public keys, the newest last: what a stranger needs to check a receipt.")
    @OptionGroup var home: HomeOption

    func run() throws {
      for key in try home.value.existingLogKeys(home.value.settings().settings).verifiers { tell(key) }
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check each leaf of the log against the ledger, every hash, the root, the signature and the anchors.")
    @OptionGroup var home: HomeOption

    func run() throws {
      let settings = try home.value.settings().settings
      let keys = try home.value.existingLogKeys(settings)
      try home.value.requireLog(settings)
      let ledger = try home.value.ledger(settings)
      defer { try? ledger.close() }
      var (entries, first) = ([[UInt8]](), 0)
      do {
        let signed = try TransparencyLog.checkpoint(
          in: "\(settings.provenance.log)/checkpoint", origin: keys.origin, verifiers: keys.verifiers)
        let audit = try LogAudit(
          of: settings.provenance.log, origin: keys.origin, verifiers: keys.verifiers,
          anchors: settings.provenance.isPublished ? settings.provenance.anchors : []
        ) { index in
          if index >= first + entries.count {
            (entries, first) = (try ledger.entries(from: Int64(index), count: 1_000), index)
          }
          guard index - first < entries.count else {
            throw LogProblem.sourceIsBehind(checkpoint: signed?.size ?? index + 1, source: first + entries.count)
          }
          return entries[index - first]
        }
        let checkpoint = audit.signed.checkpoint
        let waiting = Int(try ledger.leafCount()) - checkpoint.size
        tell(
          "\(checkpoint.origin): \(checkpoint.size.counted("leaf", "leaves")), root \(checkpoint.root.base64), signed by "
            + "\(audit.signed.signers.map(\.description).joined(separator: " and ")); "
            + "\(waiting.counted("leaf is", "leaves are")) not signed yet.")
        // Without what its anchors know, the log of a home from the past is as sound as any.
        guard audit.anchorProblems.isEmpty else {
          throw InstallationProblem(
            .failed,
            audit.anchorProblems.map { problem in
              LogKeeper.told(problem, settings.provenance, keys: keys, ledger: ledger).description
            })
        }
        tell("The log is sound.")
        if let warning = settings.provenance.anchorWarning { tell("warning: \(warning)") }
      } catch let problem as LogProblem {
        throw InstallationProblem(LogKeeper.told(problem, settings.provenance, keys: keys, ledger: ledger))
      }
    }
  }

  struct RotateKey: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rotate-key",
      abstract: "Put a new key beside the one that signs; with --finish, let the old one sign no more.")
    @OptionGroup var home: HomeOption
    @Flag(help: "The old key has signed long enough.") var finish = false

    func run() throws {
      let settings = try home.value.settings().settings
      let keys = try home.value.existingLogKeys(settings)
      let new = try finish ? keys.finished(settings.provenance) : keys.rotated(settings.provenance)
      tell("The log's keys:")
      for key in new.verifiers { tell("  \(key)") }
      tell(
        finish
          ? "Restart the gateway: from then on only the newest key signs. What the old one signed stays valid."
          : "Restart the gateway: from then on both keys sign. Publish the new one, then run this again with --finish.")
    }
  }

  struct BeginAnew: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "begin-anew",
      abstract:
        "End this log, keep its files beside it, and begin another under a new name: the way out when ledger or "
        + "log came from the past, or the key was stolen. Before a first log, make its key. The gateway must not run.")
    @OptionGroup var home: HomeOption
    @OptionGroup var name: LogOriginOption

    func run() throws {
      let settings = try home.value.settings().settings
      let ledger = try home.value.ledger(settings)
      defer { try? ledger.close() }
      try ledger.claim()
      let result = try LogEnding.beginAnew(home.value, settings, origin: try name.value)
      if let ended = result.ended {
        tell("The log \(ended) is ended. Keep its files and publish them as they are; old receipts need its key:")
      }
      for path in result.kept { tell("  \(path)") }
      for (anchor, name) in result.unmoved {
        tell("warning: the anchor \(anchor) is not there; when its disk is back, before the next start:")
        tell("  mv \(anchor) \(name)")
      }
      tell("The next start begins the log \(result.keys.origin) with every leaf of the ledger. Publish its key:")
      for key in result.keys.verifiers { tell("  \(key)") }
    }
  }
}
