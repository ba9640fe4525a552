// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import StrictYAML

/// A policy directory that lives as long as the test, with the fewest files that load.
final class TemporaryPolicies {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("policies-\(UUID().uuidString)").path
    for folder in ["models", "providers", "prices"] {
      try FileManager.default.createDirectory(atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
    }
    try write("spdx.yaml", Self.spdx)
    try write("licenses.yaml", Self.licenses)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

  func load() -> (policies: Policies?, problems: [String]) {
    let (policies, problems) = PolicyDirectory.load(path: path)
    return (policies, problems.map(\.description))
  }

  static let spdx = """
    schema: toolgate-spdx/1
    list_version: 1
    source: test
    licenses: [Apache-2.0, MIT, CC-BY-4.0, CC-BY-NC-4.0, GPL-2.0-only]
    deprecated: [GPL-2.0, GPL-2.0+]
    osi_approved: [Apache-2.0, MIT, GPL-2.0-only]
    exceptions: [Classpath-exception-2.0]
    """

  static let licenses = """
    schema: toolgate-licenses/1
    license_refs: [{id: LicenseRef-own, name: Own terms, source: test}]
    free_content: [CC-BY-4.0]
    """

  static func certificate(
    id: String = "a/m", weights: String = "{release: open, license: Apache-2.0}", code: String = "Apache-2.0",
    tier: String = "D2", verdict: String = "likely_meets", rest: String = "revision: null"
  ) -> String {
    """
    schema: toolgate-certificate/1
    id: \(id)
    name: Model
    weights: \(weights)
    code: {license: \(code)}
    data: {description: Some., tier: \(tier)}
    openness: {verdict: \(verdict), confidence: low, why: Because.}
    output: {terms: none}
    assessed_on: 2026-11-23
    sources: {weights: unverified}
    \(rest)
    """
  }

  static func provider(id: String = "deal", provider: String = "Firm") -> String {
    """
    schema: toolgate-provider/1
    id: \(id)
    provider: \(provider)
    product: Thing
    host_class: external
    confidence: low
    assessed_on: 2026-11-23
    sources: [unverified]
    """
  }

  static func price(
    id: String = "p", seller: String = "trust: local", models: String = "[m]", price: String = "{input: 1, output: 2}",
    from: String = "2026-01-01", to: String = "null", per: String = "1000000"
  ) -> String {
    """
      - id: \(id)
        \(seller)
        models: \(models)
        per: \(per)
        currency: USD
        price: \(price)
        valid_from: \(from)
        valid_to: \(to)
        source: test
        checked_on: 2026-11-23
        approved_by: finance

    """
  }

  static func book(_ rows: String...) -> String { "schema: toolgate-prices/1\nprices:\n" + rows.joined() }
}
