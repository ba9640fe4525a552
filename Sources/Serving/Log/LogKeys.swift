// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Notes
import Provenance
import StrictYAML

/// The keys of a home's transparency log.
///
/// | file in `keys/` | what |
/// |---|---|
/// | `log.key` | signs every checkpoint; its name is the log's origin |
/// | `log-old.key` | while a key is being replaced: signs too, so that readers who only know it can follow |
/// | `log-keys.txt` | the public keys of all times, the newest last, one a line; served as `/log/keys` |
/// | `log-new.key` | left by a replacement that died before it took effect; never signs |
/// | `log-anew.key` | the next log's key while one log ends; nothing is signed until that is done |
package struct LogKeys: Sendable {
  package let signers: [NoteSigner]
  /// Of all times.
  package let verifiers: [NoteVerifier]

  package var origin: KeyName { signers[0].name }

  private let directory: String

  /// The file with the public keys of all times.
  var list: String { Self.list(directory) }

  static func current(_ directory: String) -> String { "\(directory)/log.key" }
  static func anew(_ directory: String) -> String { "\(directory)/log-anew.key" }
  private static func unusedPath(_ directory: String) -> String { "\(directory)/log-new.key" }
  static func old(_ directory: String) -> String { "\(directory)/log-old.key" }
  static func list(_ directory: String) -> String { "\(directory)/log-keys.txt" }

  private init(directory: String, signers: [NoteSigner], verifiers: [NoteVerifier]) {
    (self.directory, self.signers, self.verifiers) = (directory, signers, verifiers)
  }

  /// Makes the first key.
  ///
  /// - Parameter origin: the log's name: an address without its scheme that nobody else uses.
  package static func create(in directory: String, origin: KeyName) throws(InstallationProblem) -> LogKeys {
    var random = SystemRandomNumberGenerator()
    let signer = try key { () throws(SigningKeyFile.Problem) in
      try SigningKeyFile.create(at: current(directory), name: origin, using: &random)
    }
    try write([signer.verifier], to: directory)
    return LogKeys(directory: directory, signers: [signer], verifiers: [signer.verifier])
  }

  /// A key that signs only once it is moved to another name.
  private static func unused(in directory: String, name: KeyName) throws(InstallationProblem) -> NoteSigner {
    _ = unlink(unusedPath(directory))
    var random = SystemRandomNumberGenerator()
    return try key { () throws(SigningKeyFile.Problem) in
      try SigningKeyFile.create(at: unusedPath(directory), name: name, using: &random)
    }
  }

  static func move(
    _ path: String, to other: String, by call: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> CInt = rename
  ) throws(InstallationProblem) {
    guard call(path, other) == 0 else {
      throw InstallationProblem(
        .unavailable, "cannot move \(path) to \(other): \(String(cString: strerror(errno)))")
    }
  }

  /// Gives the key of `forNextLog` the place of the one that signs. The files of the others must be moved away.
  static func beginNextLog(in directory: String) throws(InstallationProblem) -> LogKeys {
    try move(anew(directory), to: current(directory))
    let keys = try read(directory)
    try write(keys.verifiers, to: directory)
    return keys
  }

  /// The key of the log that is to begin: that of an ending that died, or a new one.
  static func forNextLog(in directory: String, origin: KeyName?) throws(InstallationProblem) -> NoteSigner {
    let path = anew(directory)
    guard FileManager.default.fileExists(atPath: path) else {
      let signer = try unused(in: directory, name: origin ?? Home.randomOrigin())
      try move(unusedPath(directory), to: path)
      return signer
    }
    let signer = try key { () throws(SigningKeyFile.Problem) in try SigningKeyFile.read(at: path) }
    guard origin == nil || origin == signer.name else {
      throw InstallationProblem(
        .failed, "\(path): begun before with the name \(signer.name); run it with --log-origin \(signer.name)")
    }
    return signer
  }

  /// - Throws: also when there is no key.
  package static func read(_ directory: String) throws(InstallationProblem) -> LogKeys {
    var signers = [try key { () throws(SigningKeyFile.Problem) in try SigningKeyFile.read(at: current(directory)) }]
    if FileManager.default.fileExists(atPath: old(directory)) {
      let former = try key { () throws(SigningKeyFile.Problem) in try SigningKeyFile.read(at: old(directory)) }
      // The same key: a replacement died before the new one took its place.
      if former.verifier != signers[0].verifier { signers.append(former) }
    }
    return LogKeys(directory: directory, signers: signers, verifiers: try verifiers(directory, signers))
  }

  package static func exist(in directory: String) -> Bool {
    FileManager.default.fileExists(atPath: current(directory))
  }

  /// A new key that signs from the next start on, beside the one that signs now.
  ///
  /// - Throws: also where a log was signed and its keys of all times are gone: the list that is written anew would hold
  ///   the present ones only, and look whole.
  package func rotated(_ settings: ProvenanceSettings) throws(InstallationProblem) -> LogKeys {
    guard signers.count == 1 else {
      throw InstallationProblem(
        .failed,
        "\(Self.old(directory)): a key is being replaced already; finish with `toolgate log rotate-key --finish`")
    }
    let manager = FileManager.default
    let list = Self.list(directory)
    guard manager.fileExists(atPath: list) || !manager.fileExists(atPath: "\(settings.log)/checkpoint") else {
      throw InstallationProblem(
        .unavailable,
        "\(list) is missing, and old receipts need the keys that stood there: restore it from its backup, or write the "
          + "keys that were published into it, one a line")
    }
    // At each moment a key that may sign has the name of the one that signs: should this die, all is as it was.
    let new = try Self.unused(in: directory, name: origin)
    _ = unlink(Self.old(directory))
    try Self.move(Self.current(directory), to: Self.old(directory), by: link)
    try Self.move(Self.unusedPath(directory), to: Self.current(directory))
    let all = verifiers + [new.verifier]
    try Self.write(all, to: directory)
    return LogKeys(directory: directory, signers: [new] + signers, verifiers: all)
  }

  /// The old key signs no more from the next start on; what it signed stays valid.
  ///
  /// - Throws: also before the new key has signed: readers who only know the old one could not follow.
  package func finished(_ settings: ProvenanceSettings) throws(InstallationProblem) -> LogKeys {
    let path = "\(settings.log)/checkpoint"
    if signers.count == 2, settings.isPublished || FileManager.default.fileExists(atPath: path) {
      let signed = try? TransparencyLog.checkpoint(in: path, origin: origin, verifiers: [signers[0].verifier])
      guard signed != nil else {
        throw InstallationProblem(
          .failed, "\(path): not signed by the new key yet; restart the gateway first, so that both keys sign")
      }
    }
    guard signers.count == 2, unlink(Self.old(directory)) == 0 else {
      throw InstallationProblem(.failed, "no key is being replaced: there is no \(Self.old(directory))")
    }
    return LogKeys(directory: directory, signers: [signers[0]], verifiers: verifiers)
  }

  // MARK: Public keys

  /// The names of logs that ended in this home, as far as their key files are still there.
  ///
  /// - Throws: where one cannot be read: its name would be free for another log.
  static func endedOrigins(in directory: String) throws(InstallationProblem) -> Set<String> {
    var origins: Set<String> = []
    for name in try names(in: directory) where name.contains(".ended-") {
      for line in try text(of: "\(directory)/\(name)").split(separator: "\n") {
        let words = line.split(separator: " ")
        // A private key has its name between two blanks, a public one in front of a plus sign.
        if name.hasPrefix("log-keys.txt") {
          origins.formUnion(line.split(separator: "+").prefix(1).map(String.init))
        } else if words.count == 3 {
          origins.insert(String(words[1]))
        }
      }
    }
    return origins
  }

  /// The public keys of logs that ended in this home, as far as they are still there, each with what the ending put behind
  /// the names of the log's files.
  var ofEndedLogs: [(key: NoteVerifier, suffix: String)] {
    let prefix = "log-keys.txt"
    return ((try? Self.names(in: directory)) ?? []).filter { $0.hasPrefix("\(prefix).ended-") }.flatMap { name in
      ((try? Self.text(of: "\(directory)/\(name)")) ?? "").split(separator: "\n").compactMap { line in
        (try? NoteVerifier(String(line))).map { (key: $0, suffix: String(name.dropFirst(prefix.count))) }
      }
    }
  }

  /// None where there is no such directory.
  private static func names(in directory: String) throws(InstallationProblem) -> [String] {
    guard FileManager.default.fileExists(atPath: directory) else { return [] }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      throw InstallationProblem(.unavailable, "\(directory) cannot be read; check that it is a directory, and its mode")
    }
    return names.sorted()
  }

  /// Empty where there is no such file; what is there and cannot be read is not the same as none.
  private static func text(of path: String) throws(InstallationProblem) -> String {
    guard FileManager.default.fileExists(atPath: path) else { return "" }
    do throws(BoundedFile.Refusal) {
      return String(decoding: try BoundedFile.read(path: path), as: UTF8.self)
    } catch {
      throw InstallationProblem(.unavailable, "\(path): \(error.message)")
    }
  }

  private static func verifiers(
    _ directory: String, _ signers: [NoteSigner]
  ) throws(InstallationProblem) -> [NoteVerifier] {
    var verifiers: [NoteVerifier] = []
    let text = try text(of: list(directory))
    for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty
    {
      do throws(NoteProblem) {
        verifiers.append(try NoteVerifier(String(line)))
      } catch {
        throw InstallationProblem(.badInput, "\(list(directory)):\(place + 1): \(error)")
      }
    }
    // A key that was put there by hand is as public as the others.
    for signer in signers.reversed() where !verifiers.contains(signer.verifier) { verifiers.append(signer.verifier) }
    return verifiers
  }

  private static func write(_ verifiers: [NoteVerifier], to directory: String) throws(InstallationProblem) {
    try AtomicFile.write(Array(verifiers.map { "\($0)\n" }.joined().utf8), to: list(directory))
  }

  private static func key(
    _ body: () throws(SigningKeyFile.Problem) -> NoteSigner
  ) throws(InstallationProblem) -> NoteSigner {
    do throws(SigningKeyFile.Problem) {
      return try body()
    } catch {
      throw InstallationProblem(error)
    }
  }
}

extension InstallationProblem {
  package init(_ problem: SigningKeyFile.Problem) {
    let kind: Kind =
      switch problem {
      case .exposed, .foreign: .notPermitted
      case .malformed: .badInput
      case .unreadable: .unavailable
      case .exists: .failed
      }
    self.init(kind, problem.description)
  }
}
