// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GatewayConfiguration
import StrictYAML
import Testing

@Suite struct `Faults of a configuration` {
  @Test func `all faults of a file are reported at once, in its order`() {
    let text = """
      listen:
        data: 127.0.0.1:99999
        consol: 127.0.0.1:8081
        tls: {certificate: a.pem}
      ledger: {durability: maybe}
      embeded: true
      backends:
        - id: one
          url: ftp://example.org
          api_key: sk-live-1234567890
          trust: contracted
          timeouts: {connect: 0s}
          models:
            - {id: m, certificate: c, context: 10, max_output: 11}
            - {id: m, certificate: c}
        - id: one
          kind: telepathy
          url: http://127.0.0.1:1/v1
          models:
            - {id: toolgate/extractive-1, certificate: c}
            - certificate: c
      limits:
        request: {body: 10MB}
      """
    let expected = """
      toolgate.yaml:2:9: `data` must be an address such as 127.0.0.1:8080, [::1]:8080 or unix:/run/toolgate/data.sock \
      (port 0 to 65535), not `127.0.0.1:99999`
      toolgate.yaml:3:3: unknown key `consol`; the nearest known key is `console`
      toolgate.yaml:4:8: `key` is missing; it must be text on one line
      toolgate.yaml:5:22: `durability` must be power or process, not `maybe`
      toolgate.yaml:6:1: unknown key `embeded`; the nearest known key is `embedded`
      toolgate.yaml:9:10: `url` must be http://HOST:PORT/PATH, https://… or unix:/PATH, without user, query and \
      /chat/completions
      toolgate.yaml:10:14: a key must not stand in this file; write `api_key: {env: NAME}` or `api_key: {file: PATH}`, \
      and replace the key that stood here, since it may have been seen
      toolgate.yaml:11:12: `trust: contracted` needs `contract`, the id of a file in Policies/providers
      toolgate.yaml:12:25: `connect` must be a time from 1ms to 1d, such as 250ms, 2s or 10m, not `0s`
      toolgate.yaml:14:58: `max_output` must not be larger than `context` (10)
      toolgate.yaml:15:14: the model `m` already stands in line 14, in backend `one`; this version sends a model to \
      one backend
      toolgate.yaml:16:9: the backend `one` already stands in line 8; give this one another id
      toolgate.yaml:17:11: `kind` must be azure-openai or openai, not `telepathy`
      toolgate.yaml:20:14: `toolgate/extractive-1` is the built-in model; give this one another id
      toolgate.yaml:21:9: `id` is missing; it must be a name of visible ASCII characters without spaces
      toolgate.yaml:23:19: `body` must be a size from 1KiB to 1GiB, such as 32KiB or 10MiB, not `10MB`
      """
    let file = read(text)
    #expect(file.errors.map(\.description).joined(separator: "\n") == expected)
    #expect(file.settings == nil)
  }

