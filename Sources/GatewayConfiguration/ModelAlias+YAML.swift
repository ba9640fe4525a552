// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension ModelAlias {
  /// Reads an item of `aliases:`.
  /// - `id`: what tools ask for
  /// - `model`: the id of a model of the configuration, or the built-in one
  /// - `tier`: T1 to T5, the widest that the model may have
  /// - `host`: `local`, `wikimedia` or `external`, the widest that its backend may be
  init?(_ map: YAMLMap, _ installation: Installation) {
    let id = map.required("id", .name(ModelID.self))
    let model = map.required("model", .name(ModelID.self))
    let tier = map.required("tier", .choice(LicenseTier.self))
    let host = map.required("host", .choice(HostClass.self))
    guard let id, let model, let tier, let host else { return nil }
    installation.register(alias: id, of: model, in: map)
    self.init(id: id, model: model, widest: LicenseClass(tier: tier, host: host))
  }
}
