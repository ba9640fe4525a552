// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GatewayConfiguration
import StrictYAML
import Testing

@Suite struct `Reading toolgate.yaml` {
  @Test(arguments: ["", "\n", "# all of it is a comment\n"])
  func `a file without keys is the defaults`(text: String) throws {
    let file = read(text)
    #expect(file.errors.isEmpty && file.warnings.isEmpty)
    let settings = try #require(file.settings)
    #expect(settings.embedded && settings.listen.data == .tcp(host: "127.0.0.1", port: 8080))
    #expect(settings.ledger.path == "/srv/gate/ledger.sqlite" && settings.policies == "/srv/gate/Policies")
  }

  @Test func `six lines are enough for a backend with a model`() throws {
    let text = """
      backends:
        - id: local-llama
          url: http://127.0.0.1:8090/v1/
          models:
            - id: smollm2-135m-instruct
              certificate: HuggingFaceTB/SmolLM2-135M-Instruct
      """
    let file = read(text)
    #expect(file.errors.isEmpty && file.warnings.isEmpty)
    let backend = try #require(file.settings?.backends.first)
    #expect(backend.kind == "openai" && backend.trust == .local && backend.url == "http://127.0.0.1:8090/v1")
    let model = try #require(backend.models.first)
    #expect(model.upstream == "smollm2-135m-instruct" && model.operations == [.chat])
    #expect(model.context == 4096 && model.maxOutput == 1024)
  }

