// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Where at WMCS a project lives.
package enum ProjectKind: String, CaseIterable, Sendable {
  case toolforge, cloudvps
}