  @Test func `an alias needs a model of the file and a promise`() {
    let text = """
      backends:
        - id: one
          url: http://127.0.0.1:1/v1
          models: [{id: m, certificate: c}]
      aliases:
        - {id: good, model: m, tier: T2, host: local}
        - {id: m, model: m, tier: T2, host: local}
        - {id: good, model: toolgate/extractive-1, tier: T2, host: local}
        - {id: chain, model: good, tier: T2, host: local}
        - {id: toolgate/extractive-1, model: m, tier: T2, host: local}
        - {id: mute, model: m, host: moon}
      """
    #expect(
      read(text).errors.map(\.description) == [
        "toolgate.yaml:7:10: `m` already stands in line 4; give this alias another id",
        "toolgate.yaml:8:10: `good` already stands in line 6; give this alias another id",
        "toolgate.yaml:9:24: `good` is no model of this file; name one, not an alias",
        "toolgate.yaml:10:10: `toolgate/extractive-1` is the built-in model; give this alias another id",
        "toolgate.yaml:11:5: `tier` is missing; it must be T1, T2, T3, T4 or T5",
        "toolgate.yaml:11:32: `host` must be local, wikimedia or external, not `moon`",
      ])
  }

  @Test(arguments: [
    "api_key: sk-secret-42", "api_key: 'sk-secret-42'", "api_key: {env: sk-secret-42}",
    "api_key: {file: \"sk-secret-42\\n\"}",
    "api_key: [sk-secret-42]", "url: https://user:sk-secret-42@example.org",
    "url: https://example.org/v1?key=sk-secret-42",
    "proxy: http://user:sk-secret-42@proxy:1",
  ])
  func `a secret in the file is refused and not repeated`(line: String) {
    let keys = line.hasPrefix("url") ? line : "url: http://127.0.0.1:1/v1\n    \(line)"
    let file = read(backend(keys))
    #expect(file.settings == nil && !file.errors.isEmpty)
    #expect(!file.errors.map(\.description).joined().contains("secret-42"))
  }

  @Test(arguments: [
    "http://", "http:///v1", "http://h:0", "http://h:65536", "http://h:x", "HTTP://h", "http://h/v1#a", "http://[::1",
    "http://[zz]:1", "http://a b", "unix:relative", "file:///etc/passwd", "http://h/v1/chat/completions", "//h/v1",
    "http://h\\@evil",
  ])
  func `an address that is not plain is refused`(url: String) {
    #expect(errors(backend("url: '\(url)'")).count == 1)
  }

  @Test(arguments: [
    "http://h", "https://h.example:8443/v1", "http://[::1]:8080/v1", "unix:/run/x.sock", "http://10.0.0.1:1/a/b",
  ])
  func `a plain address is taken`(url: String) {
    #expect(errors(backend("url: '\(url)'")).isEmpty)
  }

  @Test(arguments: ["127.0.0.1", ":8080", "127.0.0.1:65536", "::1:8080", "[127.0.0.1]:1", "unix:", "h:-1", "a/b:1"])
  func `a wrong listening address is refused`(address: String) {
    #expect(errors("listen: {data: '\(address)'}").count == 1)
  }

  @Test func `both listeners cannot share an address`() {
    #expect(
      errors("listen:\n  data: 127.0.0.1:1\n  console: 127.0.0.1:1\n")
        == ["toolgate.yaml:3:12: `data` and `console` must be two different addresses"])
    #expect(errors("listen: {data: '127.0.0.1:0', console: '127.0.0.1:0'}").isEmpty)
  }

  @Test func `a model of two backends is refused`() {
    let text = """
      backends:
        - {id: a, url: http://127.0.0.1:1, models: [{id: m, certificate: c}]}
        - {id: b, url: http://127.0.0.1:2, models: [{id: m, certificate: c}]}
      """
    #expect(
      errors(text) == [
        "toolgate.yaml:3:52: the model `m` already stands in line 2, in backend `a`; "
          + "this version sends a model to one backend"
      ])
  }

  @Test func `a backend needs a model`() {
    #expect(
      errors("backends:\n  - {id: a, url: http://127.0.0.1:1}\n")
        == ["toolgate.yaml:2:5: `models` is missing; name at least one model of this backend"])
    #expect(
      errors("backends:\n  - {id: a, url: http://127.0.0.1:1, models: []}\n")
        == ["toolgate.yaml:2:46: `models` is empty; name at least one model of this backend"])
  }

  @Test func `the versions of Azure are demanded there and only there`() {
    #expect(
      errors(backend("url: https://r\n    kind: azure-openai"))
        == ["toolgate.yaml:4:11: `kind: azure-openai` needs `api_version`, such as 2024-10-21"])
    #expect(
      errors(backend("url: https://r\n    api_version: 2024-10-21"))
        == ["toolgate.yaml:4:18: only `kind: azure-openai` takes `api_version`; remove it"])
  }

  @Test func `the whole cannot be shorter than its parts`() {
    #expect(
      errors(backend("url: http://127.0.0.1:1\n    timeouts: {total: 5s}"))
        == ["toolgate.yaml:4:23: `total` must not be shorter than `connect` and `first_byte`"])
  }

  @Test func `a key that crosses the network in the clear is warned about`() {
    let file = read(backend("url: http://10.0.0.1:1/v1\n    api_key: {env: KEY}"))
    #expect(file.errors.isEmpty)
    #expect(
      file.warnings.map(\.description) == [
        "toolgate.yaml:3:5: `url` is not encrypted: key, prompts and answers cross the network in the clear; use https"
      ])
  }

  @Test(arguments: [
    "http://8.8.8.8:1/v1", "https://api.openai.com/v1", "http://172.15.0.1", "http://172.32.0.1", "http://192.169.0.1",
    "http://11.0.0.1", "http://127.evil.example", "http://10.0.0.1.example", "http://010.0.0.1", "http://127.1",
    "http://0x7f000001", "http://2130706433", "http://10.0.0.256", "http://wmnet.example",
    "http://xwmcloud.org", "https://api.wikimedia.org", "http://[2001:db8::1]", "http://[::]", "http://[1::]",
    "http://[::ffff:8.8.8.8]", "http://[::2]", "http://[fec0::1]", "http://localhost.example.",
  ])
  func `a local backend at a public address is warned about`(url: String) {
    let file = read(backend("url: \"\(url)\""))
    #expect(file.errors.isEmpty && file.warnings.count == 1)
    let warning = file.warnings.first?.description ?? ""
    #expect(warning.hasPrefix("toolgate.yaml:3:5: `") && warning.contains("is a public address, and `trust: local`"))
    // Whoever runs it under a contract has said so; that a key crosses the network in the clear is another thing.
    let contracted = read(backend("url: \"\(url)\"\n    trust: contracted\n    contract: c"))
    #expect(!contracted.warnings.contains { $0.description.contains("public address") })
  }

  @Test(arguments: [
    "http://127.0.0.1:8090/v1", "http://127.8.9.1", "http://localhost:1", "http://a.localhost", "unix:/run/llm.sock",
    "http://10.1.2.3", "http://172.16.0.1", "http://172.31.255.255", "http://192.168.1.1", "http://169.254.1.1",
    "http://[::1]:1/v1", "http://[0:0:0:0:0:0:0:1]", "http://[fd00::1]", "http://[fc00::1]", "http://[fe80::1]",
    "http://[::ffff:10.0.0.1]", "http://llama", "http://gpu-1:8000", "http://llm.local", "http://llm.internal",
    "https://inference.discovery.wmnet:30443", "http://vllm.models.wmcloud.org",
    "http://LLM.demo.eqiad1.Wikimedia.Cloud.",
    "http://vllm.models.svc.cluster.local:8000/v1",
  ])
  func `a local backend at an address of ours is not`(url: String) {
    let file = read(backend("url: \"\(url)\""))
    #expect(file.errors.isEmpty && file.warnings.isEmpty, "\(file.warnings)")
  }

  @Test(arguments: [
    "budget_month: 5", "budget_month: -1.00 USD", "budget_month: 1.00 usd", "budget_day: 0.0000000000001 USD",
    "budget_day: 99999999999 USD", "requests_per_minute: 0", "requests_per_minute: -5", "requests_per_minute: 1.5",
    "tokens_per_minute: many", "tokens_per_minute: 10000000001", "tokens_day: ٣", "tokens_month: 1e9", "concurrency: 0",
    "budgets: 1.00 USD",
  ])
  func `a limit that is no limit is one fault`(line: String) {
    #expect(errors("limits: {default: {\(line)}}").count == 1)
  }
}
