// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore
import NIOHTTP1

/// One connection of the fake upstream: reads requests with a real parser, writes answers as raw bytes.
final class Conversation: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private let journal: Journal
  private let control: ControlRoutes
  private let workshop: Workshop
  private let fallback: Script
  private var context: ChannelHandlerContext?

  private var number = 0
  private var ordinal = 0
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()
  /// What came while an answer was under way.
  private var pending: [(head: HTTPRequestHead, body: ByteBuffer)] = []
  private var progress: Progress?

  /// Where an answer has got to.
  private struct Progress {
    let answer: Answer
    let script: Script
    let closesAfter: Bool
    var next = 0
    var headIsWritten = false
    var moment: NIODeadline
    var gateIsOpen: Bool
    var isWaiting = false
  }

  init(journal: Journal, control: ControlRoutes, workshop: Workshop, fallback: Script) {
    (self.journal, self.control, self.workshop, self.fallback) = (journal, control, workshop, fallback)
  }

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    number = journal.note {
      $0.connections += 1
      $0.openConnections += 1
      return $0.connections
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    let isAbandoned = progress != nil
    progress = nil
    self.context = nil
    // Whoever looks for those that wait must not find one that has left, in this test or in the next.
    journal.leaveGate(connection: number)
    journal.note {
      $0.openConnections -= 1
      if isAbandoned { $0.abandoned += 1 }
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = ByteBuffer()
      guard let (script, _) = try? target(of: head) else { return }
      if script.has(.stopReading) {
        _ = context.channel.setOption(.autoRead, value: false)
      } else if head.headers.first(name: "expect") != nil {
        writeContinue(context)
      }
    case .body(var part):
      if body.readableBytes == 0 { body = part } else { body.writeBuffer(&part) }
    case .end:
      guard let head else { return }
      self.head = nil
      if progress == nil { take(head, body) } else { pending.append((head, body)) }
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable, progress?.isWaiting == false { step() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func take(_ head: HTTPRequestHead, _ body: ByteBuffer) {
    ordinal += 1
    if head.uri.hasPrefix("/_") {
      begin(control.answer(to: head), script: fallback, head: head)
      return
    }
    let found: (script: Script, path: Substring)
    do {
      found = try target(of: head)
    } catch {
      begin(.plain(status: 404, "\(error)\n"), script: fallback, head: head)
      return
    }
    let script = found.script
    let count = write(head, body, script)
    if script.has(.never) {
      begin(.silence, script: script, head: head)
      return
    }
    if script.has(.closeReused), ordinal > 1 {
      context?.close(promise: nil)
      return
    }
    begin(answer(to: body, at: found.path, script: script, count: count), script: script, head: head)
  }

  private func answer(to body: ByteBuffer, at path: Substring, script: Script, count: Int) -> Answer {
    if let failures = script[.flaky], count <= failures { return ErrorAnswers.warmingUp }
    if !script.has(.unchecked), body.readableBytes > 0, !Ask.isJSON(body) { return ErrorAnswers.notJSON }
    return workshop.book.answer(script: script, ask: Ask(path: path, body: body, script: script))
  }

  /// The script is the first part of the path, unless the path begins with that of an API.
  private func target(of head: HTTPRequestHead) throws(Script.UnknownWord) -> (script: Script, path: Substring) {
    let path = head.uri.prefix { $0 != "?" }
    let first = path.dropFirst().prefix { $0 != "/" }
    if ["", "v1", "openai", "health"].contains(first) { return (fallback, path) }
    if let known = control.script(named: first) { return (known, path) }
    let script = try Script(first)
    control.remember(script)
    return (script, path)
  }

  /// - Returns: how many requests of this script came so far, this one included.
  private func write(_ head: HTTPRequestHead, _ body: ByteBuffer, _ script: Script) -> Int {
    let request =
      script.has(.unchecked)
      ? nil
      : SeenRequest(
        script: script.name, method: head.method.rawValue, target: head.uri,
        headers: head.headers.map { .init(name: $0.name, value: $0.value) }, body: Array(body.readableBytesView),
        connection: number, ordinal: ordinal)
    return journal.note { sightings in
      sightings.requests += 1
      sightings.requestsByScript[script.name, default: 0] += 1
      if let request {
        if sightings.recent.count == Journal.kept { sightings.recent.removeFirst() }
        sightings.recent.append(request)
      }
      return sightings.requestsByScript[script.name] ?? 0
    }
  }

  private func writeContinue(_ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
  }
}

// MARK: - Writing an answer

extension Conversation: Paced {
  private func begin(_ answer: Answer, script: Script, head: HTTPRequestHead) {
    guard let context else { return }
    let now = NIODeadline.now()
    progress = Progress(
      answer: answer, script: script, closesAfter: !head.isKeepAlive, moment: now, gateIsOpen: !script.has(.gate))
    if script.has(.continueFirst) { writeContinue(context) }
    if let delay = script[.slowHead] {
      wait(until: now + .microseconds(delay))
    } else {
      step()
    }
  }

  private func wait(until moment: NIODeadline) {
    progress?.moment = moment
    progress?.isWaiting = true
    workshop.pacer.wake(self, at: moment)
  }

  func goOn() {
    progress?.isWaiting = false
    step()
  }

  /// Writes as much as may be written now.
  private func step() {
    guard let context, var progress else { return }
    let script = progress.script
    if !progress.headIsWritten {
      if progress.answer.head.readableBytes > 0 { context.write(wrapOutboundOut(progress.answer.head), promise: nil) }
      progress.headIsWritten = true
    }
    while progress.next < progress.answer.pieces.count {
      if !progress.gateIsOpen, Int64(progress.next) >= script[.gate] ?? 0 {
        self.progress = progress
        context.flush()
        stopAtGate(context)
        return
      }
      context.write(wrapOutboundOut(progress.answer.pieces[progress.next]), promise: nil)
      progress.next += 1
      let isLast = progress.next == progress.answer.pieces.count
      if let pace = script[.pace], !isLast {
        self.progress = progress
        context.flush()
        wait(until: progress.moment + .microseconds(pace))
        return
      }
      if script.has(.dribble), !isLast {
        self.progress = progress
        context.flush()
        wait(until: progress.moment)
        return
      }
      if !context.channel.isWritable {
        self.progress = progress
        context.flush()
        // The flush may have made room at once, and the rest gone out from inside of it.
        if !context.channel.isWritable || self.progress?.next != progress.next { return }
      }
    }
    self.progress = progress
    end(context)
  }

  private func stopAtGate(_ context: ChannelHandlerContext) {
    progress?.isWaiting = true
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let loop = context.eventLoop
    journal.stopAtGate(connection: number) { loop.execute { bound.value.openGate() } }
  }

  private func openGate() {
    progress?.gateIsOpen = true
    progress?.moment = .now()
    goOn()
  }

  private func end(_ context: ChannelHandlerContext) {
    guard let progress else { return }
    let flushed = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: flushed)
    switch progress.answer.ending {
    case .stall:
      return
    case .reset:
      // A linger time of zero makes close(2) send a reset (socket(7)).
      let socket = context.channel as? any SocketOptionProvider
      _ = socket?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
      closeQuietly(after: flushed)
    case .cut:
      closeQuietly(after: flushed)
    case .clean:
      self.progress = nil
      journal.note { $0.answered += 1 }
      if progress.closesAfter {
        closeQuietly(after: flushed)
      } else if let delay = progress.script[.closeIdle] {
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .microseconds(delay)) { channel.close(promise: nil) }
      } else if !pending.isEmpty {
        let next = pending.removeFirst()
        take(next.head, next.body)
      }
    }
  }

  /// What we break ourselves is not abandoned by the other side.
  private func closeQuietly(after flushed: EventLoopPromise<Void>) {
    progress = nil
    guard let channel = context?.channel else { return }
    flushed.futureResult.whenComplete { _ in channel.close(promise: nil) }
  }
}
