// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Synchronization

/// Decides whether a call may start now, and holds for it what it may use, in one atomic step.
///
/// The state is shared by all event loops, because a limit is one number however many loops there are. The lock guards
/// a few dictionary look-ups and is not held across anything that waits.
package final class Admission: Sendable {
  package struct Limits: Sendable {
    /// Calls of one project under way at once.
    package var projectConcurrency: Int
    package init(projectConcurrency: Int) { self.projectConcurrency = projectConcurrency }
  }

  /// What one call asks for.
  package struct Ask: Sendable {
    package let project: ProjectID
    package let backend: BackendID
    package let backendConcurrency: Int
    /// The most that the call may cost.
    package let amount: Money

    package init(project: ProjectID, backend: BackendID, backendConcurrency: Int, amount: Money) {
      self.project = project
      self.backend = backend
      self.backendConcurrency = backendConcurrency
      self.amount = amount
    }
  }

  private struct State {
    var limits: Limits
    var projects: [ProjectID: Int] = [:]
    var backends: [BackendID: Int] = [:]
    /// Pico-units that are held now, by currency and project.
    var held: [HeldKey: Int128] = [:]
  }

  private struct HeldKey: Hashable {
    let project: ProjectID
    let currency: Currency
  }

  private let state: Mutex<State>

  package init(limits: Limits) {
    state = Mutex(State(limits: limits))
  }

  /// New limits hold for the next call; what is under way goes on.
  package func change(_ limits: Limits) {
    state.withLock { $0.limits = limits }
  }

  /// All limits are checked first, then all are taken.
  package func admit(_ ask: Ask) throws(GatewayError) -> Hold {
    let refusal = state.withLock { state -> GatewayError? in
      let ofProject = state.projects[ask.project, default: 0]
      let ofBackend = state.backends[ask.backend, default: 0]
      if ofProject >= state.limits.projectConcurrency {
        return GatewayError(
          .concurrencyExceeded,
          "\(ofProject) calls of this project are under way, \(state.limits.projectConcurrency) are allowed at once. "
            + "Wait for one to end.",
          retryAfter: 1)
      }
      if ofBackend >= ask.backendConcurrency {
        return GatewayError(
          .backendUnavailable, "The backend \(ask.backend) is busy with \(ofBackend) calls, as many as it may have.",
          retryAfter: 1)
      }
      state.projects[ask.project] = ofProject + 1
      state.backends[ask.backend] = ofBackend + 1
      if ask.amount.pico != 0 {
        state.held[HeldKey(project: ask.project, currency: ask.amount.currency), default: 0] += Int128(ask.amount.pico)
      }
      return nil
    }
    if let refusal { throw refusal }
    return Hold(ask: ask, admission: self)
  }

  fileprivate func release(_ ask: Ask) {
    state.withLock { state in
      Self.decrement(&state.projects, ask.project)
      Self.decrement(&state.backends, ask.backend)
      if ask.amount.pico != 0 {
        let key = HeldKey(project: ask.project, currency: ask.amount.currency)
        let rest = state.held[key, default: 0] - Int128(ask.amount.pico)
        state.held[key] = rest == 0 ? nil : rest
      }
    }
  }

  /// Entries at zero go, so that the tables never grow past what is under way.
  private static func decrement<Key>(_ counts: inout [Key: Int], _ key: Key) {
    let rest = counts[key, default: 0] - 1
    counts[key] = rest > 0 ? rest : nil
  }

  /// What one project holds now, by currency.
  package func held(by project: ProjectID) -> [Money] {
    state.withLock { state in
      state.held.compactMap { key, pico in
        key.project == project ? Int64(exactly: pico).map { Money(pico: $0, key.currency) } : nil
      }
    }
  }

  /// Calls under way: all of them, and those of each backend.
  package var underWay: (total: Int, backends: [BackendID: Int]) {
    state.withLock { ($0.projects.values.reduce(0, +), $0.backends) }
  }
}

/// What is held for one call that was admitted. It cannot be copied, and it is given back when it goes out of scope,
/// whatever way the call takes out.
package struct Hold: ~Copyable, Sendable {
  private let ask: Admission.Ask
  private let admission: Admission

  package var amount: Money { ask.amount }

  fileprivate init(ask: Admission.Ask, admission: Admission) {
    self.ask = ask
    self.admission = admission
  }

  deinit { admission.release(ask) }
}
