// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Notes
import Provenance

/// What Tests/vectors/make_vectors.py wrote.
enum Vectors {
  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("vectors")

  static func data(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: directory.appendingPathComponent(name)))
  }

  static func text(_ name: String) throws -> String {
    String(decoding: try data(name), as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(data(name)))
  }

  static func hexadecimal(_ text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
    }
  }
}

/// A directory that goes away with its last user.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "toolgate-log-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  func write(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  func copy() throws -> TemporaryDirectory {
    let copy = try TemporaryDirectory()
    for name in try FileManager.default.contentsOfDirectory(atPath: path) { try copy.write(bytes(name), name) }
    return copy
  }
}

/// Keys with seeds that everybody knows.
enum Keys {
  static let origin = KeyName("toolgate.example/log")!
  /// The seed of bytes 00 to 1f.
  static let log = signer(from: 0)
  /// Bytes 40 to 5f.
  static let next = signer(from: 64)

  static func signer(from first: UInt8, name: KeyName = origin) -> NoteSigner {
    NoteSigner(name: name, seed: Secret((first..<first + 32).map { $0 }))!
  }
}

/// Leaves as the vectors have them.
func entry(_ index: Int) -> [UInt8] { Array("entry \(index)".utf8) }
func leaves(_ range: Range<Int>) -> [MerkleHash] { range.map { MerkleHash.leaf(entry($0)) } }
