// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// What the conversations of one event loop share.
final class Workshop {
  let pacer: Pacer
  let book = AnswerBook()

  private init(loop: any EventLoop) {
    pacer = Pacer(loop: loop)
  }

  /// The workshops of all loops.
  final class Street: Sendable {
    private let workshops = Mutex<[ObjectIdentifier: NIOLoopBound<Workshop>]>([:])

    /// Called on the loop.
    func workshop(of loop: any EventLoop) -> Workshop {
      let bound = workshops.withLock { workshops in
        if let workshop = workshops[ObjectIdentifier(loop)] { return workshop }
        let workshop = NIOLoopBound(Workshop(loop: loop), eventLoop: loop)
        workshops[ObjectIdentifier(loop)] = workshop
        return workshop
      }
      return bound.value
    }
  }
}
