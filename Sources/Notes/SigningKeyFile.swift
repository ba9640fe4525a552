// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Glibc

/// The file of a log's private key: one line, `toolgate-key/1 <name> <base64 of the 32-byte seed>`.
package enum SigningKeyFile {
  package enum Problem: Error, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case malformed(path: String)
    case exposed(path: String, mode: UInt32)
    case foreign(path: String)
    case exists(path: String)

    package var description: String {
      switch self {
      case .unreadable(let path, let reason): "\(path): \(reason)"
      case .malformed(let path):
        "\(path): not one line `toolgate-key/1 NAME BASE64`; restore the file from a backup"
      case .exposed(let path, let mode):
        "\(path): others may read or write this key (mode \(String(mode, radix: 8))); run: chmod 600 \(path)"
      case .foreign(let path):
        "\(path): belongs to another user, who could read and replace it; run: chown \(geteuid()) \(path)"
      case .exists(let path): "\(path): a key is there already; move it away first if it is to be replaced"
      }
    }
  }

  private static let magic = "toolgate-key/1"

  /// Makes a new key. Never writes over a file: a log that loses its key cannot go on under its name.
  package static func create(
    at path: String, name: KeyName, using random: inout some RandomNumberGenerator
  ) throws(Problem) -> NoteSigner {
    let seed = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw errno == EEXIST ? .exists(path: path) : .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(file) }
    let line = Array("\(magic) \(name) \(StrictBase64.text(seed))\n".utf8)
    // The mode is set once more because the process's mask may have taken bits away.
    guard fchmod(file, 0o600) == 0, write(file, line, line.count) == line.count, fsync(file) == 0,
      let signer = NoteSigner(name: name, seed: Secret(seed))
    else {
      let reason = String(cString: strerror(errno))
      unlink(path)
      throw .unreadable(path: path, reason: reason)
    }
    return signer
  }

  package static func read(at path: String) throws(Problem) -> NoteSigner {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, reason: "not a file") }
    guard status.st_uid == geteuid() else { throw .foreign(path: path) }
    guard status.st_mode & 0o077 == 0 else { throw .exposed(path: path, mode: status.st_mode & 0o777) }
    var bytes = [UInt8](repeating: 0, count: 1_024)
    let count = Glibc.read(file, &bytes, bytes.count)
    guard count >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    guard let signer = parse(bytes.prefix(count)) else { throw .malformed(path: path) }
    return signer
  }

  private static func parse(_ bytes: ArraySlice<UInt8>) -> NoteSigner? {
    guard bytes.last == UInt8(ascii: "\n"), let line = String(validating: bytes.dropLast(), as: UTF8.self) else {
      return nil
    }
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[0] == magic, let name = KeyName(String(words[1])),
      let seed = StrictBase64.bytes(words[2])
    else { return nil }
    return NoteSigner(name: name, seed: Secret(seed))
  }
}
