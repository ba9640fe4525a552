// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Domain
import Glibc
import NIOCore

/// One call on the engine's thread: what is sent, what has come and is not delivered yet, and its deadlines.
///
/// It and its handle hold each other from `EasyHandle.load` to `EasyHandle.unload`.
final class Transfer {
  let call: OutgoingCall
  let key: CallKey
  let port: ReturnPort<TransferEvent>
  let handle: EasyHandle
  private let window: Int
  private let outbox: Outbox

  // What is sent.
  private var sentBytes = 0
  private var wasOpened = false
  /// libcurl counts second attempts in the handle for as long as it lives, and gives up at some number.
  private(set) var neededSecondAttempt = false
  /// What had been sent when the request itself was first opened.
  private var sizeBefore = 0
  private var mayHaveBeenSent = false

  // What has come.
  private var headReader = HeadReader()
  private var hasHead = false
  private var newHead: UpstreamHead?
  private var newBytes: ByteBuffer?
  private var newEnding: Ending?
  private var isNoted = false
  private var isViolated = false
  /// Bytes that were taken from libcurl and not yet credited.
  private var uncredited = 0
  private var isPaused = false

  // Deadlines.
  private let firstByteBy: MonotonicTime
  private let totalBy: MonotonicTime
  private var lastByteAt: MonotonicTime
  /// The heap's own fields.
  var heapIndex: Int?
  var checkAt: MonotonicTime

  enum Ending {
    case complete
    case failed(TransferFailure.Kind, curlCode: Int32)
  }

  init(
    call: OutgoingCall, key: CallKey, port: ReturnPort<TransferEvent>, handle: EasyHandle, window: Int,
    outbox: Outbox
  ) {
    (self.call, self.key, self.port, self.handle) = (call, key, port, handle)
    (self.window, self.outbox) = (window, outbox)
    let now = MonotonicTime.now
    let timeouts = handle.shape.target.timeouts
    firstByteBy = now + timeouts.firstByte
    totalBy = now + timeouts.total
    lastByteAt = now
    checkAt = now
  }

  // MARK: Sending

  /// Asked before each attempt to send the request on some connection. A body that has been touched is never sent
  /// again: the backend may have acted on it, and a second answer would be paid twice.
  func mayBeOpened() -> Bool {
    guard !hasSentAnything, !(wasOpened && call.body.isEmpty) else { return false }
    if wasOpened { neededSecondAttempt = true } else { sizeBefore = requestSize }
    wasOpened = true
    return true
  }

  /// libcurl asks for this before a second attempt.
  var mayRewind: Bool { !hasSentAnything }

  /// Some of the body, or of what goes out together with it, was given to the kernel.
  private var hasSentAnything: Bool {
    guard handle.shape.isSentWhole else { return sentBytes > 0 }
    return wasOpened && requestSize > sizeBefore
  }

  /// Bytes of requests that libcurl has sent for this transfer, in all attempts. A CONNECT to a proxy counts as well.
  private var requestSize: Int {
    var sent = 0
    return tg_easy_get_long(handle.raw, CURLINFO_REQUEST_SIZE, &sent) == CURLE_OK ? sent : .max
  }

  func readBody(into space: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(space.count, call.body.count - sentBytes)
    guard count > 0 else { return 0 }
    call.body.withUnsafeBytes { body in
      space.copyMemory(from: UnsafeRawBufferPointer(rebasing: body[sentBytes..<sentBytes + count]))
    }
    sentBytes += count
    return count
  }

  // MARK: Receiving

  /// - Returns: false to break the call off.
  func takeHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
    switch headReader.take(line) {
    case .more: return true
    case .tooLarge, .malformed:
      isViolated = true
      return false
    case .head(let head):
      hasHead = true
      newHead = head
      lastByteAt = .now
      note()
      return true
    }
  }

  /// - Returns: false when the window is full: the call is to pause, and the same bytes come again.
  func takeBytes(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard uncredited < window else {
      isPaused = true
      return false
    }
    uncredited += bytes.count
    lastByteAt = .now
    if newBytes == nil {
      newBytes = ByteBufferAllocator().buffer(capacity: bytes.count)
      note()
    }
    newBytes!.writeBytes(bytes)
    return true
  }

  /// - Returns: true when the transfer should go on now.
  func takeCredit(_ bytes: Int) -> Bool {
    uncredited = max(0, uncredited - max(0, bytes))
    // Half a window at least, so that a reader who takes a little at a time does not wake the transfer each time.
    guard isPaused, uncredited <= window / 2 else { return false }
    isPaused = false
    // A backend is not to blame for the time in which it was not heard.
    lastByteAt = .now
    return true
  }

  // MARK: Deadlines

  var deadline: MonotonicTime {
    if !hasHead { return min(firstByteBy, totalBy) }
    return isPaused ? totalBy : min(lastByteAt + handle.shape.target.timeouts.idle, totalBy)
  }

  func overdue(at now: MonotonicTime) -> TransferFailure.Kind? {
    if totalBy <= now { return .totalTimeout }
    guard deadline <= now else { return nil }
    return hasHead ? .idleTimeout : .firstByteTimeout
  }

  // MARK: Ending

  func ending(of result: CURLcode) -> Ending {
    if isViolated { return .failed(.protocolViolation, curlCode: Int32(result.rawValue)) }
    if result == CURLE_OK { return hasHead ? .complete : .failed(.protocolViolation, curlCode: 0) }
    return .failed(TransferFailure.Kind(result), curlCode: Int32(result.rawValue))
  }

  func end(_ ending: Ending) {
    // Asked now, while the handle is still this transfer's.
    mayHaveBeenSent = hasSentAnything || wasOpened && call.body.isEmpty
    newEnding = ending
    note()
  }

  // MARK: Telling

  private func note() {
    guard !isNoted else { return }
    isNoted = true
    outbox.note(self)
  }

  func takeNews(into events: inout [TransferEvent]) {
    isNoted = false
    if let head = newHead { events.append(.head(ticket: key.ticket, head)) }
    if let bytes = newBytes { events.append(.bytes(ticket: key.ticket, bytes)) }
    switch newEnding {
    case nil: break
    case .complete: events.append(.end(ticket: key.ticket))
    case .failed(let kind, let code):
      let failure = TransferFailure(kind: kind, curlCode: code, mayHaveBeenSent: mayHaveBeenSent)
      events.append(.failed(ticket: key.ticket, failure))
    }
    (newHead, newBytes, newEnding) = (nil, nil, nil)
  }
}
