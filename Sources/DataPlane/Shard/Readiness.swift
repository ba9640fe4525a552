// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Synchronization

/// Whether the process may take traffic. Every loop reads it for each call; one thread writes it.
package final class Readiness: Sendable {
  private let draining = Atomic<Bool>(false)
  private let ledgerIsHealthy = Atomic<Bool>(true)

  package init() {}

  package var isDraining: Bool { draining.load(ordering: .relaxed) }
  package var isReady: Bool { !isDraining && ledgerIsHealthy.load(ordering: .relaxed) }

  /// Why a call is not taken while the process is not ready.
  var refusal: GatewayError {
    isDraining
      ? GatewayError(.draining, "The gateway is shutting down. Try again in a moment.", retryAfter: 2)
      : GatewayError(
        .ledgerUnavailable, "The gateway cannot write its ledger, so it takes no calls. Try again later.",
        retryAfter: 10)
  }

  /// New calls are refused from now on; what is under way goes on.
  package func startDraining() { draining.store(true, ordering: .relaxed) }
  package func setLedgerHealth(_ isHealthy: Bool) { ledgerIsHealthy.store(isHealthy, ordering: .relaxed) }
}
