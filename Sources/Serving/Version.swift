// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The product's version (<https://semver.org>).
package enum Version {
  package static let text = "0.1.0"
}
