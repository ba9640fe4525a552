// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Serving

/// What `toolgate model certify` says on its way.
enum CertifyOutput {
  static func show(gate best: Assessment) {
    let tier = best.tier?.rawValue ?? "no tier"
    tell("Terms gate: at best \(best.verdict.rawValue), \(tier).")
    for reason in best.reasons { tell("  \(reason.limit.rawValue): \(reason.message)") }
    for notice in best.notices { tell("  notice: \(notice.message)") }
  }

  static func show(_ written: Certification.Written, at path: String) {
    tell(written.isChanged ? "Wrote \(path)." : "\(path) stays as it is.")
    show(dropped: written.dropped)
  }

  static func show(dropped: [String]) {
    guard !dropped.isEmpty else { return }
    tell(
      "The certificate has changed: the signature\(dropped.count == 1 ? "" : "s") of "
        + "\(dropped.joined(separator: " and ")) over the former file "
        + "\(dropped.count == 1 ? "counts" : "count") no more.")
  }

  /// Standing, verdict and reasons.
  static func show(_ policies: Policies, _ id: CertificateID, on day: CivilDay) {
    guard let model = policies.catalogue[id] else { return }
    let assessment = model.assessment
    tell("\(id): \(model.standing(on: day).sentence); \(model.ends.map { "expires on \($0)" } ?? "does not end").")
    tell("Verdict: \(assessment.verdict.rawValue), \(assessment.tier?.rawValue ?? "no tier").")
    for reason in assessment.reasons { tell("  \(reason.limit.rawValue): \(reason.message)") }
    for warning in policies.warnings { tell("warning: \(warning)") }
    tell(PolicyNotice.added)
  }

  /// A new file; nothing is written over.
  static func write(_ text: String, to path: String) throws {
    try CertifierKeys.requireNew(path)
    try AtomicFile.write(Array(text.utf8), to: path)
    tell("Wrote \(path): fill it in, and give it with --answers.")
  }
}
