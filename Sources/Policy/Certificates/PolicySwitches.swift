// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import StrictYAML

/// What an installation has decided for all models.
package struct PolicySwitches: Hashable, Sendable {
  /// Free content licences, such as CC-BY-4.0, count as open for weights, although the OSI has not approved them.
  package var weightsFreeContent: Bool

  package init(weightsFreeContent: Bool = true) {
    self.weightsFreeContent = weightsFreeContent
  }
}

extension PolicySwitches {
  /// Reads `switches.yaml`, schema `toolgate-switches/1`.
  init(_ map: YAMLMap) {
    self.init()
    _ = map.required("schema", .exactly(PolicyFiles.TopFile.switches.schema))
    weightsFreeContent = map.value("weights_free_content", .bool, default: weightsFreeContent)
  }
}
