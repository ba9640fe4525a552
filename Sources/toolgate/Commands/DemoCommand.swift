// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DataPlane
import Domain
import Foundation
import Identity
import Ledger
import Logging
import Provenance
import Serving
import Telemetry

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract:
      "The main job in one go: a gateway in a temporary home, a project, a token, a plain and a streamed call to "
      + "the embedded model, then the provenance and the usage. Succeeds only if all of it is true.")

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("toolgate-demo-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    try await Demonstration(home: Home(directory: directory.path)).run()
  }
}

/// One run of the demonstration. Each step checks what it shows.
struct Demonstration {
  let home: Home

  func run() async throws {
    _ = try Installer(home: home, policies: nil, anchor: .none).install()
    try Data("listen: {data: 127.0.0.1:0, console: 127.0.0.1:0}\npolicies: Policies\n".utf8)
      .write(to: URL(fileURLWithPath: home.configuration))
    let token = try makeProject()
    let sink = LogSink()
    defer { sink.close() }
    let logger = Logger(label: "toolgate") { ECSLogHandler(label: $0, level: .error, sink: sink, clock: SystemClock()) }
    let gateway = try await Gateway.start(home, logger: logger)
    let result: Result<Void, any Error>
    do {
      let (id, text) = try show(gateway, token)
      await gateway.publishLog()
      try prove(gateway, token, id: id, text: text)
      result = .success(())
    } catch {
      result = .failure(error)
    }
    await gateway.stop()
    try result.get()
    let verification = try home.openLedger().verify()
    try require(verification.isSound && verification.settlements == 2, "the ledger is sound and holds both calls")
    tell(
      "\nThe ledger verifies: \(verification.intents.counted("intent")), "
        + "\(verification.settlements.counted("settlement")).")
  }

  private func makeProject() throws -> String {
    let name = ProjectName("demo")!
    let hasher = try home.hasher()
    var random = SystemRandomNumberGenerator()
    let token = TokenText.mint(using: &random)
    try home.openLedger().administer { administration in
      let now = SystemClock().now()
      let project = try administration.addProject(name, kind: .toolforge, task: nil, at: now)
      _ = try administration.insertToken(
        NewToken(publicID: token.id.description, hash: hasher.hash(token).bytes, owner: .project(project.id)), at: now)
    }
    return token.secret.reveal { String(decoding: $0, as: UTF8.self) }
  }

  /// Of a call: everything that `toolgate receipt verify` would say of its receipt.
  private func prove(_ gateway: Gateway, _ token: String, id: String, text: String) throws {
    let receipt = try client(gateway, token).send("GET", "/v1/provenance/\(id)/receipt")
    try require(receipt.status == 200, "the log has signed the call")
    let keys = try LogKeys.read(home.keys)
    let found: ReceiptVerification
    do throws(ReceiptProblem) {
      found = try Receipt(Array(receipt.body.utf8)).verify(keys: keys.verifiers, output: Array(text.utf8))
    } catch {
      throw InstallationProblem(.failed, "the demonstration failed: the receipt does not verify: \(error)")
    }
    try require(found.output == .matches, "the receipt is of this text")
    tell(
      "\nGET /v1/provenance/\(id)/receipt: the record is leaf \(found.index) of \(found.checkpoint.size) in a signed log, "
        + "and the text is the one that it commits to.")
  }

  private func client(_ gateway: Gateway, _ token: String) -> LoopbackClient {
    let port = if case .tcp(_, let port) = gateway.server.address { port } else { 0 }
    return LoopbackClient(port: port, token: token)
  }

  /// - Returns: of the plain call, the id and the text.
  private func show(_ gateway: Gateway, _ token: String) throws -> (id: String, text: String) {
    guard case .tcp(_, let port) = gateway.server.address else { return ("", "") }
    tell("A gateway listens on 127.0.0.1:\(port), with project `demo` and a token for it.\n")
    let client = client(gateway, token)
    let plain = try client.send(
      "POST", "/v1/chat/completions", headers: ["x-toolgate-purpose: summarize"], body: request(stream: false))
    let answer = try JSONDecoder().decode(Completion.self, from: Data(plain.body.utf8))
    let text = answer.choices.first?.message.content ?? ""
    try require(plain.status == 200 && !text.isEmpty, "the plain call is answered")
    tell("POST /v1/chat/completions, model \(ModelID.embedded), an article of \(DemoText.article.count) characters:\n")
    tell(text + "\n")
    for name in ["x-request-id", "x-toolgate-model", "x-toolgate-license", "x-toolgate-openness", "x-toolgate-cost"] {
      try require(plain[name] != nil, "the answer carries \(name)")
      tell("  \(name): \(plain[name] ?? "")")
    }

    let stream = try client.send("POST", "/v1/chat/completions", body: request(stream: true))
    let events = stream.body.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { $0.dropFirst(6) }
    let pieces = try events.dropLast().map { try JSONDecoder().decode(Chunk.self, from: Data($0.utf8)) }
    try require(stream.status == 200 && events.last == "[DONE]", "the streamed call ends with [DONE]")
    try require(
      pieces.compactMap { $0.choices.first?.delta.content }.joined() == text, "both calls give the same text")
    tell("\nThe same as a stream: \(events.count.counted("event")), the same text.")

    let id = plain["x-request-id"] ?? ""
    let record = try client.send("GET", "/v1/provenance/\(id)")
    try require(
      record.status == 200 && record.body.contains(#""weights":null"#)
        && record.body.contains(#""outcome":"complete""#), "the provenance record is there")
    tell("\nGET /v1/provenance/\(id):\n\n\(record.body)")

    let usage = try client.send("GET", "/v1/usage")
    try require(usage.status == 200 && usage.body.contains(#""calls":2"#), "the usage row counts both calls")
    tell("\nGET /v1/usage:\n\n\(usage.body)")
    return (id, text)
  }

  private func request(stream: Bool) -> String {
    let article = String(decoding: (try? JSONEncoder().encode(DemoText.article)) ?? Data(), as: UTF8.self)
    return #"{"model":"\#(ModelID.embedded)","stream":\#(stream),"messages":[{"role":"user","content":\#(article)}]}"#
  }

  private func require(_ condition: Bool, _ what: String) throws {
    guard condition else { throw InstallationProblem(.failed, "the demonstration failed: not true that \(what)") }
  }
}

private struct Completion: Decodable {
  struct Choice: Decodable {
    struct Message: Decodable { let content: String }
    let message: Message
  }
  let choices: [Choice]
}

private struct Chunk: Decodable {
  struct Choice: Decodable {
    struct Delta: Decodable { let content: String? }
    let delta: Delta
  }
  let choices: [Choice]
}
