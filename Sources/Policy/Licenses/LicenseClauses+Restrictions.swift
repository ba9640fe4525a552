// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

extension LicenseClauses {
  /// One clause that keeps a model from the open tiers.
  package struct Restriction: Hashable, Sendable {
    let code: Assessment.Code
    /// Follows the name of the licence.
    package let text: String
    /// The verdict can be no better; nil: the clause costs the tier, not a freedom.
    package let limit: Openness?
    package let freedoms: [Freedom]

    package enum Freedom: String, CaseIterable, Sendable { case use, study, modify, share }

    /// The key of the clause in `Policies/licenses`.
    package var field: String { code.rawValue }
  }

  /// The clauses that restrict, those that take a freedom first. A known one limits to `fails`, one that may be there
  /// to `unknown`. Empty: nothing stands against the open tiers but the kind of the licence itself.
  package var restrictions: [Restriction] {
    (freedomRestrictions + tierRestrictions).enumerated()
      .sorted { a, b in (a.element.order, a.offset) < (b.element.order, b.offset) }.map(\.element)
  }

  /// Whether whoever serves the model must, or perhaps must, bind its users to what the licence forbids.
  package var bindsUsers: Bool { flowDown == .useRestrictions && isHostingDistribution != false }

  /// Clauses that take one of the four freedoms.
  private var freedomRestrictions: [Restriction] {
    var found: [Restriction] = []
    func add(_ code: Assessment.Code, _ text: String, _ limit: Openness, _ freedoms: [Restriction.Freedom]) {
      found.append(Restriction(code: code, text: text, limit: limit, freedoms: freedoms))
    }
    let allButStudy: [Restriction.Freedom] = [.use, .modify, .share]
    switch isNonCommercial {
    case true?: add(.nonCommercial, "forbids commercial use", .fails, allButStudy)
    case nil: add(.nonCommercial, "may forbid commercial use (not known)", .unknown, allButStudy)
    case false?: break
    }
    if let userThreshold {
      let text = "ends above \(userThreshold.limit) (\(userThreshold.measure); \(userThreshold.applies))"
      add(.userThreshold, text, .fails, allButStudy)
    }
    for exclusion in regionExclusions {
      add(.regionExclusion, "excludes \(exclusion.region) (\(exclusion.scope))", .fails, allButStudy)
    }
    switch usePolicy {
    case .inText: add(.usePolicy, "has a list of uses that it forbids", .fails, allButStudy)
    case .byReference: add(.usePolicy, "refers to a use policy that restricts use", .fails, allButStudy)
    case .unknown: add(.usePolicy, "may have a use policy (not known)", .unknown, allButStudy)
    case .none: break
    }
    switch nonCompete {
    case .ban: add(.nonCompete, "forbids training other models on its answers", .fails, [.use, .modify])
    case .unknown:
      add(.nonCompete, "may forbid training other models on its answers (not known)", .unknown, [.use, .modify])
    case .none, .derivativeTaint: break
    }
    switch hasRemoteKill {
    case true?: add(.remoteKill, "lets the licensor restrict use from afar", .fails, allButStudy)
    case nil: add(.remoteKill, "may let the licensor restrict use from afar (not known)", .unknown, allButStudy)
    case false?: break
    }
    if outputTerms == .researchOnly {
      add(.outputTerms, "allows its answers to be used for research only", .fails, [.use, .modify])
    }
    return found
  }

  /// Clauses that a gateway cannot meet for its users, though they take no freedom.
  private var tierRestrictions: [Restriction] {
    var found: [Restriction] = []
    func add(_ code: Assessment.Code, _ text: String, _ limit: Openness? = nil) {
      found.append(Restriction(code: code, text: text, limit: limit, freedoms: []))
    }
    switch outputTerms {
    case .banTraining: add(.outputTerms, "forbids the use of its answers for training")
    case .unknown: add(.outputTerms, "says something on answers that nobody has read", .unknown)
    case .unclear: add(.outputTerms, "leaves open whether it reaches the answers", .unknown)
    case .none, .naming, .usePolicy, .researchOnly: break
    }
    switch hasIndemnity {
    case true?: add(.indemnity, "asks the user to indemnify the licensor")
    case nil: add(.indemnity, "may ask the user to indemnify the licensor (not known)")
    case false?: break
    }
    if bindsUsers {
      add(.flowDown, "makes whoever serves the model bind the users to its restrictions")
    }
    if flowDown == .unknown, isHostingDistribution != false {
      add(.flowDown, "may ask that users be bound (not known)")
    }
    if namingDuty == .unknown { add(.namingDuty, "may ask for a name (not known)") }
    return found
  }
}

extension LicenseClauses.Restriction {
  fileprivate var order: Int {
    switch limit {
    case .fails?: 0
    case .unknown?: 1
    default: 2
    }
  }
}
