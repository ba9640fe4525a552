// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

/// What reading a file needs to know besides the file, and what must be unique across its sections.
final class Installation {
  let kinds: Set<String>
  private let home: String
  private var backendLines: [BackendID: Int] = [:]
  private var aliasLines: [ModelID: Int] = [:]
  private var modelLines: [ModelID: (line: Int, backend: String)] = [:]

  init(home: String, kinds: Set<String>) {
    self.home = home.count > 1 && home.hasSuffix("/") ? String(home.dropLast()) : home
    self.kinds = kinds
  }

  /// A path as it must be opened: a relative one begins in the home.
  func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : "\(home)/\(path)" }

  func register(_ id: BackendID, in map: YAMLMap) {
    if let line = backendLines[id] {
      map.error("the backend `\(id)` already stands in line \(line); give this one another id", at: "id")
    } else {
      backendLines[id] = map.place(of: "id").line
    }
  }

  func register(_ id: ModelID, of backend: BackendID?, in map: YAMLMap) {
    if id == .embedded {
      map.error("`\(id)` is the built-in model; give this one another id", at: "id")
    } else if let (line, other) = modelLines[id] {
      map.error(
        "the model `\(id)` already stands in line \(line), in backend `\(other)`; this version sends a model to one "
          + "backend",
        at: "id")
    } else {
      modelLines[id] = (map.place(of: "id").line, backend?.text ?? "?")
    }
  }

  /// To be called when all models are registered.
  func register(alias id: ModelID, of model: ModelID, in map: YAMLMap) {
    if let (line, _) = modelLines[id] ?? aliasLines[id].map({ ($0, "") }) {
      map.error("`\(id)` already stands in line \(line); give this alias another id", at: "id")
    } else if id == .embedded {
      map.error("`\(id)` is the built-in model; give this alias another id", at: "id")
    } else if model != .embedded, modelLines[model] == nil {
      map.error("`\(model)` is no model of this file; name one, not an alias", at: "model")
    }
    aliasLines[id] = map.place(of: "id").line
  }
}
