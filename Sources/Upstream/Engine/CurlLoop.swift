// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Domain
import Threads

/// The life of the thread `upstream`: sockets and timers of libcurl's multi interface
/// (<https://curl.se/libcurl/c/libcurl-multi.html>, "multi_socket") and the deadlines that libcurl does not keep.
///
/// Everything in here runs on that thread alone. One turn waits, lets libcurl work, obeys what is in the mailbox, takes
/// out what has ended and then delivers, once for each port.
final class CurlLoop {
  private let multi: UnsafeMutableRawPointer
  private let mailbox: Mailbox<CurlCommand>
  private let wake: Wake
  private let window: Int
  private let idleSeconds: Int
  private let sockets: SocketWatch
  private var transfers: [CallKey: Transfer] = [:]
  private var spareHandles: SpareHandles
  private var deadlines = DeadlineHeap()
  private let outbox = Outbox()
  private var commands: [CurlCommand] = []
  /// When libcurl wants to be called although no socket is ready.
  private var timer: MonotonicTime?
  private var isStopping = false

  init(mailbox: Mailbox<CurlCommand>, wake: Wake, window: Int, pooledConnections: Int, idleSeconds: Int) {
    guard let multi = curl_multi_init() else { preconditionFailure("libcurl has no memory for its multi handle") }
    self.multi = multi
    self.mailbox = mailbox
    self.wake = wake
    self.window = window
    spareHandles = SpareHandles(capacity: pooledConnections)
    self.idleSeconds = idleSeconds
    sockets = SocketWatch(wake: wake)
    let context = Unmanaged.passUnretained(self).toOpaque()
    tg_multi_set_socket_function(multi, watchSocket)
    tg_multi_set_context(multi, CURLMOPT_SOCKETDATA, context)
    tg_multi_set_timer_function(multi, requestTimer)
    tg_multi_set_context(multi, CURLMOPT_TIMERDATA, context)
    tg_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    tg_multi_set_long(multi, CURLMOPT_MAXCONNECTS, pooledConnections)
  }

  /// Returns when the mailbox is closed and every call has been told.
  func run() {
    while !isStopping {
      let hasMail = sockets.wait(milliseconds: millisecondsToWait()) { descriptor, events in
        act(on: descriptor, events)
      }
      if hasMail { obeyMail() }
      runTimer()
      endFinished()
      endOverdue()
      if isStopping { endAll() }
      outbox.deliver()
    }
    spareHandles.removeAll()
    // Closing the pool's connections calls back for their sockets, so this object must still be whole.
    curl_multi_cleanup(multi)
  }

  private func millisecondsToWait() -> Int32 {
    guard let due = [timer, deadlines.earliest].compactMap({ $0 }).min() else { return -1 }
    return due.milliseconds(from: .now)
  }

  private func act(on descriptor: Int32, _ events: Int32) {
    var running: Int32 = 0
    curl_multi_socket_action(multi, descriptor, events, &running)
  }

  private func runTimer() {
    // A timer of zero is libcurl's way to be called again at once; the limit keeps the other work of the turn alive.
    for _ in 0..<8 {
      guard let due = timer, due <= .now else { return }
      timer = nil
      act(on: CURL_SOCKET_TIMEOUT, 0)
    }
  }

  // MARK: What is asked

  private func obeyMail() {
    // Read before draining: what was posted before the close is then certain to be in the box.
    isStopping = mailbox.isClosed
    mailbox.drain(into: &commands)
    for command in commands {
      switch command {
      case .start(let call, let target, let ticket, let port): start(call, to: target, ticket: ticket, port)
      case .credit(let key, let bytes): credit(key, bytes)
      case .cancel(let key): transfers[key].map { end($0, .failed(.cancelled, curlCode: 0)) }
      }
    }
  }

