// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import StrictYAML

/// Writes a file whole or not at all: whoever reads the name sees the old bytes or the new ones, also after a crash.
package enum AtomicFile {
  static func read(_ path: String) throws(InstallationProblem) -> [UInt8] {
    do throws(BoundedFile.Refusal) {
      return try BoundedFile.read(path: path)
    } catch {
      throw InstallationProblem(.badInput, "\(path): \(error.message)")
    }
  }

  /// Replaces what the name stood for. The mode stays that of the file that was there; a new one is readable by all.
  package static func write(_ bytes: [UInt8], to path: String) throws(InstallationProblem) {
    let directory = directory(of: path)
    let name = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    // Hidden, so that a reader of the directory passes it by.
    let partial = "\(directory)/.\(name).partial-\(getpid())"
    var former = stat()
    let mode = stat(path, &former) == 0 ? former.st_mode & 0o777 : 0o644
    let file = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw failure(path) }
    do {
      defer { close(file) }
      var written = 0
      while written < bytes.count {
        let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + written, bytes.count - written) }
        guard count > 0 || errno == EINTR else { throw failure(path, removing: partial) }
        written += max(0, count)
      }
      guard fchmod(file, mode) == 0, fsync(file) == 0 else { throw failure(path, removing: partial) }
    }
    guard rename(partial, path) == 0 else { throw failure(path, removing: partial) }
    guard sync(directory) else { throw failure(path) }
  }

  /// Makes a directory, and those that it lies in, where there is none.
  static func makeDirectory(_ path: String) throws(InstallationProblem) {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    let parent = directory(of: path)
    if errno == ENOENT, parent != "." {
      try makeDirectory(parent)
      if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    }
    throw InstallationProblem(.unavailable, "cannot make \(path): \(String(cString: strerror(errno)))")
  }

  /// Takes the name away for good, also after a crash.
  package static func remove(_ path: String) throws(InstallationProblem) {
    guard unlink(path) == 0, sync(directory(of: path)) else {
      throw InstallationProblem(.unavailable, "cannot remove \(path): \(String(cString: strerror(errno)))")
    }
  }

  private static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  private static func sync(_ directory: String) -> Bool {
    let folder = open(directory, O_RDONLY | O_CLOEXEC)
    defer { if folder >= 0 { close(folder) } }
    return folder >= 0 && fsync(folder) == 0
  }

  private static func failure(_ path: String, removing partial: String? = nil) -> InstallationProblem {
    let reason = String(cString: strerror(errno))
    if let partial { unlink(partial) }
    return InstallationProblem(.unavailable, "cannot write \(path): \(reason)")
  }
}
