// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Identity
import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL
import Synchronization

/// The data plane's listener and its event loops.
///
/// `start` → (`update` …) → `drain` → `closeAll` → `stop`. All of them may be called from any thread, and none does
/// anything any more after `stop`.
package final class GatewayServer: Sendable {
  private let group: MultiThreadedEventLoopGroup
  private let shards: [NIOLoopBound<LoopShard>]
  private let channel: any Channel
  private let services: GatewayServices
  /// The loops are gone: nothing may be asked of them.
  private let hasStopped = Atomic<Bool>(false)
  /// Where it listens; the port is the kernel's choice if 0 was asked for.
  package let address: ListenAddress

  private init(
    group: MultiThreadedEventLoopGroup, shards: [NIOLoopBound<LoopShard>], channel: any Channel,
    services: GatewayServices, address: ListenAddress
  ) {
    self.group = group
    self.shards = shards
    self.channel = channel
    self.services = services
    self.address = address
  }

  /// Binds and begins to take connections.
  ///
  /// - Parameters:
  ///   - threads: event loops, at least one.
  ///   - tls: nil speaks plain HTTP.
  /// - Throws: when the address cannot be bound.
  package static func start(
    _ listen: ListenAddress, threads: Int, connections: Int, tls: NIOSSLContext?, services: GatewayServices,
    directory: Directory, table: RoutingTable, limits: LimitSettings, stops: StopBoard
  ) async throws -> GatewayServer {
    // The decoder's generic type is made here, while nothing else is busy. Left to the first connection, it was made on an
    // event loop beside the rest of the start, and the runtime of Swift 6.3 crashed in one start of some hundred: its
    // look-up of conformances met another thread's.
    _ = requestDecoder()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
    var shards: [NIOLoopBound<LoopShard>] = []
    let perLoop = max(1, connections / threads)
    for (index, loop) in group.makeIterator().enumerated() {
      let shard = try await loop.submit {
        NIOLoopBound(
          LoopShard(
            loop: loop, index: index, services: services, directory: directory, table: table, limits: limits,
            stops: stops, connectionLimit: perLoop), eventLoop: loop)
      }.get()
      shards.append(shard)
    }
    let byLoop = Dictionary(uniqueKeysWithValues: zip(group.makeIterator().map { ObjectIdentifier($0) }, shards))
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // The default accepts four connections a turn, which starves the start of a burst.
      .serverChannelOption(.maxMessagesPerRead, value: 64)
      .childChannelOption(.maxMessagesPerRead, value: 4)
      .childChannelOption(
        .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 65_536)
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
          try pipeline.addHandler(requestDecoder())
          guard let shard = byLoop[ObjectIdentifier(channel.eventLoop)] else {
            throw ChannelError.inappropriateOperationForState
          }
          try pipeline.addHandler(ConnectionHandler(shard: shard.value))
        }
      }
    do {
      let channel: any Channel
      let address: ListenAddress
      switch listen {
      case .tcp(let host, let port):
        channel = try await bootstrap.childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
          .bind(host: host, port: port).get()
        address = .tcp(host: host, port: channel.localAddress?.port ?? port)
      case .unix(let path):
        channel = try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        address = listen
      }
      return GatewayServer(group: group, shards: shards, channel: channel, services: services, address: address)
    } catch {
      for shard in shards { shard.eventLoop.execute { shard.value.stop() } }
      try? await group.shutdownGracefully()
      throw error
    }
  }

  private static func requestDecoder() -> ByteToMessageHandler<HTTPRequestDecoder> {
    ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes), maximumBufferSize: 256 << 10)
  }

  /// Puts a new snapshot of who may call in force on every loop.
  package func update(_ directory: Directory) {
    onEachLoop { $0.directory = directory }
  }

  /// Puts new models, policies and limits in force for the calls that come; those under way keep theirs.
  package func update(_ table: RoutingTable, _ limits: LimitSettings) {
    onEachLoop {
      $0.table = table
      $0.limits = limits
    }
  }

  /// Puts orders to stop in force on every loop.
  package func update(_ stops: StopBoard) {
    onEachLoop { $0.obey(stops) }
  }

  /// Calls under way and open connections.
  package func load() async throws -> (calls: Int, connections: Int) {
    var load = (calls: 0, connections: 0)
    guard !hasStopped.load(ordering: .acquiring) else { return load }
    for shard in shards {
      let (calls, connections) = try await shard.eventLoop.submit {
        (shard.value.callCount, shard.value.connectionCount)
      }.get()
      load.calls += calls
      load.connections += connections
    }
    return load
  }

  /// Takes no new connections and waits until the calls under way have ended and their answers are sent, at most so long.
  package func drain(within limit: Duration) async {
    services.readiness.startDraining()
    guard !hasStopped.load(ordering: .acquiring) else { return }
    try? await channel.close()
    onEachLoop { $0.closeIdleConnections() }
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
      guard let load = try? await load(), load.calls > 0 || load.connections > 0 else { break }
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Refuses the calls that still wait for a place at their backend. Nothing was written down for them.
  package func turnAwayWaiting() {
    onEachLoop { $0.turnAwayWaiting() }
  }

  /// Closes what is open. The loops live on: others may still have something to tell them.
  package func closeAll() async {
    guard !hasStopped.load(ordering: .acquiring) else { return }
    try? await channel.close()
    for shard in shards { try? await shard.eventLoop.submit { shard.value.closeAllConnections() }.get() }
  }

  /// Ends the loops. Whoever posts to them, the ledger's writer, the carriers, the archive, has to have ended before.
  package func stop() async {
    guard !hasStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
    for shard in shards { try? await shard.eventLoop.submit { shard.value.stop() }.get() }
    try? await group.shutdownGracefully()
  }

  private func onEachLoop(_ change: @escaping @Sendable (LoopShard) -> Void) {
    guard !hasStopped.load(ordering: .acquiring) else { return }
    for shard in shards { shard.eventLoop.execute { change(shard.value) } }
  }
}
