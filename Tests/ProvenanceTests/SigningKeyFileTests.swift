// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Notes
import Provenance
import Testing
import ToolgateTesting

@Suite struct SigningKeyFileTests {
  private static let line = "toolgate-key/1 toolgate.example/log AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"

  private static func file(_ text: String, mode: Int = 0o600) throws -> (TemporaryDirectory, path: String) {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/key"
    #expect(
      FileManager.default.createFile(
        atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return (directory, path)
  }

  @Test func aKeyThatWasMadeIsReadAgainAndNeverWrittenOver() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/key"
    var random = SeededGenerator(seed: 1)
    let made = try SigningKeyFile.create(at: path, name: Keys.origin, using: &random)
    #expect(try SigningKeyFile.read(at: path).verifier == made.verifier)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(throws: SigningKeyFile.Problem.self) {
      try SigningKeyFile.create(at: path, name: Keys.origin, using: &random)
    }
    #expect(try SigningKeyFile.read(at: path).verifier == made.verifier)
  }

  @Test func theFormIsTheDocumentedOne() throws {
    let (directory, path) = try Self.file(Self.line)
    #expect(try SigningKeyFile.read(at: path).verifier == Keys.log.verifier)
    _ = directory
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o660, 0o666, 0o601, 0o777])
  func aKeyThatOthersMayReadOrWriteIsRefusedWithTheCommandThatHelps(mode: Int) throws {
    let (directory, path) = try Self.file(Self.line, mode: mode)
    #expect {
      try SigningKeyFile.read(at: path)
    } throws: {
      "\($0)".hasSuffix("run: chmod 600 \(path)") && !"\($0)".contains("\n")
    }
    _ = directory
  }

  @Test(arguments: [
    "", "\n", String(line.dropLast()), line + "\n", "toolgate-key/2" + line.dropFirst(14),
    line.replacingOccurrences(of: " AAEC", with: " AAEC AAEC"), line.replacingOccurrences(of: "Hh8=", with: "Hg=="),
    line.replacingOccurrences(of: "toolgate.example/log", with: "a+b"), line.replacingOccurrences(of: "8=", with: "9="),
  ])
  func aFileOfAnotherFormIsRefusedWithoutQuotingIt(text: String) throws {
    let (directory, path) = try Self.file(text)
    #expect {
      try SigningKeyFile.read(at: path)
    } throws: {
      "\($0)".hasPrefix(path) && !"\($0)".contains("AAEC")
    }
    _ = directory
  }

  @Test func nothingThatPrintsASignerPrintsItsSeed() throws {
    var dumped = ""
    dump(Keys.log, to: &dumped)
    for text in [dumped, "\(Keys.log)", String(reflecting: Keys.log)] {
      #expect(!text.contains("AAECAwQFBg") && !text.contains("0, 1, 2, 3") && !text.contains("000102"))
    }
  }
}
