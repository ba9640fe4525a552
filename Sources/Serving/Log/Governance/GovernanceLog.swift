// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Ledger
package import Notes
package import Policy

/// Brings what people decided into the transparency log: what the policies hold, their revision, how each model is served,
/// the keys that sign, and what holds no more. The log's last word on each subject is what stands there now; it is not said
/// twice.
package enum GovernanceLog {
  /// - Parameter keys: those that sign the log; none where it is not published. The acts are told there too: what is
  ///   published later begins with the first leaf, and `RecoveredRecords` asks what was in force.
  /// - Returns: how many leaves are new.
  @discardableResult
  package static func follow(
    _ policies: Policies, serving: [ServedModel], keys: [NoteVerifier], in ledger: Ledger, at now: Instant
  ) throws -> Int {
    let acts = GovernanceAct.all(policies, serving: serving, keys: keys)
    // Most starts and reloads change nothing, and then nothing is locked.
    guard try ledger.read({ try !news(acts, in: $0).isEmpty }) else { return 0 }
    return try ledger.administer { desk in
      let news = try news(acts, in: desk)
      for act in news { try desk.log(act.kind, of: act.subject, at: now, entry: act.entry(now)) }
      return news.count
    }
  }

  /// A line where the file is gone of revocations that stand by the log's last word: a start knows no other.
  ///
  /// - Parameter policies: the path of the policy directory.
  package static func revocationsLost(from policies: String, in ledger: Ledger) throws -> [String] {
    let standing = try ledger.read { desk in try lastWords(desk).keys.count { $0.kind == .revocation } }
    return Withdrawals.lost(from: policies, revocations: standing)
  }

  /// What the log does not say yet: removals last, in the order of what they remove.
  private static func news(_ acts: [GovernanceAct], in desk: Administration) throws -> [GovernanceAct] {
    let told = try lastWords(desk)
    let standing = Set(acts.map(\.key))
    let gone = told.filter { $0.value.kind.canBeRemoved && !standing.contains($0.key) }.values
    return acts.filter { !$0.isTold(by: told[$0.key]) }
      + gone.sorted { $0.leaf < $1.leaf }.map(GovernanceAct.removal)
  }

  /// The newest entry of each subject, unless a later one took it away.
  private static func lastWords(_ desk: Administration) throws -> [GovernanceAct.Key: GovernanceEntry] {
    var newest: [GovernanceAct.Key: GovernanceEntry] = [:]
    for kind in GovernanceKind.allCases {
      for entry in try desk.governance(kind) {
        let key = GovernanceAct.Key(kind: kind, subject: entry.subject)
        newest[key] = newest[key] ?? entry
      }
    }
    return newest.filter { key, entry in
      guard let removal = newest[GovernanceAct.Key(kind: .removal, subject: entry.removalSubject)] else { return true }
      return removal.leaf < entry.leaf
    }
  }
}

extension GovernanceKind {
  /// Whether it may hold no more. The revision is replaced, and a key signed what it signed.
  var canBeRemoved: Bool {
    switch self {
    case .certificate, .revocation, .exception, .optIn, .certifier, .provider, .served: true
    case .policies, .key, .removal: false
    }
  }
}

extension GovernanceEntry {
  /// Under which the ledger keeps that this was removed: kinds have no blanks.
  var removalSubject: String { "\(kind.rawValue) \(subject)" }
}
