// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import ToolgateTesting

@main
struct FakeUpstreamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fake-upstream",
    abstract: "Plays OpenAI-compatible backends for tests and benchmarks, each as its URL says.",
    discussion: """
      A backend's URL is http://127.0.0.1:PORT/WORDS/v1; --list names the words. GET /_seen tells what was seen as JSON, \
      POST /_reset forgets it, POST /_release lets gated answers go on.
      """)

  @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
  var port = 0

  @Option(help: "What a request gets whose URL asks for nothing.")
  var behaviour = "normal"

  @Option(help: "Event loops.")
  var threads = 1

  @Flag(help: "End when standard input is closed, so that it never outlives who started it.")
  var untilStdinCloses = false

  @Flag(help: "Name the words and what they do.")
  var list = false

  func run() throws {
    if list {
      for behaviour in Behaviour.allCases { say("\(behaviour.usage): \(behaviour.meaning)") }
      return
    }
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    // Before any thread is started, so that none of them takes the signals.
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    signal(SIGPIPE, SIG_IGN)

    let upstream = try FakeUpstream(.loopback(port: port), script: behaviour, threads: threads)
    say("listening on 127.0.0.1:\(upstream.port)")
    if untilStdinCloses { raiseWhenStdinCloses() }
    var signal: Int32 = 0
    sigwait(&signals, &signal)
    upstream.stop()
  }

  /// Standard output is how whoever started it learns the port, so it must not wait in a buffer.
  private func say(_ line: String) {
    print(line)
    fflush(nil)
  }

  private func raiseWhenStdinCloses() {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) > 0 {}
        kill(getpid(), SIGTERM)
        return nil
      }, nil)
    pthread_detach(thread)
  }
}

extension Behaviour {
  /// The word with what may follow it.
  fileprivate var usage: String {
    switch value {
    case .none: rawValue
    case .count: "\(rawValue)[-N]"
    case .time: "\(rawValue)[-20ms]"
    case .text: "\(rawValue)-TEXT"
    }
  }
}
