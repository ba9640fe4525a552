// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A format of the list `all`. A new one is a folder beside the others and an entry there.
package struct ExportFormat: Sendable {
  /// What `--format` and addresses call it.
  package let name: String
  package let mediaType: String
  /// With its dot.
  package let fileExtension: String
  let write: @Sendable (ExportedCatalogue) -> [UInt8]

  package static let all: [ExportFormat] = [.cyclonedx, .spdx, .mot]

  package init?(name: String) {
    guard let format = Self.all.first(where: { $0.name == name }) else { return nil }
    self = format
  }

  init(
    name: String, mediaType: String, fileExtension: String, write: @escaping @Sendable (ExportedCatalogue) -> [UInt8]
  ) {
    self.name = name
    self.mediaType = mediaType
    self.fileExtension = fileExtension
    self.write = write
  }
}
