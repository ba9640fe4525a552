// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import Upstream

@Suite struct BackendKindTests {
  @Test(arguments: [
    ("http://127.0.0.1:8090/v1", "http://127.0.0.1:8090/v1/chat/completions"),
    ("http://127.0.0.1:8090/v1/", "http://127.0.0.1:8090/v1/chat/completions"),
    ("https://api.example", "https://api.example/chat/completions"),
    ("HTTPS://api.example/v1", "https://api.example/v1/chat/completions"),
    ("http://[::1]:8090/v1", "http://[::1]:8090/v1/chat/completions"),
    ("unix:/run/llm.sock", "http://localhost/chat/completions"),
    ("unix:/run/llm.sock:/v1", "http://localhost/v1/chat/completions"),
  ])
  func urlOfAChat(url: String, expected: String) throws {
    #expect(try target(url).url(for: .chat, model: "any") == expected)
  }

  @Test(arguments: [
    "", "127.0.0.1:8090", "ftp://a/", "file:///etc/passwd", "http://", "http:///v1", "http://user:pw@host/v1",
    "http://host/v1?x=1", "http://host/v1#x", "http://host:0/", "http://host:99999/", "http://host:8x/",
    "http://ho st/", "http://host\\@other/", "http://host/v1/../admin", "http://[::1", "unix:relative.sock", "unix:/",
    "unix:/run/x.sock:v1", "http://hôst/", "http://host/\r\nX: 1",
  ])
  func urlThatIsRefused(url: String) {
    let problems = BackendKinds.problems(in: settings(url))
    #expect(problems.count == 1 && problems[0].hasPrefix("url: "))
    #expect(throws: BackendProblems.self) { try target(url) }
  }

  @Test func everyFaultIsNamedAtOnce() {
    let problems = BackendKinds.problems(
      in: settings("gopher://x", kind: "martian") {
        $0.host = "a\r\nb"
        $0.userAgent = "line\nbreak"
        $0.proxy = "http://user:pw@proxy"
        $0.caFile = ""
      })
    #expect(problems.map { $0.prefix { $0 != ":" } } == ["kind", "url", "host", "user_agent", "proxy", "ca_file"])
  }

  @Test func azureNeedsAVersionAndOthersTakeNone() {
    #expect(
      BackendKinds.problems(in: settings("https://x", kind: "azure-openai")).map { $0.prefix(12) } == ["api_version:"])
    let openAI = settings("https://x") { $0.apiVersion = "1" }
    #expect(BackendKinds.problems(in: openAI).map { $0.prefix(12) } == ["api_version:"])
  }

  @Test func deploymentThatWouldLeaveItsPathIsRefused() {
    let azure = settings("https://x", kind: "azure-openai") {
      $0.apiVersion = "2024-10-21"
      $0.models = [
        ModelSettings(
          id: ModelID("m")!, upstream: "..", certificate: CertificateID("c")!, context: 1, maxOutput: 1)
      ]
    }
    #expect(BackendKinds.problems(in: azure).count == 1)
  }

  @Test func http2WithoutTLSIsRefused() {
    for url in ["http://x", "unix:/run/x.sock"] {
      #expect(BackendKinds.problems(in: settings(url) { $0.http = .http2 }).map { $0.prefix(5) } == ["http:"])
    }
    #expect(BackendKinds.problems(in: settings("https://x") { $0.http = .http2 }).isEmpty)
  }

  @Test func proxyToAUnixSocketIsRefused() {
    let problems = BackendKinds.problems(in: settings("unix:/run/x.sock") { $0.proxy = "http://proxy:3128" })
    #expect(problems.count == 1)
  }

  @Test(arguments: ["", "two words", "line\nbreak", "clé"])
  func keyThatCannotBeAHeaderIsRefusedWithoutBeingShown(key: String) {
    let error = #expect(throws: BackendProblems.self) { try target("http://x", key: key) }
    #expect(error?.lines.count == 1)
    #expect(key.isEmpty || error?.description.contains(key) == false)
  }

  @Test func keyIsNotPrintedWithItsTarget() throws {
    var text = ""
    dump(try target("http://x", key: "sk-planted"), to: &text)
    #expect(!text.contains("planted"))
  }
}
