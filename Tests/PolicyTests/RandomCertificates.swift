// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import ToolgateTesting

extension Sample {
  /// A certificate whose every answer is drawn: mostly good ones, so that verdicts of all kinds come out.
  static func random(_ id: String, using random: inout SeededGenerator) -> Certificate {
    func rarely() -> Bool { Int.random(in: 0..<14, using: &random) == 0 }
    func answer<Value>(_ good: Value, _ others: [Value]) -> Answer<Value> {
      if rarely() { return Answer() }
      let value = rarely() ? others.randomElement(using: &random) ?? good : good
      return Answer(value, evidence: rarely() ? nil : evidence)
    }
    func license() -> LicenseExpression? {
      if rarely() { return nil }
      let open = ["Apache-2.0", "MIT", "BSD-2-Clause", "CC-BY-4.0", "GPL-2.0-only"]
      let first = self.license(open.randomElement(using: &random)!)
      guard Int.random(in: 0..<4, using: &random) == 0 else { return first }
      return .and(first, self.license(ids.randomElement(using: &random)!))
    }
    return certificate(id) {
      $0.weights =
        switch Int.random(in: 0..<12, using: &random) {
        case 0: .closed(terms: license() ?? self.license("LicenseRef-ban"))
        case 1: .none(code: license() ?? self.license("MIT"))
        default: .released(license: license(), text: nil)
        }
      if rarely() { $0.extraTerms = [terms([nil, .compatible, .incompatible].randomElement(using: &random)!)] }
      $0.explicitRelease = answer(true, [false])
      $0.codeLicense = rarely() ? nil : self.license("MIT")
      for component in CodeComponent.allCases {
        $0.code[component] = CodeAnswer(
          present: answer(.yes, [.partial, .no]), license: rarely() ? self.license("CC-BY-4.0") : nil)
      }
      $0.hyperparameters = answer(true, [false])
      $0.data.tier = rarely() ? nil : DataTier.allCases.randomElement(using: &random)
      $0.data.processing = answer(true, [false])
      $0.data.labelling = answer(true, [false])
      $0.data.complete = answer(true, [false])
      $0.data.stages = answer([.sft], [[.pretrain, .sft]])
      $0.data.inventory = [
        DataSource(
          name: "Set", kind: rarely() ? nil : .open, url: rarely() ? nil : "https://example.org",
          stage: rarely() ? nil : .sft)
      ]
      if rarely() { $0.data.informationLicense = nil }
      $0.flags = ["flag_\(Int.random(in: 0..<5, using: &random))"]
    }
  }
}

extension LicenseTier? {
  /// Higher is worse; a model without a tier is denied.
  var rank: Int { map { LicenseTier.allCases.firstIndex(of: $0)! } ?? LicenseTier.allCases.count }
}

extension Assessment.Freedoms {
  var all: [Bool] { [use, study, modify, share] }
}

extension LicenseClauses {
  /// Nothing here is better than there.
  func isNoBetter(than other: LicenseClauses) -> Bool {
    // Joining a clause that is there already changes nothing. Two limits in different measures are not comparable, and
    // one limit is no worse than the other's only if it is no higher.
    var joined = worst(with: other)
    joined.regionExclusions = regionExclusions
    joined.userThreshold = userThreshold
    let hasLimit = other.userThreshold == nil || userThreshold != nil
    return joined == self && hasLimit && Set(other.regionExclusions).isSubset(of: regionExclusions)
  }
}
