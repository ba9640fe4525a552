// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Notes
import Pages
import Policy
import Provenance

/// Looks up what `/r/{id}` shows: records of all projects, since each of them is in the public log.
struct PublishedRecords: Sendable {
  let ledger: Ledger
  let log: LogKeeper
  let publicURL: String?

  /// Nil when there is no such record.
  func find(_ id: RequestID, policies: Policies, on day: CivilDay) throws -> PublishedRecord? {
    guard let logged = try ledger.loggedRecord(of: id, project: nil) else { return nil }
    guard let facts = ReadRecord(logged.record) else {
      throw LedgerProblem.damaged("the record of \(id) cannot be read")
    }
    let today = facts.certificateID.map { policies.today($0, digest: facts.certificate.digest, on: day) }
    var bases: [AssessedModel] = []
    if case .current? = today, let id = facts.certificateID { bases = policies.catalogue.bases(of: id) }
    let reminders = policies.rulebook.reminders.filter { facts.policy.reminders.contains($0.id) }
    return PublishedRecord(
      facts: facts, leaf: logged.leaf, publishedSize: log.publishedSize, origin: log.keys.origin.text,
      today: today, bases: bases, reminders: reminders, publicURL: publicURL)
  }
}
