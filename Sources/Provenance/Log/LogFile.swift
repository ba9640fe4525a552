// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// An open file whose places are read and written from any thread; closed with its last reference.
final class LogFile: Sendable {
  let path: String
  private let descriptor: CInt

  enum Access: Sendable {
    case reading
    /// Makes the file if it is not there.
    case writing
  }

  init(_ path: String, _ access: Access) throws(LogProblem) {
    self.path = path
    let flags = access == .reading ? O_RDONLY : O_RDWR | O_CREAT
    descriptor = open(path, flags | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .systemError(path) }
  }

  deinit { close(descriptor) }

  /// - Returns: false when another open file has the lock. The lock ends with this file.
  func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  func length() throws(LogProblem) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .systemError(path) }
    return Int(status.st_size)
  }

  func cut(to length: Int) throws(LogProblem) {
    guard ftruncate(descriptor, length) == 0 else { throw .systemError(path) }
  }

  func sync() throws(LogProblem) {
    guard fsync(descriptor) == 0 else { throw .systemError(path) }
  }

  /// Fills the whole space.
  func read(into space: UnsafeMutableRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < space.count {
      let count = pread(descriptor, space.baseAddress.map { $0 + done }, space.count - done, offset + done)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw LogProblem.systemError(path) }
      guard count > 0 else { throw LogProblem.damaged(path: path, what: "ends at byte \(offset + done)") }
      done += count
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < bytes.count {
      let count = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, offset + done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw LogProblem.systemError(path) }
      done += count
    }
  }
}

extension LogProblem {
  /// With the words of `errno`.
  static func systemError(_ path: String) -> LogProblem {
    .cannotUse(path: path, reason: String(cString: strerror(errno)))
  }
}
