// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension Settings {
  /// Reads the whole file.
  /// - `listen`, `ledger`, `backends`, `aliases`, `limits`, `provenance`: their own readers
  /// - `policies`: directory, default `Policies`
  /// - `embedded`: bool, default true: the built-in model is served
  /// - `log.level`: one of `LogLevel`, default `info`
  init(_ map: YAMLMap, _ installation: Installation) {
    self.init()
    listen = map.map("listen") { ListenSettings($0, installation) } ?? listen
    ledger = map.map("ledger") { LedgerSettings($0, installation) } ?? ledger
    ledger.path = installation.resolve(ledger.path)
    policies = installation.resolve(map.value("policies", .text, default: policies))
    embedded = map.value("embedded", .bool, default: embedded)
    backends = map.maps("backends") { BackendSettings($0, installation) }.compactMap(\.self)
    aliases = map.maps("aliases") { ModelAlias($0, installation) }.compactMap(\.self)
    limits = map.map("limits") { LimitSettings($0) } ?? limits
    provenance = map.map("provenance") { ProvenanceSettings($0, installation) } ?? provenance
    provenance.log = installation.resolve(provenance.log)
    logLevel = map.map("log") { $0.value("level", .choice(LogLevel.self), default: .info) } ?? logLevel
    if !embedded, !map.has("backends") {
      map.warn("no backend stands in the file and the built-in model is off: nothing can be asked", at: "embedded")
    }
  }
}

extension LedgerSettings {
  /// Reads `ledger:`.
  /// - `path`: file, default `ledger.sqlite`
  /// - `durability`: `power` or `process`, default `power`
  init(_ map: YAMLMap, _ installation: Installation) {
    self.init()
    path = map.value("path", .text, default: path)
    durability = map.value("durability", .choice(Durability.self), default: durability)
  }
}
