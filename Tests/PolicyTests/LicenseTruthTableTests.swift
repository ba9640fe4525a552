// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

/// Every question that the policies ask about an expression, over the operators.
@Suite struct `What an expression answers` {
  struct Row: Sendable {
    let text: String
    /// OSI-approved; open, which also takes free content.
    let osi, open: Bool
    /// What is left after the best choice at each OR.
    let parts: [String]
    /// The clauses that restrict, those that take a freedom first.
    let restrictions: [String]

    init(_ text: String, osi: Bool, open: Bool, _ parts: [String], _ restrictions: [String] = []) {
      (self.text, self.osi, self.open) = (text, osi, open)
      (self.parts, self.restrictions) = (parts, restrictions)
    }
  }

  private static let nonCommercial = ["non_commercial", "output_terms"]
  private static let taint = ["use_policy", "remote_kill", "flow_down"]
  /// Of a licence that nobody has read.
  private static let unread = [
    "non_commercial", "use_policy", "non_compete", "remote_kill", "output_terms", "indemnity", "flow_down",
    "naming_duty",
  ]

  static let table: [Row] = [
    // One licence.
    Row("Apache-2.0", osi: true, open: true, ["Apache-2.0"]),
    Row("BSD-2-Clause", osi: true, open: true, ["BSD-2-Clause"]),
    Row("CC-BY-4.0", osi: false, open: true, ["CC-BY-4.0"]),
    Row("CC-BY-NC-4.0", osi: false, open: false, ["CC-BY-NC-4.0"], nonCommercial),
    Row("LicenseRef-plain", osi: false, open: false, ["LicenseRef-plain"]),
    Row("LicenseRef-taint", osi: false, open: false, ["LicenseRef-taint"], taint),
    Row("LicenseRef-ban", osi: false, open: false, ["LicenseRef-ban"], ["non_compete", "output_terms"]),
    Row("LicenseRef-named", osi: false, open: false, ["LicenseRef-named"]),
    Row("Elastic-2.0", osi: false, open: false, ["Elastic-2.0"], unread),
    // `+` and WITH ask and allow as the licence does.
    Row("GPL-2.0-only+", osi: true, open: true, ["GPL-2.0-only"]),
    Row("GPL-2.0-only WITH Classpath-exception-2.0", osi: true, open: true, ["GPL-2.0-only"]),
    Row("GPL-2.0-only+ WITH Classpath-exception-2.0", osi: true, open: true, ["GPL-2.0-only"]),
    Row("CC-BY-NC-4.0+", osi: false, open: false, ["CC-BY-NC-4.0"], nonCommercial),
    // AND: every part must do.
    Row("MIT AND Apache-2.0", osi: true, open: true, ["MIT", "Apache-2.0"]),
    Row("MIT AND MIT", osi: true, open: true, ["MIT"]),
    Row("MIT AND CC-BY-4.0", osi: false, open: true, ["MIT", "CC-BY-4.0"]),
    Row("MIT AND CC-BY-NC-4.0", osi: false, open: false, ["MIT", "CC-BY-NC-4.0"], nonCommercial),
    Row(
      "CC-BY-NC-4.0 AND LicenseRef-taint", osi: false, open: false, ["CC-BY-NC-4.0", "LicenseRef-taint"],
      ["non_commercial", "use_policy", "remote_kill", "output_terms", "flow_down"]),
    Row("MIT AND Elastic-2.0", osi: false, open: false, ["MIT", "Elastic-2.0"], unread),
    // OR: one branch is enough, and the one that asks for the least is taken.
    Row("MIT OR Apache-2.0", osi: true, open: true, ["MIT"]),
    Row("CC-BY-NC-4.0 OR MIT", osi: true, open: true, ["MIT"]),
    Row("CC-BY-4.0 OR MIT", osi: true, open: true, ["MIT"]),
    Row("CC-BY-NC-4.0 OR CC-BY-4.0", osi: false, open: true, ["CC-BY-4.0"]),
    Row("LicenseRef-plain OR CC-BY-4.0", osi: false, open: true, ["CC-BY-4.0"]),
    Row("LicenseRef-ban OR LicenseRef-plain", osi: false, open: false, ["LicenseRef-plain"]),
    // What may restrict is better than what does.
    Row("CC-BY-NC-4.0 OR Elastic-2.0", osi: false, open: false, ["Elastic-2.0"], unread),
    Row("Elastic-2.0 OR LicenseRef-plain", osi: false, open: false, ["LicenseRef-plain"]),
    // AND binds tighter than OR.
    Row("MIT OR Apache-2.0 AND CC-BY-NC-4.0", osi: true, open: true, ["MIT"]),
    Row(
      "(MIT OR Apache-2.0) AND CC-BY-NC-4.0", osi: false, open: false, ["MIT", "CC-BY-NC-4.0"], nonCommercial),
    Row("CC-BY-NC-4.0 AND MIT OR CC-BY-4.0 AND MIT", osi: false, open: true, ["CC-BY-4.0", "MIT"]),
    Row("(CC-BY-NC-4.0 OR CC-BY-4.0) AND (MIT OR LicenseRef-ban)", osi: false, open: true, ["CC-BY-4.0", "MIT"]),
    // The best branch of each question is asked for on its own.
    Row("MIT AND (CC-BY-4.0 OR Apache-2.0)", osi: true, open: true, ["MIT", "Apache-2.0"]),
  ]

