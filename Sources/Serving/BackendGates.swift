// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Admission
package import Domain
import Synchronization

/// The doors of all backends that were ever served by this process: a reload finds those who are inside and who wait.
package final class BackendGates: Sendable {
  private let gates = Mutex<[BackendID: BackendGate]>([:])

  package init() {}

  /// The backend's door, brought up to its settings.
  package func gate(of backend: BackendSettings) -> BackendGate {
    let settings = BackendGate.Settings(
      places: backend.concurrency, length: backend.queue.length, patience: backend.queue.wait)
    let (gate, isNew) = gates.withLock { gates in
      if let known = gates[backend.id] { return (known, false) }
      let made = BackendGate(backend.id, settings)
      gates[backend.id] = made
      return (made, true)
    }
    if !isNew { gate.change(settings) }
    return gate
  }

  package var all: [BackendID: BackendGate] { gates.withLock { $0 } }
}
