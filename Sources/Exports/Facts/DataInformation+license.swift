// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension DataInformation {
  /// The sources with their licences. That of the data as a whole is a source's only where there is no other.
  var licensedSources: [DataSource] {
    guard inventory.count == 1 else { return inventory }
    var source = inventory[0]
    source.license = source.license ?? license
    return [source]
  }
}
