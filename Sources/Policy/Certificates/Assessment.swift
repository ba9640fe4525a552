// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What follows from a certificate, its licences and its base models: computed, never typed in.
package struct Assessment: Hashable, Sendable {
  package var verdict: Openness
  /// Nil when no licence of the weights is recorded: such a model is denied.
  package var tier: LicenseTier?
  /// Every reason why the verdict is not better, worst first; empty for `meets`.
  package var reasons: [Reason]
  /// What does not change the verdict but must be seen: naming duties, derivative taint, notices to hand on.
  package var notices: [Reason]
  /// OSAID 1.0: use, study, modify, share; false = restricted or not known.
  package var freedoms: Freedoms
  /// The worst value of each clause over the licences of the weights and all their bases.
  package var clauses: LicenseClauses?
  /// Of the certificate and all its bases.
  package var flags: [String]
  /// Ids without `+` and exception, of the certificate and of all its bases: their licences stay in force.
  package var licenses: [String]
  /// Of the certificate, or worse, of one of its bases, whose data it was made from too. Nil: nobody has assessed it.
  package var dataTier: DataTier?
  /// Something that it was made from, or the model itself, is under terms beside its licence that nobody has found
  /// compatible: they may say anything of answers.
  package var mayBindAnswers: Bool

  /// One line that names the place and what is missing or wrong.
  package struct Reason: Hashable, Sendable {
    package var code: Code
    /// The field of the certificate or the licence, such as `code.training`.
    package var field: String
    package var message: String
    /// The verdict can be no better than this.
    package var limit: Openness

    package init(code: Code, field: String, message: String, limit: Openness) {
      (self.code, self.field, self.message, self.limit) = (code, field, message, limit)
    }
  }

  package struct Freedoms: Hashable, Sendable {
    package var use, study, modify, share: Bool

    package init(use: Bool, study: Bool, modify: Bool, share: Bool) {
      (self.use, self.study, self.modify, self.share) = (use, study, modify, share)
    }
  }
}

/// How good the word of a certificate is today.
package enum CertificateStanding: Hashable, Sendable {
  /// In force, with as many valid signatures of different certifiers.
  case inForce(signatures: Int)
  /// It, or one of what the model was made from, was assessed on a day that has not come.
  case notYet(CivilDay)
  case expired(CivilDay)
  /// A watched text has changed.
  case suspended(reason: String)
  case revoked(on: CivilDay, reason: String)
}

/// A certificate with everything that follows from it.
package struct AssessedModel: Sendable {
  package var certificate: Certificate
  package var assessment: Assessment
  package var standing: CertificateStanding
  /// The first day on which it holds: that of its assessment, or a later one of what the model was made from.
  package var begins: CivilDay
  /// The day on which it no longer holds: its own, or an earlier one of what the model was made from. Nil: a program
  /// without weights, which comes with its own licence and cannot change behind its version.
  package var ends: CivilDay?

  /// Nil: nobody has assessed it.
  package var dataTier: DataTier? { assessment.dataTier }

  package init(certificate: Certificate, assessment: Assessment, standing: CertificateStanding) {
    (self.certificate, self.assessment, self.standing) = (certificate, assessment, standing)
    begins = certificate.assessedOn
    if case .none = certificate.weights { ends = nil } else { ends = certificate.expires }
  }
}
