// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A regular file that is open for reading, closed with its last reference.
package final class OpenFile: ByteSource, Sendable {
  package let name: String
  /// When it was opened.
  package let size: Int64
  private let descriptor: Int32

  /// - Parameters:
  ///   - name: For messages; the path when nil.
  ///   - followsLink: False refuses a path whose last component is a symbolic link.
  package init(path: String, name: String? = nil, followsLink: Bool = true) throws(ImportProblem) {
    let name = name ?? path
    self.name = name
    // Without O_NONBLOCK, opening a pipe waits until somebody writes into it.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW)
    let opened = path.utf8.contains(0) ? -1 : open(path, flags)
    guard opened >= 0 else {
      throw ImportProblem(file: name, "cannot be opened (\(Self.reason(errno))); check the path and its permissions")
    }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw ImportProblem(file: name, "is not a regular file")
    }
    descriptor = opened
    size = Int64(status.st_size)
  }

  deinit { close(descriptor) }

  package func read(at offset: Int64, count: Int) throws(ImportProblem) -> [UInt8] {
    guard count > 0, offset >= 0 else { return [] }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let got = pread(descriptor, base + filled, count - filled, off_t(offset) + off_t(filled))
        if got > 0 {
          filled += got
        } else if got == 0 {
          return
        } else if errno != EINTR {
          failure = errno
          return
        }
      }
    }
    guard failure == 0 else { throw ImportProblem(file: name, "cannot be read (\(Self.reason(failure)))") }
    return bytes
  }

  /// The whole file, if it is no larger than `limit`.
  package func readWhole(limit: Int, what: String) throws(ImportProblem) -> [UInt8] {
    guard size <= limit else {
      throw ImportProblem(file: name, "has \(size) bytes; \(what) has at most \(limit)")
    }
    let bytes = try read(at: 0, count: limit + 1)
    guard bytes.count <= limit else {
      throw ImportProblem(file: name, "grew while it was read; \(what) has at most \(limit) bytes")
    }
    return bytes
  }

  static func reason(_ code: Int32) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}
