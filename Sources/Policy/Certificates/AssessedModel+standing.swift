// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

extension AssessedModel {
  /// An entry of the log has at most 65 535 bytes, and a rule may repeat flags and licences as facts.
  static let mostRecordedBytes = 8_192

  /// Of what its certificate may hold as much as it likes of, and records repeat.
  var recordedBytes: Int {
    let licenses = [certificate.license, certificate.licenseOfAllCode, certificate.data.license]
    let texts = assessment.flags + assessment.licenses + licenses.compactMap { $0?.description }
    return texts.reduce(0) { $0 + $1.utf8.count }
  }

  /// How good the word of the certificate is on a day. `standing` is what holds apart from the calendar; a revocation
  /// and a suspension come before the end of a certificate.
  package func standing(on day: CivilDay) -> CertificateStanding {
    guard case .inForce = standing else { return standing }
    // An end is counted from the assessment: from a day that has not come it would be later than anybody may set it.
    if day < begins { return .notYet(begins) }
    if let ends, ends <= day { return .expired(ends) }
    return standing
  }
}
