// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What a token of staff opens.
package enum StaffRole: String, CaseIterable, Sendable {
  /// Sets limits, stops and resumes, adds and disables projects.
  case admin
  /// Reads usage and money.
  case finance
  /// Reads everything, the audit log included, and changes nothing.
  case auditor
}
