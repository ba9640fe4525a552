// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Foundation
import Identity
import Ledger
import Logging
import Serving
import ToolgateTesting

/// A whole gateway in this process: a home in a temporary folder, a fake upstream behind it, a project and its token.
final class TestGateway: Sendable {
  let home: Home
  let gateway: Gateway
  let token: String
  let upstream: FakeUpstream
  private let hasher: TokenHasher

  /// - Parameters:
  ///   - models: name of the model → script of the fake upstream.
  ///   - limits: lines of the configuration below `limits:`.
  ///   - prices: a file of prices beside those that are shipped.
  ///   - clock: the machine's.
  static func start(
    models: [String: String] = [:], backend: String = "", concurrency: Int = 256,
    limits: String = "  default: {concurrency: 256}",
    listen: String = "data: 127.0.0.1:0, console: 127.0.0.1:0, threads: 1", durability: String = "process",
    prices: String? = nil, clock: any WallClock = SystemClock(),
    logger: Logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
  ) async throws -> TestGateway {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("toolgate-test-\(UUID().uuidString)")
    let home = Home(directory: directory.path)
    _ = try Installer(home: home, policies: Self.policies, anchor: .none).install()
    if let prices {
      try Data(prices.utf8).write(to: directory.appendingPathComponent("Policies/prices/tests.yaml"))
    }
    try Self.grant(in: directory, backend.contains("contracted"))
    let upstream = try FakeUpstream()
    var text = """
      listen: {\(listen)}
      ledger: {path: ledger.sqlite, durability: \(durability)}
      policies: Policies
      limits:
      \(limits)
      backends:

      """
    for (name, script) in models.sorted(by: { $0.key < $1.key }) {
      text += """
          - id: \(name)
            url: \(upstream.url(script))
            concurrency: \(concurrency)
        \(backend.isEmpty ? "" : "    \(backend)\n")    models:
              - {id: \(name), upstream: up-\(name), certificate: HuggingFaceTB/SmolLM2-135M-Instruct, operations: [chat, embeddings], context: 8192, max_output: 1024}

        """
    }
    if models.isEmpty { text = text.replacingOccurrences(of: "backends:\n", with: "") }
    try Data(text.utf8).write(to: URL(fileURLWithPath: home.configuration))
    let hasher = try home.hasher()
    let token = try Self.issue(home, hasher, project: "tests", isNew: true)
    let gateway = try await Gateway.start(home, logger: logger, clock: clock)
    return TestGateway(home: home, gateway: gateway, token: token.text, upstream: upstream, hasher: hasher)
  }

  private init(home: Home, gateway: Gateway, token: String, upstream: FakeUpstream, hasher: TokenHasher) {
    self.home = home
    self.gateway = gateway
    self.token = token
    self.upstream = upstream
    self.hasher = hasher
  }

  /// The policies of this checkout.
  private static let policies = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Policies").path

  /// A certificate that does not end with the shipped one's days and, where the models are under a contract whose terms
  /// the rules refuse, an exception for the project.
  private static func grant(in directory: URL, _ isContracted: Bool) throws {
    let today = CivilDay(containing: SystemClock().now())
    let certificate = directory.appendingPathComponent("Policies/models/HuggingFaceTB--SmolLM2-135M-Instruct.yaml")
    let lines = try String(contentsOf: certificate, encoding: .utf8).split(separator: "\n")
    let renewed = lines.map { $0.hasPrefix("assessed_on:") ? "assessed_on: \(today)" : $0 }
    try Data((renewed.joined(separator: "\n") + "\n").utf8).write(to: certificate)
    guard isContracted else { return }
    let exceptions = directory.appendingPathComponent("Policies/exceptions")
    try FileManager.default.createDirectory(at: exceptions, withIntermediateDirectories: true)
    let text = """
      schema: toolgate-exception/1
      id: for-tests
      project: tests
      model: HuggingFaceTB/SmolLM2-135M-Instruct
      rationale: A test asks it.
      scope: {purposes: [all], contracts: [openai-api]}
      approver: certifier-a
      task: T1
      approved_on: \(CivilDay(daysSince1970: today.daysSince1970 - 1))
      expires: \(CivilDay(daysSince1970: today.daysSince1970 + 2))
      """
    try Data(text.utf8).write(to: exceptions.appendingPathComponent("for-tests.yaml"))
  }

