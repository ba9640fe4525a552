// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Serving

/// What a limit is for. Behind `--project`, `--backend` names what the project may use; alone, it is the scope.
struct LimitScopeOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "A project.") var project: String?
  @Flag(help: "The whole gateway.") var global = false
  @Option(
    parsing: .unconditionalSingleValue,
    help: "A backend. With --project: a backend that the project may use, repeatable; none: all of them again.")
  var backend: [String] = []
  @Option(parsing: .unconditional, help: "A model, by the id under which it is served.") var model: String?
  @Option(parsing: .unconditional, help: "A token, by its public id: the ten characters behind tg_.") var token: String?

  func scope() throws -> ScopeName? {
    guard project == nil, backend.count > 1 else {
      return try ScopeName.read(
        global: global, backend: project == nil ? backend.first : nil, model: model, project: project, token: token)
    }
    throw InstallationProblem(
      .badInput, "--backend is named twice: without --project it is the scope, and there is one")
  }

  func required() throws -> ScopeName {
    guard let scope = try scope() else {
      throw InstallationProblem(
        .badInput, "name what it is for: --project NAME, --global, --backend ID, --model ID or --token PUBLICID")
    }
    return scope
  }

  /// What the project may use; empty where nothing is said of it.
  var allowed: [String] { project == nil ? [] : backend }
}

/// What a stop is for.
struct StopScopeOptions: ParsableArguments {
  @Flag(help: "Everything.") var global = false
  @Option(parsing: .unconditional, help: "A backend.") var backend: String?
  @Option(parsing: .unconditional, help: "A model, by the id under which it is served.") var model: String?
  @Option(parsing: .unconditional, help: "A project.") var project: String?

  func required() throws -> ScopeName {
    guard
      let scope = try ScopeName.read(global: global, backend: backend, model: model, project: project, token: nil)
    else {
      throw InstallationProblem(
        .badInput, "name what it is for: --global, --backend ID, --model ID or --project NAME")
    }
    return scope
  }
}
