// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

extension Home {
  /// Refuses everybody but the owner of the directory, root too.
  ///
  /// SQLite makes `-wal` and `-shm` beside the ledger in the name of whoever opens it first; made by another user, they
  /// keep the service out of its own ledger. A directory that does not exist has no owner yet.
  package func requireOwner() throws(InstallationProblem) {
    var facts = stat()
    guard stat(directory, &facts) == 0 else { return }
    guard facts.st_uid != geteuid() else { return }
    let owner = Self.userName(facts.st_uid)
    throw InstallationProblem(
      .notPermitted,
      "\(directory) belongs to \(owner ?? "user \(facts.st_uid)"): run this as its owner, "
        + "`sudo -u \(owner ?? "'#\(facts.st_uid)'") toolgate --home \(directory) …`")
  }

  /// Nil where the system knows no name for the number, as in a container.
  private static func userName(_ user: uid_t) -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, let found else { return nil }
    return String(cString: found.pointee.pw_name)
  }
}
