// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix

/// A server on this machine that plays an OpenAI-compatible backend, well or badly, as its URL says.
///
/// `Behaviour` lists what it can do. The same script and request always get the same bytes, and nothing of a request
/// comes back unless `echo` is asked for. It writes down what it sees, for assertions.
package final class FakeUpstream: Sendable {
  package enum Address: Sendable {
    /// 127.0.0.1; port 0 lets the kernel choose.
    case loopback(port: Int = 0)
    case unix(path: String)
  }

  /// 0 on a Unix socket.
  package let port: Int
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let journal: Journal

  /// Listens when it returns.
  ///
  /// - Parameter script: what a request gets whose URL asks for nothing.
  /// - Throws: `Script.UnknownWord`, or NIO's error when the address cannot be had.
  package init(_ address: Address = .loopback(), script: String = "normal", threads: Int = 1) throws {
    let fallback = try Script(script)
    let journal = Journal()
    let street = Workshop.Street()
    let control = ControlRoutes(journal: journal)
    group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
    self.journal = journal
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.maxMessagesPerRead, value: 64)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers(
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)),
            Conversation(
              journal: journal, control: control, workshop: street.workshop(of: channel.eventLoop), fallback: fallback))
        }
      }
    do {
      switch address {
      case .loopback(let port):
        channel = try bootstrap.childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
          .bind(host: "127.0.0.1", port: port).wait()
      case .unix(let path):
        channel = try bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).wait()
      }
    } catch {
      try? group.syncShutdownGracefully()
      throw error
    }
    port = channel.localAddress?.port ?? 0
  }

  /// The URL of a backend that behaves as the script says.
  package func url(_ script: String = "normal", base: String = "v1") -> String {
    "http://127.0.0.1:\(port)/\(script)/\(base)"
  }

  package var seen: Sightings { journal.sightings }

  /// How many requests a script got so far.
  package func requests(_ script: String) -> Int { seen.requestsByScript[script] ?? 0 }

  /// Forgets what was seen.
  package func reset() { journal.reset() }

  /// Lets go on every answer that waits at a `gate` now.
  package func release() { journal.openGates() }

  /// Returns as soon as the condition holds.
  ///
  /// - Returns: false when it did not come to hold in time.
  package func wait(
    atMost limit: Duration = Patience.limit, until isMet: @escaping @Sendable (Sightings) -> Bool
  ) async -> Bool {
    await withCheckedContinuation { continuation in
      let number = journal.wait(until: isMet) { continuation.resume(returning: $0) }
      group.next().scheduleTask(in: TimeAmount(limit)) { [journal] in journal.giveUp(number) }
    }
  }

  /// Closes everything. Once.
  package func stop() {
    try? group.syncShutdownGracefully()
  }
}
