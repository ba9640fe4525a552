// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation

/// What a person wants to know of a record first, one line each. The record itself says more.
///
/// It may be of anybody's log: nothing in it may pass for a line or a sentence of this program.
struct RecordSummary {
  let lines: [String]

  /// - Parameter record: an entry of the log, canonical JSON. What it does not have is left out.
  init(_ record: [UInt8]) {
    let members = (try? JSONSerialization.jsonObject(with: Data(record))) as? [String: Any] ?? [:]
    func text(_ path: String...) -> String? {
      var value: Any? = members
      for name in path { value = (value as? [String: Any])?[name] }
      return (value as? String).map(Self.oneLine)
    }
    func line(_ name: String, _ parts: [(String, String?)]) -> String? {
      let known = parts.compactMap { what, value in value.map { what.isEmpty ? $0 : "\(what) \($0)" } }
      return known.isEmpty ? nil : "\(name): \(known.joined(separator: ", "))"
    }
    let time = (members["t"] as? Int64).flatMap { seconds -> String? in
      let (microseconds, isTooLate) = seconds.multipliedReportingOverflow(by: 1_000_000)
      return isTooLate ? nil : Instant(microseconds: microseconds).rfc3339(fraction: false)
    }
    lines = [
      line("call", [("", text("id").map { "req_\($0)" }), ("of", text("project")), ("at", time)]),
      line("model", [("", text("model", "resolved")), ("revision", text("model", "rev"))]),
      line("licence", ["weights", "code", "data"].map { ($0, text("licence", $0)) }),
      line(
        "judged", [("", text("cert", "verdict")), ("tier", text("cert", "tier")), ("data", text("cert", "data_tier"))]),
      line(
        "decided",
        [
          ("", text("policy", "decision")), ("rule", text("policy", "rule")),
          ("exception", text("policy", "exception")),
        ]),
      line("for", [("", text("purpose")), ("", text("target_wiki"))]),
      line(
        "host", [("", text("host", "kind")), ("", text("host", "provider")), ("terms", text("host", "terms_sha256"))]),
    ].compactMap(\.self)
  }

  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isPrintable($0) ? $0 : "\u{FFFD}" }))
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
