// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// A change of the ledger that people are told of, whichever way it was asked for. Scopes stand there as people name them.
package enum AdminChange: Sendable {
  case addProject
  case disableProject
  case enableProject
  case setLimits(of: String, from: Limits, to: Limits)
  /// What `projects.yaml` says of one project; its version may be all that is new.
  case applyLimits(of: String, from: Limits, to: Limits)
  case requestQuota(QuotaRequest)
  case approveQuota(QuotaRequest, from: Limits, to: Limits)
  case refuseQuota(QuotaRequest)
  case stop(String, from: EmergencyStop?, to: EmergencyStop)
  case resume(String)
}
