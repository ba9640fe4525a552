// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The right of one command at a time to change a policy directory: an exclusive `flock(2)` on its hidden file `.lock`.
///
/// Held from the first read of what is changed to the last write, until the value's scope ends. Without it, of two people
/// who sign one certificate at once the later writes over what the earlier added. Whoever only reads needs none, since
/// each file is replaced whole. The kernel gives the lock back when the process dies, however it dies.
package struct PolicyLock: ~Copyable {
  let policies: String
  private let descriptor: Int32

  /// Waits for whoever holds it; no command keeps it while it asks a person.
  ///
  /// - Throws: when the directory is not there, and when this user may not write it.
  package init(_ policies: String) throws(InstallationProblem) {
    // A file that another user left would let itself be opened all the same.
    guard access(policies, W_OK) == 0 else { throw Self.failure(policies) }
    let path = "\(policies)/.lock"
    // To read is enough for the lock, so that one file serves several users of a shared directory. A link that somebody
    // put there would make a file elsewhere.
    let descriptor = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw Self.failure(policies) }
    var result: Int32
    repeat { result = flock(descriptor, LOCK_EX) } while result != 0 && errno == EINTR
    guard result == 0 else {
      let failure = Self.failure(policies)
      close(descriptor)
      throw failure
    }
    (self.policies, self.descriptor) = (policies, descriptor)
  }

  deinit { close(descriptor) }

  /// - Parameter name: of the file below the directory.
  package func write(_ bytes: [UInt8], to name: String) throws(InstallationProblem) {
    try AtomicFile.write(bytes, to: "\(policies)/\(name)")
  }

  func remove(_ name: String) throws(InstallationProblem) { try AtomicFile.remove("\(policies)/\(name)") }

  private static func failure(_ policies: String) -> InstallationProblem {
    let (code, reason) = (errno, String(cString: strerror(errno)))
    guard [EACCES, EPERM, EROFS].contains(code) else {
      return InstallationProblem(.unavailable, "cannot lock \(policies) with its file .lock: \(reason)")
    }
    return InstallationProblem(
      .notPermitted, "cannot change \(policies): \(reason); run this as the user to whom the policies belong")
  }
}