  private func start(
    _ call: OutgoingCall, to target: BackendTarget, ticket: UInt64, _ port: ReturnPort<TransferEvent>
  ) {
    let key = CallKey(port: port.id, ticket: ticket)
    // Two calls under one ticket would mix two callers' answers.
    precondition(transfers[key] == nil, "the ticket is in use")
    do throws(CurlFault) {
      let handle = try handle(for: CallShape(call, to: target))
      let transfer = Transfer(call: call, key: key, port: port, handle: handle, window: window, outbox: outbox)
      try handle.load(transfer)
      guard curl_multi_add_handle(multi, handle.raw) == CURLM_OK else {
        handle.unload()
        throw CurlFault(code: CURLE_FAILED_INIT)
      }
      transfers[key] = transfer
      deadlines.insert(transfer)
    } catch {
      outbox.refuse(ticket: ticket, port: port, curlCode: Int32(error.code.rawValue))
    }
  }

  private func handle(for shape: CallShape) throws(CurlFault) -> EasyHandle {
    if let spare = spareHandles.take(shape) { return spare }
    return try EasyHandle(shape: shape, idleSeconds: idleSeconds)
  }

  private func credit(_ key: CallKey, _ bytes: Int) {
    guard let transfer = transfers[key] else { return }
    guard transfer.takeCredit(bytes) else { return }
    // The write callback may run before this returns and may pause again.
    let result = curl_easy_pause(transfer.handle.raw, CURLPAUSE_CONT)
    if result != CURLE_OK {
      end(transfer, transfer.ending(of: result))
    } else {
      deadlines.update(transfer)
    }
  }

  // MARK: What ends

  private func endFinished() {
    var finished = tg_finished()
    while tg_multi_next_finished(multi, &finished) {
      var context: UnsafeMutableRawPointer?
      tg_easy_get_context(finished.handle, &context)
      guard let context else { continue }
      guard let transfer = Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue().transfer else { continue }
      end(transfer, transfer.ending(of: finished.result))
    }
  }

  private func endOverdue() {
    let now = MonotonicTime.now
    // A head that came in this turn may have shortened its call's deadline from "first byte" to "idle". One that moved
    // away, as with every byte of a stream, is only looked at when the old one is due.
    for transfer in outbox.changed where transfer.heapIndex != nil && transfer.deadline < transfer.checkAt {
      deadlines.update(transfer)
    }
    while let earliest = deadlines.earliest, earliest <= now, let transfer = deadlines.first {
      if let overdue = transfer.overdue(at: now) {
        end(transfer, .failed(overdue, curlCode: 0))
      } else {
        deadlines.update(transfer)
      }
    }
  }

  private func endAll() {
    for transfer in Array(transfers.values) { end(transfer, .failed(.stopped, curlCode: 0)) }
  }

  /// Never called from inside a callback of libcurl, which could not bear the removal of its handle.
  private func end(_ transfer: Transfer, _ ending: Transfer.Ending) {
    curl_multi_remove_handle(multi, transfer.handle.raw)
    deadlines.remove(transfer)
    transfers[transfer.key] = nil
    transfer.end(ending)
    transfer.handle.unload()
    // One that was broken off may be in any state, so it goes.
    if case .complete = ending, !transfer.neededSecondAttempt { spareHandles.put(transfer.handle) }
  }

  // MARK: What libcurl asks

  fileprivate func watch(_ descriptor: Int32, _ what: Int32) {
    sockets.watch(descriptor, what)
  }

  fileprivate func setTimer(milliseconds: Int) {
    // Counted from the clock's hand, not from the turn's beginning: libcurl would not ask a second time for a timer
    // that went off too early.
    timer = milliseconds < 0 ? nil : MonotonicTime.now + .milliseconds(milliseconds)
  }
}

private func watchSocket(
  _: UnsafeMutableRawPointer?, _ descriptor: Int32, _ what: Int32, _ context: UnsafeMutableRawPointer?,
  _: UnsafeMutableRawPointer?
) -> Int32 {
  Unmanaged<CurlLoop>.fromOpaque(context!).takeUnretainedValue().watch(descriptor, what)
  return 0
}

private func requestTimer(
  _: UnsafeMutableRawPointer?, _ milliseconds: Int, _ context: UnsafeMutableRawPointer?
) -> Int32 {
  Unmanaged<CurlLoop>.fromOpaque(context!).takeUnretainedValue().setTimer(milliseconds: milliseconds)
  return 0
}
