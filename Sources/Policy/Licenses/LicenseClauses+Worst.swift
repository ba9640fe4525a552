// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension LicenseClauses {
  /// What must be kept when both licences apply: the worse value of each field. A restriction that is known is worse
  /// than one that may be there, and that is worse than none.
  package func worst(with other: LicenseClauses) -> LicenseClauses {
    LicenseClauses(
      isOSIApproved: isOSIApproved && other.isOSIApproved,
      isFreeContent: isFreeContent && other.isFreeContent,
      nonCompete: Self.worse(nonCompete, other.nonCompete, of: [.none, .derivativeTaint, .unknown, .ban]),
      namingDuty: Self.both(namingDuty, other.namingDuty),
      usePolicy: Self.worse(usePolicy, other.usePolicy, of: [.none, .unknown, .inText, .byReference]),
      isUsePolicyMutable: Self.worse(isUsePolicyMutable, other.isUsePolicyMutable),
      isNonCommercial: Self.worse(isNonCommercial, other.isNonCommercial),
      userThreshold: Self.lower(userThreshold, other.userThreshold),
      regionExclusions: regionExclusions + other.regionExclusions.filter { !regionExclusions.contains($0) },
      outputTerms: Self.worse(
        outputTerms, other.outputTerms,
        of: [.none, .naming, .usePolicy, .unclear, .unknown, .banTraining, .researchOnly]),
      flowDown: Self.worse(
        flowDown, other.flowDown, of: [.none, .notice, .termsCopy, .shareAlike, .unknown, .useRestrictions]),
      isHostingDistribution: Self.worse(isHostingDistribution, other.isHostingDistribution),
      hasIndemnity: Self.worse(hasIndemnity, other.hasIndemnity),
      hasRemoteKill: Self.worse(hasRemoteKill, other.hasRemoteKill))
  }

  private static func worse<Value: Equatable>(_ a: Value, _ b: Value, of fromBest: [Value]) -> Value {
    (fromBest.firstIndex(of: a) ?? fromBest.count) >= (fromBest.firstIndex(of: b) ?? fromBest.count) ? a : b
  }

  private static func worse(_ a: Bool?, _ b: Bool?) -> Bool? { worse(a, b, of: [false, nil, true]) }

  /// Two different duties are both to be met. One that nobody knows is worse than any that can be met.
  private static func both(_ a: NamingDuty, _ b: NamingDuty) -> NamingDuty {
    let duties: Set = [a, b]
    if duties.isSuperset(of: [.display, .modelName]) { return .displayAndModelName }
    return worse(a, b, of: [.none, .display, .modelName, .displayAndModelName, .unknown])
  }

  /// Of two limits in the same measure the lower one; in different measures the first, since either restricts.
  private static func lower(_ a: UserThreshold?, _ b: UserThreshold?) -> UserThreshold? {
    guard let a, let b else { return a ?? b }
    return a.measure == b.measure && b.limit < a.limit ? b : a
  }
}
