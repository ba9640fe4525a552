// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import StrictYAML

/// Where something stands in the policy directory.
package struct PolicyPlace: Hashable, Sendable {
  /// Relative to the policies.
  package let file: String
  /// Of its id.
  package let place: YAMLPlace

  package init(file: String, place: YAMLPlace) {
    self.file = file
    self.place = place
  }

  func problem(_ message: String) -> YAMLProblem { YAMLProblem(file: file, place: place, message: message) }
}
