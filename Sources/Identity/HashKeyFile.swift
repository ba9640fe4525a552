// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Glibc

/// The file that holds the key of the token hash: 64 hexadecimal digits, readable by its owner alone.
package enum HashKeyFile {
  package enum Problem: Error, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case missing(path: String)
    case malformed(path: String)
    case exposed(path: String)
    case foreign(path: String)

    package var description: String {
      switch self {
      case .unreadable(let path, let reason): "\(path): \(reason)"
      case .missing(let path): "\(path): the key of the tokens is missing; restore the file from a backup"
      case .malformed(let path): "\(path): not 64 hexadecimal digits; restore the file from a backup"
      case .exposed(let path): "\(path): others may read or write this key; run: chmod 600 \(path)"
      case .foreign(let path):
        "\(path): belongs to another user, who could read and replace it; run: chown \(geteuid()) \(path)"
      }
    }
  }

  /// Makes a new key. Fails if the file is there already: a second key would lock every token out.
  package static func create(at path: String, using random: inout some RandomNumberGenerator) throws(Problem) -> Secret
  {
    let key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    defer { close(file) }
    let text = Array((Hexadecimal.text(key) + "\n").utf8)
    guard write(file, text, text.count) == text.count, fsync(file) == 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    return Secret(key)
  }

  package static func read(at path: String) throws(Problem) -> Secret {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw errno == ENOENT ? .missing(path: path) : .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    guard status.st_uid == geteuid() else { throw .foreign(path: path) }
    guard status.st_mode & 0o077 == 0 else { throw .exposed(path: path) }
    var text = [UInt8](repeating: 0, count: 128)
    let count = Glibc.read(file, &text, text.count)
    let digits = text.prefix(max(0, count)).filter { $0 != UInt8(ascii: "\n") }
    guard let key = Hexadecimal.bytes(String(decoding: digits, as: UTF8.self)), key.count == 32 else {
      throw .malformed(path: path)
    }
    return Secret(key)
  }
}
