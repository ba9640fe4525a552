// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Domain
import Synchronization
import Threads

/// Carries calls over HTTP with libcurl, on one thread of its own that owns every handle.
///
/// What is asked of it goes into a mailbox; what happens comes back through the calls' ports. See `CurlLoop` for the
/// thread's turn.
package final class CurlEngine: Sendable {
  private let mailbox: Mailbox<CurlCommand>
  private let thread: OwnedThread
  private let isStopped = Mutex(false)

  /// - Parameters:
  ///   - window: bytes of one call that may be delivered and not yet credited, give or take one callback of libcurl
  ///     (16 KiB). This bounds the memory of a call.
  ///   - pooledConnections: connections that are kept for reuse, of all backends together.
  ///   - keepsIdle: how long an idle connection is kept, in whole seconds. Common servers (uvicorn, llama.cpp) close
  ///     one after 5 seconds. A call that meets such a close under way fails, because it may not be sent again, so
  ///     connections are let go a little before.
  package init(window: Int = 256 << 10, pooledConnections: Int = 256, keepsIdle: Duration = .seconds(3)) {
    precondition(window > 0 && pooledConnections > 0, "a window and a pool hold at least one")
    precondition(curlIsReady, "libcurl could not be initialised")
    let wake = Wake()
    let mailbox = Mailbox<CurlCommand>(wake: wake)
    self.mailbox = mailbox
    thread = OwnedThread(name: "upstream") {
      CurlLoop(
        mailbox: mailbox, wake: wake, window: window, pooledConnections: pooledConnections,
        idleSeconds: Int(keepsIdle.components.seconds)
      ).run()
    }
  }

  deinit { stop() }

  /// The way to one backend.
  package func carrier(to target: BackendTarget) -> any Carrier { CurlCarrier(engine: self, target: target) }

  fileprivate func start(
    _ call: OutgoingCall, to target: BackendTarget, ticket: UInt64, _ port: ReturnPort<TransferEvent>
  ) {
    if !mailbox.post(.start(call, target, ticket: ticket, port)) {
      let failure = TransferFailure(kind: .stopped, mayHaveBeenSent: false)
      port.deliver([.failed(ticket: ticket, failure)])
    }
  }

  package func credit(ticket: UInt64, port: Int, bytes: Int) {
    mailbox.post(.credit(CallKey(port: port, ticket: ticket), bytes: bytes))
  }

  package func cancel(ticket: UInt64, port: Int) {
    mailbox.post(.cancel(CallKey(port: port, ticket: ticket)))
  }

  /// Ends what is under way as `failed(stopped)` and waits for the thread. Must not be called on the engine's own
  /// thread, which is where ports are served. A second call does nothing.
  package func stop() {
    let isFirst = isStopped.withLock { stopped in
      defer { stopped = true }
      return !stopped
    }
    guard isFirst else { return }
    mailbox.close()
    thread.join()
  }
}

/// All calls to one backend go through the engine, which owns the connections of all.
private struct CurlCarrier: Carrier {
  let engine: CurlEngine
  let target: BackendTarget

  func start(_ call: OutgoingCall, ticket: UInt64, to port: ReturnPort<TransferEvent>) {
    engine.start(call, to: target, ticket: ticket, port)
  }

  func credit(ticket: UInt64, port: Int, bytes: Int) { engine.credit(ticket: ticket, port: port, bytes: bytes) }
  func cancel(ticket: UInt64, port: Int) { engine.cancel(ticket: ticket, port: port) }
}

/// What the engine's thread is asked to do.
enum CurlCommand: Sendable {
  case start(OutgoingCall, BackendTarget, ticket: UInt64, ReturnPort<TransferEvent>)
  case credit(CallKey, bytes: Int)
  case cancel(CallKey)
}

/// Tickets are unique in their port only.
struct CallKey: Hashable, Sendable {
  let port: Int
  let ticket: UInt64
}

/// curl_global_init must run once before everything else; the language runs a global's initialiser once.
let curlIsReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
