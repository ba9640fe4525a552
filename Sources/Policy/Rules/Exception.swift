// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
internal import StrictYAML

/// Leave for one project to use one model despite its tier: a file of `Policies/exceptions`. It is shown publicly and in
/// every record that rests on it, and it is no verdict on the model.
package struct PolicyException: Hashable, Sendable {
  package var id: String
  package var project: ProjectName
  package var model: CertificateID
  package var rationale: String
  /// Nil: for all purposes, also for none that was said.
  package var purposes: Set<Purpose>?
  /// Nil: whatever wiki the answers are for.
  package var targetWikis: Set<WikiName>?
  /// The services outside Wikimedia at which the model may be called too. Nil: none, unless its weights are closed and it
  /// can only be called at one.
  package var contracts: Set<ContractID>?
  /// How the project's users are bound, where a licence asks for that.
  package var usersBoundBy: String?
  /// Who approved it: a name of `certifiers.yaml` or a role.
  package var approver: String
  /// Where it was decided.
  package var task: PhabricatorTask
  package var approvedOn: CivilDay
  /// The day on which it no longer holds.
  package var expires: CivilDay

  /// A year at the most, so that somebody looks at it again.
  package static let mostDays = 365
  /// Of each text and of the list of wikis, since an entry of the transparency log has 65 535 bytes at the most.
  package static let mostCharacters = 4_000
  private static let mostWikis = 300
  /// Stands in the list of purposes for all of them: that nothing is limited must be said, not left out.
  package static let allPurposes = "all"

  package init(
    id: String, project: ProjectName, model: CertificateID, rationale: String, purposes: Set<Purpose>? = nil,
    targetWikis: Set<WikiName>? = nil, contracts: Set<ContractID>? = nil, usersBoundBy: String? = nil, approver: String,
    task: PhabricatorTask,
    approvedOn: CivilDay, expires: CivilDay
  ) {
    self.id = id
    self.project = project
    self.model = model
    self.rationale = rationale
    self.purposes = purposes
    self.targetWikis = targetWikis
    self.contracts = contracts
    self.usersBoundBy = usersBoundBy
    self.approver = approver
    self.task = task
    self.approvedOn = approvedOn
    self.expires = expires
  }

  package func holds(on day: CivilDay) -> Bool { approvedOn <= day && day < expires }

  /// Whether this is an exception for the call. An expired one is none.
  func covers(_ inquiry: Inquiry) -> Bool { concerns(inquiry) && hindrance(to: inquiry) == nil }

  /// Whether it is of the project and the model of the call.
  func concerns(_ inquiry: Inquiry) -> Bool {
    project == inquiry.call.project && model == inquiry.model.assessed?.certificate.id
  }

  /// Why it does not cover a call of its project and model; completes "it …". Nil: it does.
  func hindrance(to inquiry: Inquiry) -> String? {
    guard approvedOn <= inquiry.day else { return "holds from \(approvedOn) on" }
    guard inquiry.day < expires else { return "ended on \(expires)" }
    guard reaches(inquiry.model) else { return "is not for this provider" }
    if let purposes, !(inquiry.call.purpose.map(purposes.contains) ?? false) {
      return "is for these purposes alone: \(purposes.map(\.rawValue).sorted().joined(separator: ", "))"
    }
    if let targetWikis, !(inquiry.call.targetWiki.map(targetWikis.contains) ?? false) {
      return "is for answers to certain wikis alone"
    }
    return nil
  }

  /// Leave for a model that runs here is no leave to send the same text to a company that runs it too.
  private func reaches(_ model: ModelFacts) -> Bool {
    guard model.host == .external else { return true }
    if let contracts { return model.contract.map(contracts.contains) ?? false }
    if case .closed? = model.assessed?.certificate.weights { return true }
    return false
  }

  /// Of a file of `Policies/exceptions`.
  package static let schema = "toolgate-exception/1"

  init?(_ map: YAMLMap) {
    _ = map.required("schema", .exactly(Self.schema))
    let id = map.required("id", .ruleID)
    let project = map.required("project", .projectName)
    let model = map.required("model", .name(CertificateID.self))
    let rationale = map.required("rationale", .prose.atMost(Self.mostCharacters))
    map.refusePrivate("rationale", rationale, mayHaveLines: true)
    if !map.has("scope") {
      map.error("`scope` is missing; it must say what the exception is limited to: \(Self.limits)", at: "scope")
    }
    let scope = map.map("scope") { map in
      let isBare = map.refuseBare("purposes", "target_wikis", "contracts")
      let wikis = map.has("target_wikis") ? map.list("target_wikis", of: .wiki) : nil
      if map.isEmptyList("target_wikis") {
        map.error("`target_wikis` names no wiki; leave it out for all", at: "target_wikis")
      }
      if let wikis, wikis.count > Self.mostWikis {
        map.error("`target_wikis` names more than \(Self.mostWikis) wikis; leave it out for all", at: "target_wikis")
      }
      let purposes = Self.purposes(map)
      if !isBare, !map.has("purposes"), !map.has("target_wikis") {
        map.error("`scope` limits the exception to nothing; name \(Self.limits)", at: "purposes")
      }
      let binding = map.optional("users_bound_by", .prose.atMost(Self.mostCharacters))
      map.refusePrivate("users_bound_by", binding, mayHaveLines: true)
      return (
        purposes: purposes, wikis: wikis.map { Set($0) },
        contracts: map.has("contracts") ? Set(map.list("contracts", of: .name(ContractID.self))) : nil,
        binding: binding
      )
    }
    let approver = map.required("approver", .text.atMost(100))
    map.refusePrivate("approver", approver, mayHaveLines: false)
    let task = map.required("task", .phabricatorTask)
    let approvedOn = map.required("approved_on", .day)
    let expires = map.required("expires", .day)
    guard let id, let project, let model, let rationale, let approver, let task, let approvedOn, let expires else {
      return nil
    }
    self.init(
      id: id, project: project, model: model, rationale: rationale, purposes: scope?.purposes,
      targetWikis: scope?.wikis, contracts: scope?.contracts, usersBoundBy: scope?.binding, approver: approver,
      task: task,
      approvedOn: approvedOn, expires: expires)
    let last = CivilDay(daysSince1970: approvedOn.daysSince1970 + Self.mostDays)
    if expires <= approvedOn || expires > last {
      map.error(
        "`expires` must be a day after `approved_on` (\(approvedOn)) and at most \(Self.mostDays) days later (\(last))",
        at: "expires")
    }
  }

  private static let limits = "`purposes` or `target_wikis`, or `purposes: [\(allPurposes)]`"

  /// Nil: for all.
  private static func purposes(_ map: YAMLMap) -> Set<Purpose>? {
    guard map.has("purposes") else { return nil }
    if map.isEmptyList("purposes") {
      map.error("`purposes` names no purpose; write [\(allPurposes)] for every one", at: "purposes")
    }
    let words = map.list("purposes", of: .choice(of: Set(Purpose.allCases.map(\.rawValue) + [allPurposes])))
    guard words.contains(allPurposes) else { return Set(words.compactMap(Purpose.init)) }
    if words.count > 1 {
      map.error("`\(allPurposes)` stands beside other purposes; leave it out, or them", at: "purposes")
    }
    return nil
  }
}