  @Test func `the sample of the interface's description parses with warnings only`() throws {
    let text = """
      listen:
        data: 127.0.0.1:8080          # or unix:/run/toolgate/data.sock
        console: 127.0.0.1:8081
        tls: {certificate: PATH, key: PATH}        # optional, both listeners
        cors_origins: [wikimedia]                  # named set, or patterns
      ledger:
        path: ledger.sqlite
        durability: power                           # power | process
      policies: Policies/                           # directory
      backends:
        - id: local-llama
          kind: openai
          url: http://127.0.0.1:8090/v1
          api_key: {env: LLAMA_KEY}                 # optional
          trust: local                              # local | contracted
          contract: wmf-openai-2026                 # contracted only: id in Policies/providers
          concurrency: 16
          timeouts: {connect: 2s, first_byte: 60s, idle: 30s, total: 10m}
          models:
            - id: smollm2-135m-instruct             # what tools ask for
              upstream: SmolLM2-135M-Instruct       # what the backend calls it
              certificate: HuggingFaceTB/SmolLM2-135M-Instruct   # id in Policies/models
              context: 2048
              max_output: 1024
      limits:
        default: {requests_per_minute: 60, tokens_per_minute: 60000, concurrency: 4, budget_month: 0.00 USD}
        request: {body: 10MiB, header: 32KiB, json_depth: 64}
      """
    let file = read(text)
    #expect(file.errors.isEmpty)
    #expect(
      file.warnings.map(\.description) == [
        "toolgate.yaml:5:3: `cors_origins` is read but not yet in force: browsers of other sites are not let in",
        "toolgate.yaml:16:5: `contract` has no effect on a local backend; remove it or set `trust: contracted`",
      ])
    let settings = try #require(file.settings)
    #expect(settings.ledger.path == "/srv/gate/ledger.sqlite" && settings.policies == "/srv/gate/Policies/")
    #expect(settings.listen.tls == .init(certificate: "/srv/gate/PATH", key: "/srv/gate/PATH"))
    #expect(settings.backends[0].apiKey == .environment("LLAMA_KEY") && settings.backends[0].contract == nil)
    #expect(settings.backends[0].models[0].upstream == "SmolLM2-135M-Instruct")
    let limits = settings.limits.projectDefault
    #expect(limits.requestsPerMinute == 60 && limits.tokensPerMinute == 60_000 && limits.concurrency == 4)
    #expect(limits.budgetMonth == .zero(.usd))
  }

  @Test func `every key is read`() throws {
    let text = """
      listen: {data: "unix:data.sock", console: "[::1]:0", threads: 2, connections: 10}
      ledger: {path: /var/l.sqlite, durability: process}
      policies: /etc/policies
      embedded: false
      log: {level: debug}
      backends:
        - id: a
          kind: azure-openai
          url: https://r.openai.azure.com
          api_key: {file: keys/azure}
          trust: contracted
          contract: azure
          region: westeurope
          concurrency: 3
          timeouts: {connect: 250ms, first_byte: 1s, idle: 2s, total: 3s}
          host: h.example
          user_agent: gate/1 (mail@example.org)
          api_version: 2024-10-21
          proxy: http://proxy:3128
          ca_file: ca.pem
          http: 2
          stream_usage: unasked
          output_cap: max_completion_tokens
          embeddings: float
          models:
            - {id: m, certificate: c, upstream: u, operations: [chat, embeddings], context: 9, max_output: 8, price: p}
      limits:
        default: {concurrency: 7}
        request: {body: 1MiB, header: 2KiB, json_depth: 3, header_time: 4s, body_time: 5s}
        answer: {body: 6MiB, event: 7KiB, window: 16KiB, drain: 0s}
        idle_time: 8s
        shutdown_time: 9s
      """
    let file = read(text)
    #expect(file.errors.isEmpty && file.warnings.isEmpty)
    let settings = try #require(file.settings)
    #expect(settings.listen.data == .unix(path: "/srv/gate/data.sock"))
    #expect(settings.listen.console == .tcp(host: "::1", port: 0))
    #expect(settings.listen.threads == 2 && settings.listen.connections == 10)
    #expect(settings.ledger.path == "/var/l.sqlite" && settings.ledger.durability == .process)
    #expect(settings.policies == "/etc/policies" && !settings.embedded && settings.logLevel == .debug)
    let backend = settings.backends[0]
    #expect(backend.apiKey == .file("/srv/gate/keys/azure") && backend.contract == ContractID("azure"))
    #expect(backend.region == HostRegion("westeurope"))
    #expect(backend.concurrency == 3 && backend.timeouts.connect == .milliseconds(250))
    #expect(backend.timeouts.firstByte == .seconds(1) && backend.timeouts.idle == .seconds(2))
    #expect(backend.timeouts.total == .seconds(3) && backend.host == "h.example")
    #expect(backend.userAgent == "gate/1 (mail@example.org)" && backend.apiVersion == "2024-10-21")
    #expect(backend.proxy == "http://proxy:3128" && backend.caFile == "/srv/gate/ca.pem" && backend.http == .http2)
    #expect(backend.streamUsage == .unasked && backend.outputCap == .maxCompletionTokens && backend.floatEmbeddingsOnly)
    let model = backend.models[0]
    #expect(model.upstream == "u" && model.operations == [.chat, .embeddings] && model.price == PriceID("p"))
    #expect(model.context == 9 && model.maxOutput == 8)
    let limits = settings.limits
    #expect(limits.projectDefault.concurrency == 7 && limits.requestBody == 1 << 20 && limits.requestHeader == 2048)
    #expect(limits.jsonDepth == 3 && limits.headerTime == .seconds(4) && limits.bodyTime == .seconds(5))
    #expect(limits.answerBody == 6 << 20 && limits.answerEvent == 7 << 10 && limits.streamWindow == 1 << 14)
    #expect(limits.drainTime == .zero && limits.idleTime == .seconds(8) && limits.shutdownTime == .seconds(9))
  }

  @Test func `a file that is not there is one problem`() {
    let file = ConfigurationFile.read(path: "/nonexistent/toolgate.yaml", home: "/", kinds: kinds)
    #expect(
      file.errors.map(\.description) == [
        "/nonexistent/toolgate.yaml:1:1: there is no such file; `toolgate init` writes one"
      ])
    #expect(file.settings == nil)
  }
}
