// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A directory that lives as long as the test.
final class TemporaryModel {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("model-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The files over which the bundles in `Fixtures/signing` were made.
  static func signed() throws -> TemporaryModel {
    let model = try TemporaryModel()
    try model.write("config.json", "{\"hidden_size\": 8}\n")
    try model.write("model.safetensors", "weights of a very small model\n")
    try model.write("README.md", "# A card\n")
    try model.write("sub/a.txt", "a\n")
    try model.write("sub-b.txt", "b\n")
    try model.write("Ünïcode name.txt", "c")
    return model
  }

  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
}
