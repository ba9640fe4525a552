// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Identity
import Testing
import ToolgateTesting

@Suite final class HashKeyFileTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hash-key-\(UUID().uuidString)")
  var path: String { folder.appendingPathComponent("key").path }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ text: String, mode: Int = 0o600) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// - Returns: the problem's case and text; nil when the key was read.
  private func problem() -> (name: String, text: String)? {
    do throws(HashKeyFile.Problem) {
      _ = try HashKeyFile.read(at: path)
      return nil
    } catch {
      let name =
        switch error {
        case .unreadable: "unreadable"
        case .missing: "missing"
        case .malformed: "malformed"
        case .exposed: "exposed"
        case .foreign: "foreign"
        }
      return (name, error.description)
    }
  }

  @Test func aNewKeyIsReadAgain() throws {
    var random = SeededGenerator(seed: 51)
    let made = try HashKeyFile.create(at: path, using: &random).reveal { $0 }
    #expect(made.count == 32)
    #expect(Set(made).count > 16)
    #expect(try HashKeyFile.read(at: path).reveal { $0 } == made)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.size] as? Int == 65)
  }

  @Test func aKeyThatIsThereIsNeverReplaced() throws {
    var random = SeededGenerator(seed: 52)
    let first = try HashKeyFile.create(at: path, using: &random).reveal { $0 }
    let error = #expect(throws: HashKeyFile.Problem.self) { try HashKeyFile.create(at: self.path, using: &random) }
    #expect(error?.description.hasPrefix(path) == true)
    #expect(try HashKeyFile.read(at: path).reveal { $0 } == first)
  }

  @Test func theDigitsAreTheKeysBytesInOrder() throws {
    try write("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff\n")
    #expect(try HashKeyFile.read(at: path).reveal { $0 } == Array(0...30) + [255])
  }

  @Test(arguments: [0o640, 0o604, 0o644, 0o620, 0o602, 0o610, 0o601, 0o666, 0o777])
  func aKeyThatOthersCanReachIsRefused(mode: Int) throws {
    try write(String(repeating: "a", count: 64), mode: mode)
    #expect(problem()?.name == "exposed")
    #expect(problem()?.text.contains("chmod 600 \(path)") == true)
  }

  @Test(arguments: [0o600, 0o400])
  func aKeyOfItsOwnerAloneIsRead(mode: Int) throws {
    try write(String(repeating: "a", count: 64), mode: mode)
    #expect(problem() == nil)
  }

  @Test(arguments: [
    "", "\n", "a", String(repeating: "a", count: 63), String(repeating: "a", count: 65),
    String(repeating: "a", count: 128), String(repeating: "a", count: 63) + "g", String(repeating: "A", count: 64),
    String(repeating: "a", count: 62) + "0x", String(repeating: "aa ", count: 32), String(repeating: "é", count: 32),
    String(repeating: "a", count: 4_096),
  ])
  func aDamagedKeyIsRefusedWithItsPath(text: String) throws {
    try write(text)
    #expect(problem()?.name == "malformed")
    #expect(problem()?.text.hasPrefix(path) == true)
    #expect(problem()?.text.contains("aaaa") == false, "the message does not repeat the key")
  }

  @Test func aMissingKeyIsNamed() {
    #expect(problem()?.name == "missing")
    #expect(problem()?.text == "\(path): the key of the tokens is missing; restore the file from a backup")
  }

  @Test func aMissingFolderIsNamed() {
    var random = SeededGenerator(seed: 53)
    let missing = path + "/keys/key"
    let error = #expect(throws: HashKeyFile.Problem.self) { try HashKeyFile.create(at: missing, using: &random) }
    #expect(error?.description.hasPrefix(missing) == true)
  }
}
