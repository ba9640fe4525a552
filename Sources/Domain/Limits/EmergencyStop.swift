// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// An order of an administrator that no call may start: everywhere, or on one backend, model or project.
package struct EmergencyStop: Hashable, Sendable {
  package let scope: LimitScope
  /// Shown to callers, so it names no person.
  package let reason: String
  /// The Phabricator task, such as `T123456`.
  package let task: String
  package let since: Instant
  /// Calls that are under way are broken off too.
  package let endsCalls: Bool

  package init(scope: LimitScope, reason: String, task: String, since: Instant, endsCalls: Bool) {
    self.scope = scope
    self.reason = reason
    self.task = task
    self.since = since
    self.endsCalls = endsCalls
  }
}

/// The stops that are in force: an immutable snapshot.
package struct StopBoard: Hashable, Sendable {
  private let stops: [LimitScope: EmergencyStop]

  package init(_ stops: [EmergencyStop] = []) {
    self.stops = Dictionary(stops.map { ($0.scope, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package var isEmpty: Bool { stops.isEmpty }

  /// The widest stop that covers a call.
  ///
  /// - Parameter underWay: the call has begun: only a stop that ends calls covers it.
  package func stop(
    project: ProjectID, model: ModelID, backend: BackendID, underWay: Bool = false
  ) -> EmergencyStop? {
    if stops.isEmpty { return nil }
    for scope in [LimitScope.global, .backend(backend), .model(model), .project(project)] {
      if let stop = stops[scope], stop.endsCalls || !underWay { return stop }
    }
    return nil
  }
}