  @Test(arguments: table)
  func `to each question`(row: Row) {
    let expression = Sample.license(row.text)
    #expect(expression.allows(Sample.book.isOSIApproved) == row.osi)
    #expect(expression.allows(Sample.book.isOpen) == row.open)
    #expect(Sample.book.parts(of: expression).map(\.id) == row.parts)
    #expect(Sample.book.clauses(of: expression).restrictions.map(\.field) == row.restrictions)
  }

  /// The clauses that only stand in a notice, too, are the worst of all parts.
  @Test func `with the worst value of each clause at AND`() {
    let both = Sample.book.clauses(of: Sample.license("LicenseRef-ban AND LicenseRef-taint AND LicenseRef-named"))
    #expect(both.nonCompete == .ban && both.outputTerms == .banTraining && both.namingDuty == .displayAndModelName)
    #expect(both.usePolicy == .byReference && both.isUsePolicyMutable == true && both.hasRemoteKill == true)
    #expect(both.flowDown == .useRestrictions && both.isHostingDistribution == true)
    #expect(!both.isOSIApproved && !both.isFreeContent)
  }

  @Test(arguments: [
    // One licence leaves nothing to choose.
    ("MIT", "MIT", true), ("MIT", "Apache-2.0", false),
    // A branch of an OR, or both; never something else.
    ("MIT OR CC-BY-NC-4.0", "MIT", true), ("MIT OR CC-BY-NC-4.0", "CC-BY-NC-4.0", true),
    ("MIT OR CC-BY-NC-4.0", "MIT AND CC-BY-NC-4.0", true), ("MIT OR CC-BY-NC-4.0", "MIT OR CC-BY-NC-4.0", false),
    ("MIT OR CC-BY-NC-4.0", "Apache-2.0", false), ("MIT OR CC-BY-NC-4.0", "MIT AND Apache-2.0", false),
    // Every part of an AND.
    ("MIT AND CC-BY-4.0", "MIT", false), ("MIT AND CC-BY-4.0", "CC-BY-4.0 AND MIT", true),
    ("(MIT OR Apache-2.0) AND CC-BY-4.0", "Apache-2.0 AND CC-BY-4.0", true),
    ("(MIT OR Apache-2.0) AND CC-BY-4.0", "CC-BY-4.0", false),
    ("MIT OR Apache-2.0 AND CC-BY-4.0", "Apache-2.0", false),
    // `+` and exceptions are part of what is chosen.
    ("GPL-2.0-only+ OR MIT", "GPL-2.0-only", false), ("GPL-2.0-only+ OR MIT", "GPL-2.0-only+", true),
    ("GPL-2.0-only WITH Classpath-exception-2.0 OR MIT", "GPL-2.0-only", false),
  ])
  func `whether a recorded choice is one of its branches`(text: String, choice: String, isMet: Bool) {
    #expect(Sample.license(text).isMet(by: Sample.license(choice)) == isMet)
  }

  @Test func `that a recorded choice counts, not the best branch`() {
    let certificate = Sample.certificate(license: "MIT OR CC-BY-NC-4.0") {
      $0.licenseChoice = Sample.license("CC-BY-NC-4.0")
    }
    #expect(Sample.assess(certificate).verdict == .fails)
    #expect(Sample.assess(Sample.certificate(license: "MIT OR CC-BY-NC-4.0")).verdict == .meets)
  }
}
