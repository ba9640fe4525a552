// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Synchronization
import Threads

/// Carries calls to the model that is built in: an extractive summariser on threads of this engine.
///
/// It keeps the contract of `Carrier` like any other: answers wait for credit, a cancelled call stops working. What
/// waits for a thread is bounded; a call beyond that is refused as `unprepared`.
package final class BuiltinEngine: Carrier {
  private let mailboxes: [Mailbox<BuiltinCommand>]
  private let threads: [OwnedThread]
  private let room: BuiltinRoom
  private let isStopped = Mutex(false)

  /// - Parameters:
  ///   - threads: texts that are summarised at the same time.
  ///   - window: bytes of one call that may be delivered and not yet credited, give or take one event.
  ///   - maximumCalls: calls that may be waiting or under way.
  ///   - maximumBytes: bytes of their bodies together.
  package init(
    threads: Int = 2, window: Int = 256 << 10, maximumCalls: Int = 256, maximumBytes: Int = 64 << 20
  ) {
    precondition(threads > 0 && window > 0, "somebody has to do the work, and it has to go somewhere")
    let room = BuiltinRoom(calls: maximumCalls, bytes: maximumBytes)
    var mailboxes: [Mailbox<BuiltinCommand>] = []
    self.threads = (0..<threads).map { index in
      let wake = Wake()
      let mailbox = Mailbox<BuiltinCommand>(wake: wake)
      mailboxes.append(mailbox)
      return OwnedThread(name: "builtin-\(index)") {
        BuiltinLoop(mailbox: mailbox, wake: wake, window: window, room: room).run()
      }
    }
    self.mailboxes = mailboxes
    self.room = room
  }

  deinit { stop() }

  package func start(_ call: OutgoingCall, ticket: UInt64, to port: ReturnPort<TransferEvent>) {
    guard room.take(call.body.count) else {
      port.deliver([.failed(ticket: ticket, .unsent(.unprepared))])
      return
    }
    if !mailbox(of: ticket).post(.start(call, ticket: ticket, port)) {
      room.giveBack(call.body.count)
      port.deliver([.failed(ticket: ticket, .unsent(.stopped))])
    }
  }

  package func credit(ticket: UInt64, port: Int, bytes: Int) {
    mailbox(of: ticket).post(.credit(CallKey(port: port, ticket: ticket), bytes: bytes))
  }

  package func cancel(ticket: UInt64, port: Int) {
    mailbox(of: ticket).post(.cancel(CallKey(port: port, ticket: ticket)))
  }

  /// Ends what is under way as `failed(stopped)` and waits for the threads. A second call does nothing.
  package func stop() {
    let isFirst = isStopped.withLock { stopped in
      defer { stopped = true }
      return !stopped
    }
    guard isFirst else { return }
    for mailbox in mailboxes { mailbox.close() }
    for thread in threads { thread.join() }
  }

  /// A call stays with one thread, so that what is said about it later finds it.
  private func mailbox(of ticket: UInt64) -> Mailbox<BuiltinCommand> {
    mailboxes[Int(ticket % UInt64(mailboxes.count))]
  }
}

enum BuiltinCommand: Sendable {
  case start(OutgoingCall, ticket: UInt64, ReturnPort<TransferEvent>)
  case credit(CallKey, bytes: Int)
  case cancel(CallKey)
}

/// How much more may wait.
final class BuiltinRoom: Sendable {
  private let left: Mutex<(calls: Int, bytes: Int)>

  init(calls: Int, bytes: Int) {
    left = Mutex((calls, bytes))
  }

  func take(_ bytes: Int) -> Bool {
    left.withLock { left in
      guard left.calls >= 1, left.bytes >= bytes else { return false }
      left.calls -= 1
      left.bytes -= bytes
      return true
    }
  }

  func giveBack(_ bytes: Int) {
    left.withLock { left in
      left.calls += 1
      left.bytes += bytes
    }
  }
}

extension TransferFailure {
  /// Of a call that never began.
  static func unsent(_ kind: Kind) -> TransferFailure {
    TransferFailure(kind: kind, mayHaveBeenSent: false)
  }
}
