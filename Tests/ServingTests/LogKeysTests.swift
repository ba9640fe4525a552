// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Notes
import Serving
import Testing

/// The public keys of all times, which old receipts need, and the names of logs that ended.
@Suite final class LogKeysTests {
  private let home: Home

  init() throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("toolgate-keys-\(UUID().uuidString)")
    home = Home(directory: directory.path)
    _ = try Installer(home: home, policies: Self.policies, anchor: .none).install()
  }

  deinit { try? FileManager.default.removeItem(atPath: home.directory) }

  private static let policies = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Policies").path

  private var list: String { "\(home.keys)/log-keys.txt" }

  private func settings() throws -> Settings { try home.settings().settings }

  /// As though the log had signed something.
  private func sign() throws {
    let log = try settings().provenance.log
    try FileManager.default.createDirectory(atPath: log, withIntermediateDirectories: true)
    try Data("signed\n".utf8).write(to: URL(fileURLWithPath: "\(log)/checkpoint"))
  }

  private func problem(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? InstallationProblem)?.lines.joined(separator: "\n") ?? "\(error)"
    }
  }

  private func names() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: home.keys))
  }

  @Test func aKeyIsNotReplacedWhileTheKeysOfAllTimesAreMissing() throws {
    try sign()
    try FileManager.default.removeItem(atPath: list)
    let before = try names()
    let keys = try LogKeys.read(home.keys)
    let problem = problem { _ = try keys.rotated(try settings().provenance) }
    #expect(
      problem == "\(list) is missing, and old receipts need the keys that stood there: restore it from its backup, or "
        + "write the keys that were published into it, one a line")
    #expect(try names() == before, "nothing was made")
  }

  @Test func aLogThatSignedNothingHasNoFormerKeys() throws {
    try FileManager.default.removeItem(atPath: list)
    let keys = try LogKeys.read(home.keys)
    #expect(try keys.rotated(try settings().provenance).verifiers.count == 2)
    #expect(try LogKeys.read(home.keys).verifiers.count == 2)
  }

  @Test func keysThatCannotBeReadAreNotNone() throws {
    try FileManager.default.removeItem(atPath: list)
    try FileManager.default.createDirectory(atPath: list, withIntermediateDirectories: false)
    #expect(problem { _ = try LogKeys.read(home.keys) } == "\(list): is not a regular file")
  }

  @Test func noLogBeginsWhileTheNameOfOneThatEndedCannotBeRead() throws {
    let ended = "\(list).ended-01234567"
    try FileManager.default.createDirectory(atPath: ended, withIntermediateDirectories: false)
    let before = try names()
    let problem = problem { _ = try LogEnding.beginAnew(home, try settings(), origin: KeyName("next.example/log")!) }
    #expect(problem == "\(ended): is not a regular file")
    #expect(try names() == before, "nothing was moved")
  }
}
