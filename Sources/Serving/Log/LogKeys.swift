// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
package import Provenance

/// The keys of a home's transparency log.
///
/// | file in `keys/` | what |
/// |---|---|
/// | `log.key` | signs every checkpoint; its name is the log's origin |
/// | `log-old.key` | while a key is being replaced: signs too, so that readers who only know it can follow |
/// | `log-keys.txt` | the public keys of all times, the newest last, one a line; served as `/log/keys` |
package struct LogKeys: Sendable {
  package let signers: [NoteSigner]
  /// Of all times.
  package let verifiers: [NoteVerifier]

  package var origin: KeyName { signers[0].name }

  private let directory: String

  private static func current(_ directory: String) -> String { "\(directory)/log.key" }
  private static func old(_ directory: String) -> String { "\(directory)/log-old.key" }
  private static func list(_ directory: String) -> String { "\(directory)/log-keys.txt" }

  /// Of all roles, be they there or not.
  static func files(in directory: String) -> [String] { [current(directory), old(directory), list(directory)] }

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

  /// - Throws: also when there is no key.
  package static func read(_ directory: String) throws(InstallationProblem) -> LogKeys {
    var signers = [try key { () throws(SigningKeyFile.Problem) in try SigningKeyFile.read(at: current(directory)) }]
    if FileManager.default.fileExists(atPath: old(directory)) {
      signers.append(try key { () throws(SigningKeyFile.Problem) in try SigningKeyFile.read(at: old(directory)) })
    }
    return LogKeys(directory: directory, signers: signers, verifiers: try verifiers(directory, signers))
  }

  package static func exist(in directory: String) -> Bool {
    FileManager.default.fileExists(atPath: current(directory))
  }

  /// A new key that signs from the next start on, beside the one that signs now.
  package func rotated() throws(InstallationProblem) -> LogKeys {
    guard signers.count == 1 else {
      throw InstallationProblem(
        .failed,
        "\(Self.old(directory)): a key is being replaced already; finish with `toolgate log rotate-key --finish`")
    }
    guard rename(Self.current(directory), Self.old(directory)) == 0 else {
      throw InstallationProblem(
        .unavailable, "cannot move \(Self.current(directory)): \(String(cString: strerror(errno)))")
    }
    var random = SystemRandomNumberGenerator()
    let new: NoteSigner
    do throws(InstallationProblem) {
      new = try Self.key { () throws(SigningKeyFile.Problem) in
        try SigningKeyFile.create(at: Self.current(directory), name: origin, using: &random)
      }
    } catch {
      _ = rename(Self.old(directory), Self.current(directory))
      throw error
    }
    let all = verifiers + [new.verifier]
    try Self.write(all, to: directory)
    return LogKeys(directory: directory, signers: [new] + signers, verifiers: all)
  }

  /// The old key signs no more from the next start on; what it signed stays valid.
  package func finished() throws(InstallationProblem) -> LogKeys {
    guard signers.count == 2, unlink(Self.old(directory)) == 0 else {
      throw InstallationProblem(.failed, "no key is being replaced: there is no \(Self.old(directory))")
    }
    return LogKeys(directory: directory, signers: [signers[0]], verifiers: verifiers)
  }

  // MARK: Public keys

  private static func verifiers(
    _ directory: String, _ signers: [NoteSigner]
  ) throws(InstallationProblem) -> [NoteVerifier] {
    var verifiers: [NoteVerifier] = []
    let text = FileManager.default.contents(atPath: list(directory)).map { String(decoding: $0, as: UTF8.self) } ?? ""
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
