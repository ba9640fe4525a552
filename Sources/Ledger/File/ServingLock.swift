// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The mark of the one process that answers calls with a ledger: an exclusive `flock(2)` on a file beside it.
///
/// Recovery settles every open intent, so it must never run while another process has calls under way. The kernel gives
/// the lock back when the process dies, however it dies.
final class ServingLock: Sendable {
  private let descriptor: Int32

  init(ledger path: String) throws {
    let file = path + ".lock"
    descriptor = open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LedgerProblem.cannotOpen(path: file, reason: LedgerFile.reason(errno)) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw LedgerProblem.beingServed(path: path)
    }
  }

  deinit { close(descriptor) }
}
