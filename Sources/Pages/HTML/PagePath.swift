// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// Addresses of this site's own pages. The language that was asked for by name is kept from page to page.
package struct PagePath: Sendable {
  /// The value of `uselang`; nil when the browser's own languages decide.
  let language: String?

  package static let models = "/models"
  package static let records = "/r"
  package static let log = "/log"

  func page(_ path: String, _ query: [(name: String, value: String)] = []) -> String {
    let all = query + (language.map { [("uselang", $0)] } ?? [])
    guard !all.isEmpty else { return path }
    return path + "?" + all.map { "\($0.0)=\(PercentEncoding.text($0.1))" }.joined(separator: "&")
  }

  func model(_ id: CertificateID, _ query: [(name: String, value: String)] = []) -> String {
    page(Self.model(id), query)
  }

  static func model(_ id: CertificateID) -> String { "\(models)/\(PercentEncoding.text(id.text, keeping: "/:@"))" }
  static func record(_ id: RequestID) -> String { "\(records)/\(id.ulid)" }
}
