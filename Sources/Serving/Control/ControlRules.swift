// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Policy

/// What limits have to fit to: the backends and models of the configuration, and the currencies that they are paid in.
package struct ControlRules: Sendable {
  /// The built-in one included.
  package let backends: Set<BackendID>
  package let models: Set<ModelID>
  package let projectDefault: Limits
  /// Of the price book; empty where policies were not read.
  private let currencies: Set<Currency>
  /// Of the models under contract that have a price in force.
  private let contracted: [(model: ModelID, backend: BackendID, currency: Currency)]

  /// - Parameter policies: nil for changes that must not wait until the policies are in order: then money is not checked.
  package init(settings: Settings, policies: Policies?, at now: Instant) {
    let served = policies.map { ServedCatalogue.build(settings: settings, policies: $0).catalogue }
    self.init(settings: settings, policies: policies, served: served, at: now)
  }

  init(_ inForce: InForce, at now: Instant) {
    self.init(settings: inForce.settings, policies: inForce.policies, served: inForce.served, at: now)
  }

  private init(settings: Settings, policies: Policies?, served: ServedCatalogue?, at now: Instant) {
    let embedded = settings.embedded ? [EmbeddedModel.backend] : []
    let all = embedded + settings.backends
    backends = Set(all.map(\.id))
    models = Set(all.flatMap { $0.models.map(\.id) })
    projectDefault = settings.limits.projectDefault
    currencies = Set(policies?.prices.rows.map(\.currency) ?? [])
    contracted = (served?.models ?? []).filter { $0.trust == .contracted }.compactMap { model in
      model.price(at: now).map { (model.id, model.backend, $0.currency) }
    }
  }

  /// - Parameter scope: nil: a project.
  /// - Returns: what is wrong with a limit for this scope and what to write, to be put behind its name; nil: nothing.
  package func complaint(_ name: LimitName, _ value: LimitValue, of scope: LimitScope? = nil) -> String? {
    switch value {
    case .count: nil
    case .backends(let wanted):
      wanted.subtracting(backends).min().map {
        "names the backend '\($0)', which is not in the configuration: write one of "
          + backends.sorted().map(\.text).joined(separator: ", ")
      }
    case .money(let money): complaint(money, of: scope)
    }
  }

  private func complaint(_ money: Money, of scope: LimitScope?) -> String? {
    let paid = Set(
      contracted.filter { model in
        switch scope {
        case .backend(let id): model.backend == id
        case .model(let id): model.model == id
        case .global, .project, .token, nil: true
        }
      }.map(\.currency))
    if !paid.isEmpty, !paid.contains(money.currency) {
      return "is in \(money.currency), and models under contract are paid in \(list(paid)): write it in that currency"
    }
    if !currencies.isEmpty, !currencies.contains(money.currency) {
      return "is in \(money.currency), which the price book does not know: it has \(list(currencies))"
    }
    return nil
  }

  private func list(_ currencies: Set<Currency>) -> String { currencies.map(\.code).sorted().joined(separator: ", ") }

  /// - Throws: `InstallationProblem`, one line for each limit that does not fit, in the words of `surface`.
  package func check(
    _ change: LimitsChange, of scope: LimitScope, on surface: ControlSurface = .commandLine
  ) throws(InstallationProblem) {
    var lines: [String] = []
    for (name, value) in change.values.sorted(by: { $0.key < $1.key }) {
      guard let value else { continue }
      let isProject =
        if case .project = scope { true } else { false }
      if name.isOfProjects, !isProject {
        lines.append("\(surface.limit(name)) can be set for projects only: leave it out or \(surface.aProject)")
      } else if let complaint = complaint(name, value, of: scope) {
        lines.append("\(surface.limit(name)) '\(value)' \(complaint)")
      }
    }
    if !lines.isEmpty { throw InstallationProblem(.badInput, lines) }
  }
}

extension Home {
  /// What limits have to fit to, by configuration and policies as they are on the disk.
  package func controlRules(_ settings: Settings, at now: Instant) throws(InstallationProblem) -> ControlRules {
    ControlRules(settings: settings, policies: try policies(settings), at: now)
  }
}
