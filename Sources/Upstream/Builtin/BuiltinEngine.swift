// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import NIOCore
import Synchronization
import Threads

/// Carries calls to the model that is built in: an extractive summariser that runs on threads of this engine.
///
/// An answer is at most a few dozen KiB, which is less than any window, so credit is not waited for.
package final class BuiltinEngine: Carrier {
  private let workers: [Worker]
  private let cancelled = Mutex<Set<CallKey>>([])

  /// - Parameter threads: texts that are summarised at the same time; further ones wait.
  package init(threads: Int = 2) {
    precondition(threads > 0, "somebody has to do the work")
    workers = (0..<threads).map { Worker(index: $0) }
  }

  deinit { stop() }

  package func start(_ call: OutgoingCall, ticket: UInt64, to port: ReturnPort<TransferEvent>) {
    let key = CallKey(port: port.id, ticket: ticket)
    let job: Job = { [self] in
      defer { _ = cancelled.withLock { $0.remove(key) } }
      let answer = SummaryAnswer(call) { [self] in cancelled.withLock { $0.contains(key) } }
      for batch in answer.events(ticket: ticket) { port.deliver(batch) }
    }
    if !workers[Int(ticket % UInt64(workers.count))].mailbox.post(job) {
      let failure = TransferFailure(kind: .stopped, hasReceivedBytes: false, mayHaveBeenSent: false)
      port.deliver([.failed(ticket: ticket, failure)])
    }
  }

  package func credit(ticket: UInt64, port: Int, bytes: Int) {}

  package func cancel(ticket: UInt64, port: Int) {
    _ = cancelled.withLock { $0.insert(CallKey(port: port, ticket: ticket)) }
  }

  /// Finishes what was started and waits for the threads. A second call does nothing.
  package func stop() {
    for worker in workers { worker.stop() }
  }
}

private typealias Job = @Sendable () -> Void

/// A thread that does one job after the other.
private final class Worker: Sendable {
  let mailbox: Mailbox<Job>
  private let thread: Mutex<OwnedThread?>

  init(index: Int) {
    let wake = Wake()
    let mailbox = Mailbox<Job>(wake: wake)
    self.mailbox = mailbox
    thread = Mutex(
      OwnedThread(name: "builtin-\(index)") {
        var jobs: [Job] = []
        while true {
          wake.wait()
          let isLast = mailbox.isClosed
          mailbox.drain(into: &jobs)
          for job in jobs { job() }
          if isLast { return }
        }
      })
  }

  func stop() {
    mailbox.close()
    let running = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    running?.join()
  }
}
