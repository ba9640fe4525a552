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
    for folder in ["licenses", "models", "providers", "prices", "rules"] {
      try FileManager.default.createDirectory(atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
    }
    try write("spdx.json", Self.spdx)
    try write(
      "rules/all.yaml",
      "schema: toolgate-rules/1\nrules: [{id: all, decision: allow, why: For tests of other things.}]\n")
    try write("licenses/Apache-2.0.yaml", Self.license("Apache-2.0"))
    try write("licenses/CC-BY-4.0.yaml", Self.license("CC-BY-4.0", ["osi_approved": "false"]))
    try write(
      "licenses/CC-BY-NC-4.0.yaml",
      Self.license(
        "CC-BY-NC-4.0", ["osi_approved": "false", "free_content": "false", "non_commercial": "true"]))
    try write(
      "licenses/LicenseRef-own.yaml",
      Self.license("LicenseRef-own", ["spdx": "null", "osi_approved": "false", "free_content": "false"]))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Makes the folder too, where it is one that may be left out.
  func write(_ name: String, _ text: String) throws { try write(name, bytes: Array(text.utf8)) }

  func write(_ name: String, bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

  func load(switches: PolicySwitches = PolicySwitches()) -> (policies: Policies?, problems: [String]) {
    let (policies, problems) = PolicyDirectory.load(path: path, switches: switches)
    return (policies, problems.map(\.description))
  }

  static let spdx = """
    {
      "schema": "toolgate-spdx/1",
      "license_list_version": "1",
      "source": "test",
      "counts": {"licenses": 7, "osi_approved": 5, "exceptions": 1},
      "licenses": [
        {"id": "Apache-2.0", "name": "A", "osi_approved": true, "deprecated": false},
        {"id": "MIT", "name": "M", "osi_approved": true, "deprecated": false},
        {"id": "CC-BY-4.0", "name": "B", "osi_approved": false, "deprecated": false},
        {"id": "CC-BY-NC-4.0", "name": "N", "osi_approved": false, "deprecated": false},
        {"id": "GPL-2.0-only", "name": "G", "osi_approved": true, "deprecated": false},
        {"id": "GPL-2.0", "name": "G", "osi_approved": true, "deprecated": true},
        {"id": "GPL-2.0+", "name": "G", "osi_approved": true, "deprecated": true}
      ],
      "exceptions": [{"id": "Classpath-exception-2.0", "name": "C", "deprecated": false}]
    }
    """

  /// A licence that asks for nothing but its notices, but for what `clauses` says.
  static func license(_ id: String, _ clauses: [String: String] = [:]) -> String {
    let standard = [
      ("schema", "toolgate-license/1"), ("id", id), ("kind", "license"), ("name", "Licence \(id)"), ("spdx", id),
      ("osi_approved", "true"), ("free_content", "true"), ("non_compete", "none"), ("naming_duty", "none"),
      ("use_policy", "none"), ("use_policy_mutable", "false"), ("non_commercial", "false"), ("user_threshold", "null"),
      ("region_exclusion", "[]"), ("output_terms", "none"), ("flow_down", "notice"),
      ("hosting_is_distribution", "false"), ("indemnity", "false"), ("remote_kill", "false"), ("text", "null"),
      ("confidence", "low"), ("source", "[test]"),
    ]
    return standard.map { "\($0.0): \(clauses[$0.0] ?? $0.1)\n" }.joined()
  }

  /// Line 4 is `weights`, 5 `code`, 6 `data`; `rest` begins in line 9.
  static func certificate(
    id: String = "a/m", weights: String = "{release: open, license: Apache-2.0}",
    code: String = "{license: Apache-2.0}", data: String = "{tier: D2}", rest: String = "revision: null"
  ) -> String {
    """
    schema: toolgate-certificate/2
    id: \(id)
    name: Model
    weights: \(weights)
    code: \(code)
    data: \(data)
    assessed_on: 2026-11-23
    sources: {weights: unverified}
    \(rest)
    """
  }

  static func provider(id: String = "deal", provider: String = "Firm") -> String {
    """
    schema: toolgate-provider/3
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