extension YAMLMap {
  /// Reports what may not be published for good: an address, and what nobody sees.
  fileprivate func refusePrivate(_ key: String, _ text: String?, mayHaveLines: Bool) {
    guard let text else { return }
    if text.contains("@") {
      error("`\(key)` holds an @: it is published for good, so name no person and no address", at: key)
    }
    refuseHidden(key, text, mayHaveLines: mayHaveLines)
  }

  /// Reports what nobody sees, and what would move a terminal's cursor.
  func refuseHidden(_ key: String, _ text: String?, mayHaveLines: Bool) {
    guard let text else { return }
    let isHidden = text.unicodeScalars.contains { scalar in
      if mayHaveLines, scalar == "\n" { return false }
      return [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
    if isHidden { error("`\(key)` holds a character that cannot be seen; take it out", at: key) }
  }
}

/// A project that asked to use models of open weights that are no open source AI: an item of `Policies/opt-ins.yaml`.
package struct OptIn: Hashable, Sendable {
  package var project: ProjectName
  package var tiers: Set<LicenseTier>
  /// Where it was asked for.
  package var task: PhabricatorTask
  package var since: CivilDay

  package init(project: ProjectName, tiers: Set<LicenseTier>, task: PhabricatorTask, since: CivilDay) {
    (self.project, self.tiers, self.task, self.since) = (project, tiers, task, since)
  }

  func covers(_ inquiry: Inquiry) -> Bool {
    guard let tier = inquiry.model.assessed?.assessment.tier else { return false }
    return project == inquiry.call.project && since <= inquiry.day && tiers.contains(tier)
  }

  /// Reads `opt-ins.yaml`, schema `toolgate-opt-ins/1`.
  static func list(_ map: YAMLMap) -> [OptIn] {
    _ = map.required("schema", .exactly(PolicyFiles.TopFile.optIns.schema))
    return map.maps("opt_ins") { map -> OptIn? in
      let project = map.required("project", .projectName)
      // Restricted terms and closed providers need somebody else's approval, so nobody can opt in to them.
      let tiers = map.list("tiers", of: .choice(of: [LicenseTier.t3.rawValue])).compactMap(LicenseTier.init)
      if !map.has("tiers") || map.isEmptyList("tiers") { map.error("`tiers` names no tier; write [T3]", at: "tiers") }
      let task = map.required("task", .phabricatorTask)
      let since = map.required("since", .day)
      guard let project, let task, let since else { return nil }
      return OptIn(project: project, tiers: Set(tiers), task: task, since: since)
    }.compactMap(\.self)
  }
}

extension YAMLForm where Value == PhabricatorTask {
  static let phabricatorTask = YAMLForm(expected: PhabricatorTask.form, isText: true) { PhabricatorTask($0) }
}

extension YAMLForm where Value == WikiName {
  static let wiki = YAMLForm(expected: "a wiki's database name such as enwiki", isText: true) { WikiName($0) }
}
