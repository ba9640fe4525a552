// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing
import ToolgateTesting

/// What each clause of a licence takes away.
@Suite struct `Clauses of a licence` {
  private typealias Freedom = LicenseClauses.Restriction.Freedom

  struct Case: Sendable {
    let field: String
    /// What the clause costs: `fails`, `unknown`, or nil: the tier alone.
    let limit: Openness?
    let freedoms: Set<LicenseClauses.Restriction.Freedom>
    let change: @Sendable (inout LicenseClauses) -> Void

    init(
      _ field: String, _ limit: Openness?, _ freedoms: Set<LicenseClauses.Restriction.Freedom> = [],
      _ change: @escaping @Sendable (inout LicenseClauses) -> Void
    ) {
      (self.field, self.limit, self.freedoms, self.change) = (field, limit, freedoms, change)
    }
  }

  private static let most: Set<LicenseClauses.Restriction.Freedom> = [.use, .modify, .share]

  static let restricting: [Case] = [
    Case("non_commercial", .fails, most) { $0.isNonCommercial = true },
    Case("non_commercial", .unknown, most) { $0.isNonCommercial = nil },
    Case("user_threshold", .fails, most) {
      $0.userThreshold = LicenseClauses.UserThreshold(measure: "monthly_active_users", limit: 1, applies: "always")
    },
    Case("region_exclusion", .fails, most) {
      $0.regionExclusions = [LicenseClauses.RegionExclusion(region: "EU", scope: "all")]
    },
    Case("use_policy", .fails, most) { $0.usePolicy = .inText },
    Case("use_policy", .fails, most) { $0.usePolicy = .byReference },
    Case("use_policy", .unknown, most) { $0.usePolicy = .unknown },
    Case("non_compete", .fails, [.use, .modify]) { $0.nonCompete = .ban },
    Case("non_compete", .unknown, [.use, .modify]) { $0.nonCompete = .unknown },
    Case("remote_kill", .fails, most) { $0.hasRemoteKill = true },
    Case("remote_kill", .unknown, most) { $0.hasRemoteKill = nil },
    Case("output_terms", .fails, [.use, .modify]) { $0.outputTerms = .researchOnly },
    Case("output_terms", nil) { $0.outputTerms = .banTraining },
    Case("output_terms", .unknown) { $0.outputTerms = .unknown },
    Case("output_terms", .unknown) { $0.outputTerms = .unclear },
    Case("indemnity", nil) { $0.hasIndemnity = true },
    Case("indemnity", nil) { $0.hasIndemnity = nil },
    Case("flow_down", nil) {
      $0.flowDown = .useRestrictions
      $0.isHostingDistribution = true
    },
    Case("flow_down", nil) {
      $0.flowDown = .useRestrictions
      $0.isHostingDistribution = nil
    },
    Case("flow_down", nil) {
      $0.flowDown = .unknown
      $0.isHostingDistribution = nil
    },
    Case("naming_duty", nil) { $0.namingDuty = .unknown },
  ]

  @Test(arguments: restricting)
  func `restrict by themselves`(item: Case) throws {
    let restrictions = Sample.open(item.change).restrictions
    #expect(restrictions.count == 1)
    let found = try #require(restrictions.first)
    #expect(found.field == item.field && found.limit == item.limit && Set(found.freedoms) == item.freedoms)
  }

  /// Shown as a notice; nothing is taken.
  @Test(arguments: [
    Case("naming_duty", nil) { $0.namingDuty = .display },
    Case("naming_duty", nil) { $0.namingDuty = .modelName },
    Case("naming_duty", nil) { $0.namingDuty = .displayAndModelName },
    Case("derivative_taint", nil) { $0.nonCompete = .derivativeTaint },
    Case("flow_down", nil) { $0.flowDown = .notice },
    Case("flow_down", nil) { $0.flowDown = .termsCopy },
    Case("flow_down", nil) { $0.flowDown = .shareAlike },
    Case("flow_down", nil) { $0.flowDown = .useRestrictions },
  ])
  func `ask for something without restricting`(item: Case) {
    let clauses = Sample.open {
      $0.flowDown = .none
      item.change(&$0)
    }
    #expect(clauses.restrictions.isEmpty)
    var book = Sample.book
    book.insert(LicenseEntry(id: "LicenseRef-duty", name: "Duty", clauses: clauses, sources: ["test"]))
    let license = LicenseExpression.license(id: "LicenseRef-duty", orLater: false, exception: nil)
    let certificate = Sample.certificate { $0.weights = .released(license: license, text: nil) }
    let assessment = Assessment.of(certificate, book: book, signatures: 2)
    #expect(assessment.verdict == .meets && assessment.tier == .t1 && assessment.noticeCodes == [item.field])
  }

  /// The answers of a gateway are no distribution where the licence says so.
  @Test func `bind users only where serving counts as handing on`() {
    let bound = Sample.open {
      $0.flowDown = .useRestrictions
      $0.isHostingDistribution = false
    }
    #expect(bound.restrictions.isEmpty)
  }

