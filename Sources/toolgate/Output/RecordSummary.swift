// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Provenance

/// What a person wants to know of a record first, one line each. The record itself says more.
///
/// It may be of anybody's log: nothing in it may pass for a line or a sentence of this program.
struct RecordSummary {
  let lines: [String]

  /// What it does not have is left out.
  init(_ record: ReadRecord) {
    func line(_ name: String, _ parts: [(String, String?)]) -> String? {
      let known = parts.compactMap { what, value in
        value.map { what.isEmpty ? visible($0) : "\(what) \(visible($0))" }
      }
      return known.isEmpty ? nil : "\(name): \(known.joined(separator: ", "))"
    }
    let (licence, certificate, policy, host) = (record.licence, record.certificate, record.policy, record.host)
    lines = [
      line("call", [("", "\(record.id)"), ("of", record.project), ("at", record.at.rfc3339(fraction: false))]),
      line(
        "model",
        [
          ("", record.model.resolved), ("revision", record.model.revision),
          ("in the form", record.model.quantization), ("made from", record.model.baseID),
        ]),
      line("licence", [("weights", licence.weights), ("code", licence.code), ("data", licence.data)]),
      line("judged", [("", certificate.verdict), ("tier", certificate.tier), ("data", certificate.dataTier)]),
      line("decided", [("", policy.decision), ("rule", policy.rule), ("exception", policy.exception)]),
      line("to be heeded", policy.reminders.map { ("", $0) }),
      line("for", [("", record.purpose), ("", record.targetWiki)]),
      line("host", [("", host.kind), ("", host.provider), ("region", host.region), ("terms", host.terms?.text)]),
    ].compactMap(\.self)
  }
}
