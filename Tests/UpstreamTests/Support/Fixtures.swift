// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Glibc
import Synchronization
import Testing
import ToolgateTesting
import Upstream

let requestID = RequestID("req_01JDCQ0000000000000000TEST")!

/// An engine in an environment that names a proxy which nobody serves: every test also shows that it is not read.
func makeEngine(window: Int = 256 << 10) -> CurlEngine {
  precondition(hostileEnvironment)
  return CurlEngine(window: window, keepsIdle: .seconds(600))
}

/// Set once, before the first engine's thread could read the environment.
private let hostileEnvironment: Bool = {
  for name in ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
    setenv(name, "http://127.0.0.1:1", 1)
  }
  return true
}()

func settings(_ url: String, kind: String = "openai", _ change: (inout BackendSettings) -> Void = { _ in })
  -> BackendSettings
{
  var settings = BackendSettings(id: BackendID("test")!, kind: kind, url: url)
  settings.timeouts.connect = .seconds(20)
  change(&settings)
  return settings
}

func target(_ url: String, key: String? = nil, _ change: (inout BackendSettings) -> Void = { _ in }) throws
  -> BackendTarget
{
  try BackendTarget(settings(url, change), apiKey: key.map { Secret($0) }, version: "1.2.3")
}

/// A call and where it goes.
struct AimedCall {
  let call: OutgoingCall
  let target: BackendTarget
}

func call(_ target: BackendTarget, isStream: Bool = false, body: String = #"{"model":"m"}"#) -> AimedCall {
  AimedCall(
    call: OutgoingCall(
      operation: .chat, model: "m", isStream: isStream, body: Array(body.utf8), requestID: requestID),
    target: target)
}

extension CurlEngine {
  func start(_ aimed: AimedCall, ticket: UInt64, to port: ReturnPort<TransferEvent>) {
    carrier(to: aimed.target).start(aimed.call, ticket: ticket, to: port)
  }
}

/// Runs the test with an engine and a server and ends both, the engine first.
func withEngine(
  window: Int = 256 << 10, script: @escaping @Sendable (RawConnection, Int) -> Void,
  test: (_ engine: CurlEngine, _ url: String) async throws -> Void
) async throws {
  let server = RawServer(script: script)
  let engine = makeEngine(window: window)
  defer {
    end("the engine") { engine.stop() }
    server.stop()
  }
  try await test(engine, "http://127.0.0.1:\(server.port)/v1")
}

/// Stops what a test has begun. It may have to stop what has just failed to answer, and must then not keep the failure to
/// itself.
func end(_ what: String, _ stop: @escaping @Sendable () -> Void) {
  do { try Patience.block(for: "\(what) to stop", stop) } catch { Issue.record(error) }
}

/// Counts from several threads.
final class Counter: Sendable {
  private let count = Atomic(0)
  var value: Int { count.load(ordering: .sequentiallyConsistent) }
  @discardableResult
  func add() -> Int { count.add(1, ordering: .sequentiallyConsistent).newValue }
}

/// A folder that is removed with the value.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    var name = Array("/tmp/toolgate-upstream-XXXXXX".utf8CString)
    precondition(mkdtemp(&name) != nil)
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { shell("rm -rf '\(path)'") }

  func write(_ text: String, to name: String) {
    let file = fopen("\(path)/\(name)", "w")!
    fputs(text, file)
    fclose(file)
  }

  func read(_ name: String) -> String {
    guard let file = fopen("\(path)/\(name)", "r") else { return "" }
    defer { fclose(file) }
    var text: [UInt8] = []
    while case let byte = getc(file), byte != EOF { text.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Runs a command of the shell to its end.
///
/// - Returns: true when the command ended with 0.
@discardableResult
func shell(_ command: String) -> Bool {
  var status: Int32 = 0
  let child = spawn(command)
  guard child > 0 else { return false }
  while waitpid(child, &status, 0) < 0 { if errno != EINTR { return false } }
  return status == 0
}

/// Starts a command of the shell. It inherits no socket of ours: one that a server keeps would not close for its other
/// end.
///
/// - Returns: the process, or -1.
func spawn(_ command: String, standardIO: Int32? = nil) -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  if let standardIO {
    posix_spawn_file_actions_adddup2(&actions, standardIO, 0)
    posix_spawn_file_actions_adddup2(&actions, standardIO, 1)
  }
  var limit = rlimit()
  getrlimit(Int32(RLIMIT_NOFILE.rawValue), &limit)
  for descriptor in 3..<Int32(min(limit.rlim_cur, 8192)) {
    posix_spawn_file_actions_addclose(&actions, descriptor)
  }
  let words = ["sh", "-c", command]
  var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
  arguments.append(nil)
  defer { for argument in arguments { free(argument) } }
  var child: pid_t = 0
  return posix_spawn(&child, "/bin/sh", &actions, nil, &arguments, environ) == 0 ? child : -1
}