  private static func issue(
    _ home: Home, _ hasher: TokenHasher, project: String, isNew: Bool, scopes: [Scope] = [], expires: Instant? = nil
  ) throws -> (text: String, id: String) {
    var random = SystemRandomNumberGenerator()
    let token = TokenText.mint(using: &random)
    let ledger = try home.openLedger()
    try ledger.administer { administration in
      let now = SystemClock().now()
      let name = ProjectName(project)!
      let project =
        isNew
        ? try administration.addProject(name, kind: .toolforge, task: nil, at: now)
        : try administration.requireProject(name)
      _ = try administration.insertToken(
        NewToken(
          publicID: token.id.description, hash: hasher.hash(token).bytes, owner: .project(project.id), scopes: scopes,
          expiresAt: expires), at: now)
    }
    try ledger.close()
    return (token.secret.reveal { String(decoding: $0, as: UTF8.self) }, token.id.description)
  }

  /// Another token of the test project, in force at once.
  func issue(scopes: [Scope] = [], expires: Instant? = nil) throws -> (text: String, id: String) {
    defer { gateway.follow() }
    return try Self.issue(home, hasher, project: "tests", isNew: false, scopes: scopes, expires: expires)
  }

  /// Changes the ledger as another process would; the gateway has followed when this returns.
  func administer(_ change: (Administration) throws -> Void) throws {
    let ledger = try home.openLedger()
    try ledger.administer(change)
    try ledger.close()
    gateway.follow()
  }

  var port: Int {
    if case .tcp(_, let port) = gateway.server.address { port } else { 0 }
  }

  func connection() throws -> RawConnection { try RawConnection(port: port) }

  func request(
    _ method: String, _ path: String, token: String? = nil, headers: [String] = [], body: String? = nil
  ) -> String {
    var lines = [
      "\(method) \(path) HTTP/1.1", "host: gateway", "user-agent: tests",
      "authorization: Bearer \(token ?? self.token)",
    ]
    lines += headers
    if let body { lines += ["content-type: application/json", "content-length: \(body.utf8.count)"] }
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
  }

  func chat(_ model: String, stream: Bool = false, more: String = "") -> String {
    let usage = stream ? #","stream_options":{"include_usage":true}"# : ""
    return
      #"{"model":"\#(model)","stream":\#(stream)\#(usage)\#(more),"messages":[{"role":"user","content":"Say something."}]}"#
  }

  /// One call over a connection of its own.
  func call(_ model: String, stream: Bool = false, more: String = "", headers: [String] = []) throws
    -> RawConnection.Response
  {
    let connection = try connection()
    connection.send(
      request("POST", "/v1/chat/completions", headers: headers, body: chat(model, stream: stream, more: more)))
    return try connection.response()
  }

  /// What stands in the ledger of one call, once it is settled.
  func settlement(of response: RawConnection.Response) throws -> SettledCall? {
    guard let id = response.headers["x-request-id"].flatMap({ RequestID($0) }) else { return nil }
    return try SettledCall.read(home, id)
  }

  /// Waits until the gateway counts as many calls under way and open connections as it should.
  func wait(
    for what: String, until isMet: @escaping @Sendable ((calls: Int, connections: Int)) -> Bool
  ) async throws {
    try await Patience.poll(for: what) { [gateway] in isMet(try await gateway.server.load()) }
  }

  func stop() async throws {
    try await Patience.wait(for: "the gateway to stop") { [gateway] in await gateway.stop() }
  }

  /// Stops everything and proves the ledger. Every test ends with it.
  func finish() async throws -> LedgerVerification {
    try await stop()
    upstream.stop()
    let ledger = try home.openLedger()
    let verification = try ledger.verify()
    try ledger.close()
    try? FileManager.default.removeItem(atPath: home.directory)
    return verification
  }
}
