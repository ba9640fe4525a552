// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Reads a file whole or, where it is larger than a bound, not at all, and only a regular file: a device or a pipe would never end.
package enum BoundedFile {
  package struct Refusal: Error, Hashable, Sendable {
    /// Follows the file's name in a message.
    package let message: String
  }

  package static func read(path: String, limit: Int = YAMLFile.sizeLimit) throws(Refusal) -> [UInt8] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
      throw Refusal(message: isLink ? "is a symbolic link that leads to no file" : "there is no such file")
    }
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
    guard !isDirectory.boolValue, type == .typeRegular else { throw Refusal(message: "is not a regular file") }
    guard let handle = FileHandle(forReadingAtPath: target) else {
      throw Refusal(message: "cannot be read; check its permissions")
    }
    defer { try? handle.close() }
    // One byte more than the bound tells a file that is too large from one that just fits.
    guard let bytes = try? handle.read(upToCount: limit + 1) ?? Data() else {
      throw Refusal(message: "cannot be read")
    }
    guard bytes.count <= limit else { throw Refusal(message: tooLarge(limit)) }
    return Array(bytes)
  }

  private static func tooLarge(_ limit: Int) -> String {
    guard limit != YAMLFile.sizeLimit else { return YAMLFile.tooLarge }
    return "the file is larger than " + (limit % (1 << 20) == 0 ? "\(limit >> 20) MiB" : "\(limit) bytes")
  }
}
