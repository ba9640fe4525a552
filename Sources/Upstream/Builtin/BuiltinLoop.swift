// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import NIOCore
import Threads

/// One thread of the built-in model. Everything in here runs on that thread alone.
final class BuiltinLoop {
  private let mailbox: Mailbox<BuiltinCommand>
  private let wake: Wake
  private let window: Int
  private let room: BuiltinRoom
  /// What is to be done, from `next` on.
  private var queue: [BuiltinCommand] = []
  private var next = 0
  private var mail: [BuiltinCommand] = []
  /// Answers that are worked out and wait for credit.
  private var waiting: [CallKey: WaitingAnswer] = [:]

  private struct WaitingAnswer {
    let port: ReturnPort<TransferEvent>
    let bodyBytes: Int
    /// What is still to be told, the next at the end.
    var batches: [[TransferEvent]]
    var uncredited = 0
  }

  init(mailbox: Mailbox<BuiltinCommand>, wake: Wake, window: Int, room: BuiltinRoom) {
    (self.mailbox, self.wake, self.window, self.room) = (mailbox, wake, window, room)
  }

  /// Returns when the mailbox is closed and every call has been told.
  func run() {
    while true {
      wake.wait()
      let isLast = mailbox.isClosed
      takeMail()
      while next < queue.count {
        next += 1
        obey(queue[next - 1])
      }
      queue.removeAll(keepingCapacity: true)
      next = 0
      if isLast { break }
    }
    for key in Array(waiting.keys) { giveUp(key, .stopped) }
  }

  private func takeMail() {
    mailbox.drain(into: &mail)
    queue += mail
  }

  private func obey(_ command: BuiltinCommand) {
    switch command {
    case .start(let call, let ticket, let port): start(call, CallKey(port: port.id, ticket: ticket), port)
    case .credit(let key, let bytes):
      guard var answer = waiting[key] else { return }
      answer.uncredited = max(0, answer.uncredited - max(0, bytes))
      tell(key, &answer)
    case .cancel(let key): giveUp(key, .cancelled)
    }
  }

  private func start(_ call: OutgoingCall, _ key: CallKey, _ port: ReturnPort<TransferEvent>) {
    precondition(waiting[key] == nil, "the ticket is in use")
    let answer = SummaryAnswer(call) { interruption(of: key) }
    var waiting = WaitingAnswer(
      port: port, bodyBytes: call.body.count, batches: answer.events(ticket: key.ticket).reversed())
    tell(key, &waiting)
  }

  /// Looked for between the steps of the work, in the mail that has come meanwhile.
  private func interruption(of key: CallKey) -> TransferFailure.Kind? {
    if mailbox.isClosed { return .stopped }
    takeMail()
    for case .cancel(key) in queue[next...] { return .cancelled }
    return nil
  }

  /// Delivers piece by piece, as far as the window goes.
  private func tell(_ key: CallKey, _ answer: inout WaitingAnswer) {
    while answer.uncredited < window, let batch = answer.batches.popLast() {
      for case .bytes(_, let bytes) in batch { answer.uncredited += bytes.readableBytes }
      answer.port.deliver(batch)
    }
    if answer.batches.isEmpty {
      waiting[key] = nil
      room.giveBack(answer.bodyBytes)
    } else {
      waiting[key] = answer
    }
  }

  private func giveUp(_ key: CallKey, _ kind: TransferFailure.Kind) {
    guard let answer = waiting.removeValue(forKey: key) else { return }
    room.giveBack(answer.bodyBytes)
    let failure = TransferFailure(kind: kind, mayHaveBeenSent: true)
    answer.port.deliver([.failed(ticket: key.ticket, failure)])
  }
}
