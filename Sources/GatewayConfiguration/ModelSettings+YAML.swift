// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension ModelSettings {
  /// Reads one item of a backend's `models:`; nil, and reported, when `id` or `certificate` is missing or wrong.
  /// - `id`: what tools ask for, unique in the file
  /// - `certificate`: an id of Policies/models
  /// - `upstream`: what the backend calls it, default `id`
  /// - `operations`: list of `chat`, `embeddings`; default `[chat]`
  /// - `context`: tokens of input and output together, default 4096
  /// - `max_output`: tokens of one answer, default 1024 or, in a smaller context, half of it
  /// - `price`: the id of a row of Policies/prices; without it the book is searched
  init?(_ map: YAMLMap, of backend: BackendID?, _ installation: Installation) {
    let id = map.required("id", .name(ModelID.self))
    let certificate = map.required("certificate", .name(CertificateID.self))
    let upstream = map.optional("upstream", .headerText)
    let operations = map.list("operations", of: .choice(Operation.self))
    let context = map.value("context", .int(in: 1...100_000_000), default: 4096)
    let maxOutput = map.value("max_output", .int(in: 1...100_000_000), default: min(1024, max(1, context / 2)))
    let price = map.optional("price", .name(PriceID.self))
    if maxOutput > context {
      map.error("`max_output` must not be larger than `context` (\(context))", at: "max_output")
    }
    if map.has("operations"), operations.isEmpty {
      map.error("`operations` must name chat, embeddings or both", at: "operations")
    }
    if let id { installation.register(id, of: backend, in: map) }
    guard let id, let certificate else { return nil }
    self.init(
      id: id, upstream: upstream ?? id.text, certificate: certificate,
      operations: operations.isEmpty ? [.chat] : operations, context: Int64(context), maxOutput: Int64(maxOutput),
      price: price)
  }
}
