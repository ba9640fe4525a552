// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What an installation is set to: `toolgate.yaml` as plain values. `GatewayConfiguration` reads the file into this and says
/// what each key means; everything else only takes the values it needs.
package struct Settings: Sendable {
  package var listen = ListenSettings()
  package var ledger = LedgerSettings()
  /// A directory.
  package var policies = "Policies"
  /// The model that is built in; false switches it off.
  package var embedded = true
  package var backends: [BackendSettings] = []
  package var aliases: [ModelAlias] = []
  package var limits = LimitSettings()
  package var provenance = ProvenanceSettings()
  package var logLevel = LogLevel.info

  package init() {}

  package enum LogLevel: String, CaseIterable, Sendable { case trace, debug, info, notice, warning, error, critical }
}

/// Where the gateway listens.
package struct ListenSettings: Sendable {
  package var data = ListenAddress.tcp(host: "127.0.0.1", port: 8080)
  package var console = ListenAddress.tcp(host: "127.0.0.1", port: 8081)
  package var tls: TLSFiles?
  /// Event loops of the data plane; 0 takes one for each core, at most 8.
  package var threads = 0
  /// Most connections that are open at once on the data plane.
  package var connections = 4096

  package init() {}

  package struct TLSFiles: Hashable, Sendable {
    /// PEM files.
    package var certificate: String
    package var key: String
    package init(certificate: String, key: String) { (self.certificate, self.key) = (certificate, key) }
  }
}

package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// Port 0 lets the kernel choose.
  case tcp(host: String, port: Int)
  case unix(path: String)

  package var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}

package struct LedgerSettings: Sendable {
  package var path = "ledger.sqlite"
  package var durability = Durability.power

  package init() {}

  /// What a commit survives.
  package enum Durability: String, CaseIterable, Sendable {
    /// A pulled plug: SQLite's `synchronous=FULL`.
    case power
    /// A killed process: `synchronous=NORMAL`.
    case process
  }
}

/// The bounds that hold for everybody.
package struct LimitSettings: Sendable {
  /// What a project may use where nothing else was set for it. Money is only spent where somebody has said how much.
  package var projectDefault = {
    var limits = Limits()
    limits.concurrency = 4
    limits.budgetMonth = .zero(.usd)
    return limits
  }()
  /// Where projects ask for more, as it stands in refusals: an address of a page, visible ASCII.
  package var askAt: String?
  /// Bytes of a request's body.
  package var requestBody = 10 << 20
  /// Bytes of a request's head: request line and headers.
  package var requestHeader = 32 << 10
  package var jsonDepth = 64
  /// From the connection's readiness to the last byte of the head.
  package var headerTime = Duration.seconds(10)
  /// From the end of the head to the last byte of the body.
  package var bodyTime = Duration.seconds(60)
  /// A connection without a request is closed after this.
  package var idleTime = Duration.seconds(120)
  /// Bytes of a plain answer that are held until it is metered.
  package var answerBody = 16 << 20
  /// Bytes of one server-sent event.
  package var answerEvent = 4 << 20
  /// Bytes of a stream that may be under way between a backend and a client that reads slowly.
  package var streamWindow = 256 << 10
  /// How long a stream is followed to its usage figures after its client has left.
  package var drainTime = Duration.seconds(10)
  /// How long calls may finish once the process is told to stop.
  package var shutdownTime = Duration.seconds(30)

  package init() {}
}
