// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
package import NIOSSL
import ServiceLifecycle
package import Telemetry

/// The second listener: the admin API, health and metrics, for administrators and Prometheus, and what is public: pages
/// about models and records, and the transparency log.
///
/// It is a port of its own, so that a firewall can close it, or a proxy let only what is public through: `/metrics` names
/// projects.
package struct ConsoleServer: Service {
  private let address: ListenAddress
  private let tls: TLSConfiguration?
  private let desk: any AdminDesk
  private let pages: any PublicDesk
  private let metrics: Metrics
  private let refreshGauges: @Sendable () async -> Void
  private let logger: Logger
  private let onListening: @Sendable (ListenAddress) async -> Void

  /// Open at once. Anybody may come here, and whoever holds a connection must not keep a call from the other listener: no
  /// more are taken before one ends.
  package static let mostConnections = 512
  /// After which a connection on which nothing comes is closed.
  private static let idleTimeout = TimeAmount.seconds(30)

  /// - Parameters:
  ///   - refreshGauges: called before each page of metrics, to bring figures that go up and down up to date.
  ///   - onListening: told the address once it is bound; the port is the kernel's choice if 0 was asked for.
  package init(
    address: ListenAddress, tls: TLSConfiguration?, desk: any AdminDesk, pages: any PublicDesk, metrics: Metrics,
    refreshGauges: @escaping @Sendable () async -> Void, logger: Logger,
    onListening: @escaping @Sendable (ListenAddress) async -> Void
  ) {
    self.address = address
    self.tls = tls
    self.desk = desk
    self.pages = pages
    self.metrics = metrics
    self.refreshGauges = refreshGauges
    self.logger = logger
    self.onListening = onListening
  }

  package func run() async throws {
    let router = Router()
    for prefix in ["", "/v1"] {
      router.get("\(prefix)/healthz") { _, _ in
        Self.page(#"{"health":{"status":"OK","message":"alive"},"messages":{}}"#, type: "application/json")
      }
      router.get("\(prefix)/metrics") { [metrics, refreshGauges] _, _ in
        await refreshGauges()
        return Self.page(metrics.rendered(), type: "text/plain; version=0.0.4; charset=utf-8")
      }
    }
    PublicDispatch(desk: pages).add(to: router)
    AdminDispatch(desk: desk, logger: logger).add(to: router)
    let bind: BindAddress =
      switch address {
      case .tcp(let host, let port): .hostname(host, port: port)
      case .unix(let path): .unixDomainSocket(path: path)
      }
    let http = HTTPServerBuilder.http1(configuration: .init(idleTimeout: Self.idleTimeout))
    let application = Application(
      router: router, server: try tls.map { try .tls(http, tlsConfiguration: $0) } ?? http,
      configuration: ApplicationConfiguration(
        address: bind, serverName: nil,
        availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections)),
      onServerRunning: { [address, onListening] channel in
        if case .tcp(let host, let port) = address {
          await onListening(.tcp(host: host, port: channel.localAddress?.port ?? port))
        } else {
          await onListening(address)
        }
      }, logger: logger)
    try await application.run()
  }

  private static func page(_ text: String, type: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
