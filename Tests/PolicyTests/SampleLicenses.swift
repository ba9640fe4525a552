// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Policy

/// A small book with one licence for each way in which licences differ, and short names for its clauses.
enum Sample {
  /// Asks for its notices, and nothing restricts.
  static let open = LicenseClauses(
    isOSIApproved: true, isFreeContent: true, nonCompete: .none, namingDuty: .none, usePolicy: .none,
    isUsePolicyMutable: false, isNonCommercial: false, userThreshold: nil, regionExclusions: [], outputTerms: .none,
    flowDown: .notice, isHostingDistribution: false, hasIndemnity: false, hasRemoteKill: false)

  static func open(_ change: (inout LicenseClauses) -> Void) -> LicenseClauses {
    var clauses = open
    change(&clauses)
    return clauses
  }

  /// Neither OSI-approved nor free content.
  static func restricted(_ change: (inout LicenseClauses) -> Void = { _ in }) -> LicenseClauses {
    open {
      ($0.isOSIApproved, $0.isFreeContent) = (false, false)
      change(&$0)
    }
  }

  /// Listed by SPDX: Apache-2.0, MIT, BSD-2-Clause (OSI-approved, without an entry), CC-BY-4.0 (free content), CC-BY-NC-4.0,
  /// Elastic-2.0 (neither, without an entry), GPL-2.0-only. Own: LicenseRef-taint, -ban, -use, -named, -policy (extra
  /// terms), -plain (nothing restricts, and yet it is not open).
  static let book: LicenseBook = {
    var book = LicenseBook()
    for id in ["Apache-2.0", "MIT", "BSD-2-Clause", "GPL-2.0-only"] { book.list(id, isOSIApproved: true) }
    for id in ["CC-BY-4.0", "CC-BY-NC-4.0", "Elastic-2.0"] { book.list(id, isOSIApproved: false) }
    book.list(exception: "Classpath-exception-2.0")
    func add(_ id: String, _ clauses: LicenseClauses, kind: LicenseEntry.Kind = .license) {
      book.insert(LicenseEntry(id: id, kind: kind, name: "Licence \(id)", clauses: clauses, sources: ["test"]))
    }
    add("Apache-2.0", open)
    add("MIT", open)
    add("GPL-2.0-only", open { $0.flowDown = .shareAlike })
    add("CC-BY-4.0", open { $0.isOSIApproved = false })
    add(
      "CC-BY-NC-4.0",
      restricted {
        $0.isNonCommercial = true
        $0.outputTerms = .unclear
      })
    add("LicenseRef-plain", restricted())
    add(
      "LicenseRef-taint",
      restricted {
        $0.nonCompete = .derivativeTaint
        $0.usePolicy = .byReference
        $0.isUsePolicyMutable = true
        $0.flowDown = .useRestrictions
        $0.isHostingDistribution = true
        $0.hasRemoteKill = true
      })
    add(
      "LicenseRef-ban",
      restricted {
        $0.nonCompete = .ban
        $0.outputTerms = .banTraining
      })
    add("LicenseRef-use", restricted { $0.usePolicy = .inText })
    add(
      "LicenseRef-named",
      restricted {
        $0.namingDuty = .displayAndModelName
        $0.outputTerms = .naming
      })
    add(
      "LicenseRef-policy",
      restricted {
        $0.hasIndemnity = true
        $0.usePolicy = .byReference
        $0.isUsePolicyMutable = true
      }, kind: .extraTerms)
    return book
  }()

  /// Every id that an expression over the book may name.
  static let ids = [
    "Apache-2.0", "MIT", "BSD-2-Clause", "GPL-2.0-only", "CC-BY-4.0", "CC-BY-NC-4.0", "Elastic-2.0", "LicenseRef-plain",
    "LicenseRef-taint", "LicenseRef-ban", "LicenseRef-use", "LicenseRef-named", "LicenseRef-policy",
  ]

  static func license(_ text: String) -> LicenseExpression { try! LicenseExpression(text, in: book) }
}
