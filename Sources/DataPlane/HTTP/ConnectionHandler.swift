// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Identity
import NIOCore
import NIOHTTP1
import Telemetry
import Wire

/// One client connection: takes requests one after the other, hands calls to a `CallDriver`, and writes answers.
///
/// HTTP/1.1 with keep-alive and pipelining: while an answer is under way, further requests wait, and once some wait
/// nothing more is read, so that a client cannot fill memory by asking faster than it is answered.
///
/// A client that closes its sending side has left (half-closed connections are not kept open).
final class ConnectionHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Phase {
    /// Nothing of the next request has come.
    case waiting
    /// Some bytes of a head have come.
    case heading
    /// The head was accepted; its body is coming in.
    case receiving(Identified, body: ByteBuffer, isKeepAlive: Bool)
    /// The request is complete but for a body that nobody wants.
    case skipping(Answer, isKeepAlive: Bool)
    /// An answer is under way.
    case answering(CallDriver?, isKeepAlive: Bool)
    /// The last answer was sent; what still comes is thrown away, so that the client gets to read the answer before the
    /// connection is reset.
    case lingering
    case closed
  }

  private let shard: LoopShard
  private var context: ChannelHandlerContext?
  private var phase = Phase.waiting
  private var waiting = CircularBuffer<HTTPServerRequestPart>()
  private var readIsOwed = false
  /// The decoder has made something of what was read last.
  private var hasReadPart = false
  /// How long a client may still take its last answer.
  private var sendingUntil: NIODeadline?
  /// `next` is at work further down on the stack.
  private var isAdvancing = false
  private var isHTTP10 = false
  /// The request at hand is a HEAD: its answer has no body, whatever its `content-length` says.
  private var isHeadOnly = false
  /// When `deadlinePassed` is due; what that means depends on the phase.
  private(set) var deadline = NIODeadline.distantFuture

  init(shard: LoopShard) {
    self.shard = shard
  }

  var isWritable: Bool { context?.channel.isWritable ?? false }

  // MARK: Life

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard shard.add(self) else {
      phase = .closed
      context.close(promise: nil)
      return
    }
    deadline = .now() + shard.limits.idleTime.timeAmount
  }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    leave()
    self.context = nil
  }

  /// The one way out: whatever ended the connection, its call is told once.
  private func leave() {
    let last = phase
    phase = .closed
    deadline = .distantFuture
    waiting.removeAll()
    shard.remove(self)
    if case .answering(let call?, _) = last { call.clientLeft() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let parserError = error as? HTTPParserError else {
      abort()
      return
    }
    switch phase {
    case .waiting, .heading, .receiving, .skipping:
      refuse(GatewayError(parserError))
    case .answering:
      // Bytes of the next request make no sense. The present answer may still end; nothing is read after it.
      waiting.removeAll()
      waitingIsBroken = parserError
    case .lingering, .closed: break
    }
  }

  private var waitingIsBroken: HTTPParserError?

  // MARK: Reading

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = unwrapInboundIn(data)
    hasReadPart = true
    if case .answering = phase {
      waiting.append(part)
    } else {
      take(part)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // The decoder says nothing until a head is whole. If something was read and nothing came of it, a head has begun, and
    // from now on it has to come.
    if case .waiting = phase, !hasReadPart {
      phase = .heading
      deadline = .now() + shard.limits.headerTime.timeAmount
    }
    hasReadPart = false
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    // Nothing more is taken from a client that has requests waiting, nor from one that does not read its answers.
    var hasWork = !context.channel.isWritable
    if case .answering = phase, !waiting.isEmpty { hasWork = true }
    if hasWork {
      readIsOwed = true
    } else {
      context.read()
    }
  }

  private func take(_ part: HTTPServerRequestPart) {
    switch (phase, part) {
    case (.waiting, .head(let head)), (.heading, .head(let head)):
      start(head)
    case (.receiving(let identified, var body, let isKeepAlive), .body(let bytes)):
      guard body.readableBytes + bytes.readableBytes <= shard.limits.requestBody else {
        refuse(.bodyTooLarge(shard.limits.requestBody))
        return
      }
      // Let go of the old reference first: appending to a buffer that is shared would copy it.
      phase = .heading
      if body.readableBytes == 0 { body = bytes } else { body.writeImmutableBuffer(bytes) }
      phase = .receiving(identified, body: body, isKeepAlive: isKeepAlive)
    case (.receiving(let identified, let body, let isKeepAlive), .end):
      phase = .answering(nil, isKeepAlive: isKeepAlive)
      deadline = .distantFuture
      open(identified, body)
    case (.skipping(let answer, let isKeepAlive), .end):
      phase = .answering(nil, isKeepAlive: isKeepAlive)
      deadline = .distantFuture
      answer.send(self)
    default:
      break
    }
  }

  private func start(_ head: HTTPRequestHead) {
    let now = shard.services.clock.now()
    let requestID = shard.newRequestID(at: now)
    isHTTP10 = head.version != .http1_1
    isHeadOnly = head.method == .HEAD
    // NIO's decoder stops for good behind a request that offers another protocol, so nothing can follow it.
    let offersUpgrade = head.method == .CONNECT || head.headers.contains(name: "upgrade")
    let isKeepAlive = head.isKeepAlive && !isHTTP10 && !offersUpgrade
    deadline = .now() + shard.limits.bodyTime.timeAmount
    do throws(GatewayError) {
      try head.check(shard.limits)
      switch Route(method: head.method.rawValue, target: head.uri) {
      case .call(let operation):
        guard shard.services.readiness.isReady else { throw shard.services.readiness.refusal }
        let arrival = try Arrival.read(head, operation: operation, requestID: requestID, at: now)
        let identified = try Identified.identify(arrival, in: shard.directory)
        if head.headers.first(name: "expect")?.lowercased() == "100-continue" { sendContinue() }
        phase = .receiving(identified, body: ByteBuffer(), isKeepAlive: isKeepAlive)
      case let route:
        let answer = try Answer(route, head: head, requestID: requestID, at: now, shard: shard)
        phase = .skipping(answer, isKeepAlive: isKeepAlive)
      }
    } catch {
      if head.hasShortBody, error.code != .headersTooLarge {
        phase = .skipping(Answer(error, requestID: requestID), isKeepAlive: isKeepAlive)
      } else {
        refuse(error, requestID: requestID)
      }
    }
  }

  private func open(_ identified: Identified, _ body: ByteBuffer) {
    var route: ServedRoute?
    do throws(GatewayError) {
      let asked = try Asked.read(identified, body: body, on: shard)
      route = asked.route
      let permitted = try Permitted.permit(asked, body: body, on: shard)
      let admitted = try Admitted.admit(
        permitted, body: body, by: shard.services.admission, stops: shard.stops, estimator: shard.estimator)
      let call = CallDriver(admitted, client: self, shard: shard)
      guard case .answering(_, let isKeepAlive) = phase else { return }
      phase = .answering(call, isKeepAlive: isKeepAlive)
      call.start()
    } catch {
      let caller = identified.caller
      let rates = shard.services.admission.rates(
        token: caller.token, project: caller.project.id, at: identified.arrival.at)
      refuseInTurn(error, requestID: identified.arrival.requestID, caller: caller) { head in
        if let route { head.add(lines: route.headerLines) }
        head.add(rates)
      }
    }
  }

  // MARK: Writing

  /// A whole answer to the request at hand; the connection goes on if it may.
  func sendWhole(status: Int, requestID: RequestID, lines: (inout AnswerHead) -> Void, body: some Collection<UInt8>) {
    guard let context, case .answering(_, let isKeepAlive) = phase else { return }
    var head = newHead(status, requestID, context)
    lines(&head)
    if !goesOn(isKeepAlive) { head.add("connection: close") }
    head.add("content-length", String(body.count))
    var buffer = head.finished()
    if !isHeadOnly { buffer.writeBytes(body) }
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    next()
  }

  /// The head of a stream, to be written together with its first events.
  func streamHead(requestID: RequestID, lines: (inout AnswerHead) -> Void) -> ByteBuffer? {
    guard let context, case .answering(_, let isKeepAlive) = phase else { return nil }
    var head = newHead(200, requestID, context)
    head.add("content-type: text/event-stream")
    head.add("cache-control: no-cache")
    head.add("x-accel-buffering: no")
    lines(&head)
    if isHTTP10 || !goesOn(isKeepAlive) { head.add("connection: close") }
    if !isHTTP10 { head.add("transfer-encoding: chunked") }
    return head.finished()
  }

  /// Writes bytes of a stream, as a chunk of their own (RFC 9112, section 7.1).
  func sendChunk(_ bytes: [UInt8], after head: ByteBuffer?) {
    guard let context else { return }
    var buffer = head ?? context.channel.allocator.buffer(capacity: bytes.count + 16)
    append(bytes, to: &buffer)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }

  /// The last bytes of a stream and its proper end.
  func endStream(_ bytes: [UInt8], after head: ByteBuffer?) {
    guard let context else { return }
    var buffer = head ?? context.channel.allocator.buffer(capacity: bytes.count + 32)
    append(bytes, to: &buffer)
    if !isHTTP10 { buffer.writeLastChunk() }
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    next()
  }

  /// The error frame of a stream that broke, then an end that no client can take for success: the connection closes
  /// without the chunk that ends a body.
  func breakStream(_ frame: [UInt8]) {
    guard let context else { return }
    // A client that does not read would keep the last bytes, and so the connection, for ever.
    phase = .lingering
    deadline = .now() + .seconds(10)
    var buffer = context.channel.allocator.buffer(capacity: frame.count + 16)
    append(frame, to: &buffer)
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(buffer)).assumeIsolated().whenComplete { _ in channel.close(promise: nil) }
  }

  /// Bytes of a stream: its end is that of the connection for a client that knows no chunks.
  private func append(_ bytes: [UInt8], to buffer: inout ByteBuffer) {
    if isHTTP10 { buffer.writeBytes(bytes) } else { buffer.writeChunk(bytes) }
  }

  private func newHead(_ status: Int, _ requestID: RequestID, _ context: ChannelHandlerContext) -> AnswerHead {
    var head = AnswerHead(
      status: status, date: shard.renderedDate(at: shard.services.clock.now()), allocator: context.channel.allocator)
    let id = requestID.description
    head.add("x-request-id", id)
    head.add("request-id", id)
    return head
  }

  private func sendContinue() {
    guard let context, !isHTTP10 else { return }
    var buffer = context.channel.allocator.buffer(capacity: 32)
    buffer.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }

  // MARK: Refusing

  /// Refuses a request whose body has not been read to its end: the connection cannot go on.
  private func refuse(_ error: GatewayError, requestID: RequestID? = nil) {
    switch phase {
    case .lingering, .closed: return
    default: phase = .answering(nil, isKeepAlive: false)
    }
    refuseInTurn(error, requestID: requestID)
  }

  /// Refuses a request that was read whole.
  func refuseInTurn(
    _ error: GatewayError, requestID: RequestID? = nil, caller: Caller? = nil,
    lines: (inout AnswerHead) -> Void = { _ in }
  ) {
    let requestID = requestID ?? shard.newRequestID(at: shard.services.clock.now())
    shard.services.metrics.countRefusal(error.code)
    CallLog.write(refusal: error, requestID: requestID, caller: caller, to: shard.services.logger)
    send(error, requestID: requestID, lines: lines)
  }

  /// The one place where an error becomes bytes.
  func send(_ error: GatewayError, requestID: RequestID, lines: (inout AnswerHead) -> Void) {
    sendWhole(
      status: error.code.status, requestID: requestID,
      lines: { head in
        head.add("content-type: application/json")
        if let seconds = error.retryAfter { head.add("retry-after", String(seconds)) }
        if let shouldRetry = error.shouldRetry { head.add("x-should-retry", shouldRetry ? "true" : "false") }
        lines(&head)
      }, body: ErrorRendering.body(error))
  }

  // MARK: From one request to the next

  private func goesOn(_ isKeepAlive: Bool) -> Bool {
    isKeepAlive && waitingIsBroken == nil && !shard.services.readiness.isDraining
  }

  private func next() {
    guard let context, case .answering(_, let isKeepAlive) = phase else { return }
    guard goesOn(isKeepAlive) else {
      linger(context)
      return
    }
    phase = .waiting
    isHeadOnly = false
    deadline = .now() + shard.limits.idleTime.timeAmount
    // An answer that is there at once comes back here while the loop below runs; the loop goes on, so that thousands of
    // pipelined requests do not stand on each other on the stack.
    guard !isAdvancing else { return }
    isAdvancing = true
    while !isAnswering, let part = waiting.popFirst() { take(part) }
    isAdvancing = false
    payOwedRead(context)
  }

  private var isAnswering: Bool {
    if case .answering = phase { true } else { false }
  }

  private func payOwedRead(_ context: ChannelHandlerContext) {
    guard readIsOwed, context.channel.isWritable, !isAnswering || waiting.isEmpty else { return }
    readIsOwed = false
    context.read()
  }

  /// Bytes of answers that the client has not taken yet.
  private var hasUnsentBytes: Bool {
    let unsent = try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)
    return (unsent ?? 0) > 0
  }

  private func linger(_ context: ChannelHandlerContext) {
    phase = .lingering
    waiting.removeAll()
    deadline = .now() + .seconds(2)
    context.close(mode: .output, promise: nil)
    payOwedRead(context)
  }

  /// A client that is still taking its last answer gets as long as an idle connection may last.
  private func isStillSending() -> Bool {
    let now = NIODeadline.now()
    guard hasUnsentBytes else {
      sendingUntil = nil
      return false
    }
    let end = sendingUntil ?? now + shard.limits.idleTime.timeAmount
    sendingUntil = end
    guard now < end else { return false }
    deadline = now + .seconds(2)
    return true
  }

  // MARK: Time and pressure

  func deadlinePassed() {
    deadline = .distantFuture
    switch phase {
    case .waiting, .lingering: if !isStillSending() { abort() }
    case .heading:
      refuse(GatewayError(.requestTimeout, "The request's head did not arrive in time."))
    case .receiving, .skipping:
      refuse(GatewayError(.requestTimeout, "The request's body did not arrive in time."))
    case .answering, .closed: break
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable {
      if case .answering(let call?, _) = phase { call.clientIsReady() }
      payOwedRead(context)
    }
    context.fireChannelWritabilityChanged()
  }

  func closeIfIdle() {
    switch phase {
    case .waiting:
      if let context, hasUnsentBytes { linger(context) } else { abort() }
    case .lingering: if !hasUnsentBytes { abort() }
    case .heading, .receiving, .skipping, .answering, .closed: break
    }
  }

  func abort() {
    context?.close(promise: nil)
  }
}