  @Test func `that restrict stand in the order of what they cost`() {
    for clauses in Self.random(500, seed: 6) {
      let limits = clauses.restrictions.map(\.limit)
      #expect(limits == limits.sorted { Self.order($0) < Self.order($1) })
    }
    #expect(LicenseClauses.unknown.restrictions.allSatisfy { $0.limit != .fails })
    #expect(LicenseClauses.osiApprovedWithoutEntry.restrictions.isEmpty)
  }

  private static func order(_ limit: Openness?) -> Int {
    switch limit {
    case .fails?: 0
    case .unknown?: 1
    default: 2
    }
  }

  /// Joining licences is a matter of sets: order and repetition do not count, and nothing gets better.
  @Test func `are joined whatever the order, and only get worse`() {
    let all = Self.random(300, seed: 7)
    for index in all.indices.dropLast(2) {
      let (a, b, c) = (all[index], all[index + 1], all[index + 2])
      #expect(a.worst(with: a) == a)
      #expect(a.worst(with: b) == b.worst(with: a))
      #expect(a.worst(with: b).worst(with: c) == a.worst(with: b.worst(with: c)))
      #expect(a.worst(with: b).isNoBetter(than: a) && a.worst(with: b).isNoBetter(than: b))
      #expect(a.worst(with: Sample.open { $0.flowDown = .none }) == a)
      let joined = Set(a.worst(with: b).restrictions.map(\.field))
      #expect(joined.isSuperset(of: (a.restrictions + b.restrictions).map(\.field)))
    }
  }

  /// A restriction that is known is worse than one that may be there, and that is worse than none.
  @Test func `are ranked from the best value to the worst`() {
    func check<Value: Equatable>(_ field: WritableKeyPath<LicenseClauses, Value>, _ fromBest: [Value]) {
      for (better, worse) in zip(fromBest, fromBest.dropFirst()) {
        let pair = [better, worse].map { value in Sample.open { $0[keyPath: field] = value } }
        #expect(pair[0].worst(with: pair[1])[keyPath: field] == worse, "\(better), \(worse)")
        #expect(pair[1].worst(with: pair[0])[keyPath: field] == worse, "\(worse), \(better)")
      }
    }
    for field in [
      \LicenseClauses.isUsePolicyMutable, \.isNonCommercial, \.isHostingDistribution, \.hasIndemnity,
      \.hasRemoteKill,
    ] { check(field, [false, nil, true]) }
    for field in [\LicenseClauses.isOSIApproved, \.isFreeContent] { check(field, [true, false]) }
    check(\.nonCompete, [.none, .derivativeTaint, .unknown, .ban])
    check(\.namingDuty, [.none, .display, .displayAndModelName, .unknown])
    check(\.usePolicy, [.none, .unknown, .inText, .byReference])
    check(\.outputTerms, [.none, .naming, .usePolicy, .unclear, .unknown, .banTraining, .researchOnly])
    check(\.flowDown, [.none, .notice, .termsCopy, .shareAlike, .unknown, .useRestrictions])
    let (few, many) = (
      LicenseClauses.UserThreshold(measure: "monthly_active_users", limit: 1, applies: "always"),
      LicenseClauses.UserThreshold(measure: "monthly_active_users", limit: 2, applies: "always")
    )
    check(\.userThreshold, [nil, many, few])
    let named = Sample.open { $0.namingDuty = .display }.worst(with: Sample.open { $0.namingDuty = .modelName })
    #expect(named.namingDuty == .displayAndModelName)
  }

  private static func random(_ count: Int, seed: UInt64) -> [LicenseClauses] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      func maybe() -> Bool? { [true, false, nil].randomElement(using: &random)! }
      let (isOpen, isMutable, isNonCommercial, isHosting) = (Bool.random(using: &random), maybe(), maybe(), maybe())
      return LicenseClauses(
        isOSIApproved: isOpen, isFreeContent: isOpen || Bool.random(using: &random),
        nonCompete: LicenseClauses.NonCompete.allCases.randomElement(using: &random)!,
        namingDuty: LicenseClauses.NamingDuty.allCases.randomElement(using: &random)!,
        usePolicy: LicenseClauses.UsePolicy.allCases.randomElement(using: &random)!, isUsePolicyMutable: isMutable,
        isNonCommercial: isNonCommercial,
        userThreshold: Bool.random(using: &random)
          ? LicenseClauses.UserThreshold(
            measure: "monthly_active_users", limit: Int64.random(in: 1...3, using: &random), applies: "always") : nil,
        regionExclusions: Bool.random(using: &random)
          ? [LicenseClauses.RegionExclusion(region: "EU", scope: "all")] : [],
        outputTerms: LicenseClauses.OutputTerms.allCases.randomElement(using: &random)!,
        flowDown: LicenseClauses.FlowDown.allCases.randomElement(using: &random)!, isHostingDistribution: isHosting,
        hasIndemnity: maybe(), hasRemoteKill: maybe())
    }
  }
}
