// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Policy
package import Provenance

/// A record with where it stands in the log and what is to be said of its certificate today.
package struct PublishedRecord: Sendable {
  package let facts: ReadRecord
  /// Its number in the log, counted from 0.
  package let leaf: Int64
  /// Leaves that the newest checkpoint covers.
  package let publishedSize: Int64
  /// The log's name.
  package let origin: String
  /// Nil where the record names no certificate.
  package let today: CertificateToday?
  /// The models that the model was made from, nearest first, while its certificate is the one that stands in the
  /// catalogue.
  package let bases: [AssessedModel]
  /// Of those that the record names, the ones that the policies still have.
  package let reminders: [Reminder]
  package let publicURL: String?

  package init(
    facts: ReadRecord, leaf: Int64, publishedSize: Int64, origin: String, today: CertificateToday?,
    bases: [AssessedModel], reminders: [Reminder], publicURL: String?
  ) {
    self.bases = bases
    self.reminders = reminders
    self.facts = facts
    self.leaf = leaf
    self.publishedSize = publishedSize
    self.origin = origin
    self.today = today
    self.publicURL = publicURL
  }
}
