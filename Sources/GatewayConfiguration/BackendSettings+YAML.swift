// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension BackendSettings {
  /// Reads one item of `backends:`; nil, and reported, when `id` or `url` is missing or wrong.
  /// - `id`: name, unique
  /// - `kind`: one of the kinds of this build, default `openai`
  /// - `url`: see `BackendURL`
  /// - `api_key`: `{env: NAME}` or `{file: PATH}`
  /// - `trust`: `local` or `contracted`, default `local`
  /// - `contract`: name; required for `contracted`
  /// - `region`: name
  /// - `concurrency`: 1...100000, default 16
  /// - `queue`: `length` 0...100000, default 256; `wait` 1s...1h, default 30s
  /// - `timeouts`: see `Timeouts`
  /// - `host`, `user_agent`, `api_version`, `proxy`, `ca_file`: text
  /// - `http`: `auto`, `1.1` or `2`; `stream_usage`: `include`, …; `output_cap`: `max_tokens`, `max_completion_tokens`
  /// - `embeddings`: `float` where the backend knows no `encoding_format: base64`
  /// - `models`: at least one
  init?(_ map: YAMLMap, _ installation: Installation) {
    let id = map.required("id", .name(BackendID.self))
    let url = map.required("url", .backendURL)
    let kind = map.value("kind", .choice(of: installation.kinds), default: "openai")
    self.init(id: id ?? Self.unnamed, kind: kind, url: url?.text ?? "")
    if let id { installation.register(id, in: map) }
    apiKey = SecretSource(map, installation)
    trust = map.value("trust", .choice(Trust.self), default: .local)
    contract = Self.contract(map, trust)
    region = map.optional("region", .name(HostRegion.self))
    concurrency = map.value("concurrency", .int(in: 1...100_000), default: concurrency)
    queue = map.map("queue") { Queue($0) } ?? queue
    timeouts = map.map("timeouts") { Timeouts($0) } ?? timeouts
    host = map.optional("host", .headerText)
    userAgent = map.optional("user_agent", .headerText)
    apiVersion = map.optional("api_version", .headerText)
    proxy = map.optional("proxy", .proxy)
    caFile = map.optional("ca_file", .text).map(installation.resolve)
    http = map.value("http", .choice(HTTPVersion.self), default: http)
    streamUsage = map.value("stream_usage", .choice(StreamUsage.self), default: streamUsage)
    outputCap = map.value("output_cap", .choice(OutputCapField.self), default: outputCap)
    floatEmbeddingsOnly = map.optional("embeddings", .exactly("float")) != nil
    models = map.maps("models") { ModelSettings($0, of: id, installation) }.compactMap(\.self)
    if !map.has("models") {
      map.error("`models` is missing; name at least one model of this backend", at: "models")
    } else if map.isEmptyList("models") {
      map.error("`models` is empty; name at least one model of this backend", at: "models")
    }
    checkVersion(map)
    checkEncryption(map, url)
    checkPlace(map, url)
    if id == nil || url == nil { return nil }
  }

  /// Stands in for an id that was already reported, so that the rest of the item is still checked.
  private static let unnamed = BackendID("?")!

  /// What money may be spent under. Without a contract a call could neither be priced nor attributed.
  private static func contract(_ map: YAMLMap, _ trust: Trust) -> ContractID? {
    let contract = map.optional("contract", .name(ContractID.self))
    switch trust {
    case .contracted where !map.has("contract"):
      map.error("`trust: contracted` needs `contract`, the id of a file in Policies/providers", at: "trust")
      return nil
    case .local where contract != nil:
      map.warn("`contract` has no effect on a local backend; remove it or set `trust: contracted`", at: "contract")
      return nil
    default: return contract
    }
  }

  private func checkVersion(_ map: YAMLMap) {
    if kind == "azure-openai", apiVersion == nil {
      map.error("`kind: azure-openai` needs `api_version`, such as 2024-10-21", at: "kind")
    } else if kind != "azure-openai", apiVersion != nil {
      map.error("only `kind: azure-openai` takes `api_version`; remove it", at: "api_version")
    }
  }

  private func checkEncryption(_ map: YAMLMap, _ url: BackendURL?) {
    if let url, url.scheme == .http, !url.isLoopback, apiKey != nil || trust == .contracted {
      map.warn("`url` is not encrypted: key, prompts and answers cross the network in the clear; use https", at: "url")
    }
  }
}

extension BackendSettings {
  /// A model of a local backend counts as run here, so no terms of a provider and no rule on them hold it back.
  private func checkPlace(_ map: YAMLMap, _ url: BackendURL?) {
    guard let url, trust == .local, !url.isOurs else { return }
    map.warn(
      "`\(url.host)` is a public address, and `trust: local` says that we run the backend: no terms of a provider apply "
        + "to its models; if somebody else runs it, set `trust: contracted` and `contract`", at: "url")
  }
}

extension BackendSettings.Timeouts {
  /// Reads `timeouts:`: `connect` (default 2s), `first_byte` (60s), `idle` (30s), `total` (10m); each 1ms...1d.
  init(_ map: YAMLMap) {
    self.init()
    let range = Duration.milliseconds(1)...Duration.seconds(86_400)
    connect = map.value("connect", .duration(in: range), default: connect)
    firstByte = map.value("first_byte", .duration(in: range), default: firstByte)
    idle = map.value("idle", .duration(in: range), default: idle)
    total = map.value("total", .duration(in: range), default: total)
    if total < max(connect, firstByte) {
      map.error("`total` must not be shorter than `connect` and `first_byte`", at: "total")
    }
  }
}

extension BackendSettings.Queue {
  /// Reads `queue:`.
  fileprivate init(_ map: YAMLMap) {
    self.init()
    length = map.value("length", .int(in: 0...100_000), default: length)
    wait = map.value("wait", .duration(in: .seconds(1)...(.seconds(3_600))), default: wait)
  }
}
