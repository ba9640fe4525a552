// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger

extension ProjectName: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension ModelID: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension Period: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension CivilDay: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension WikiName: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension PhabricatorTask: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension ProjectKind: ExpressibleByArgument {}
extension Purpose: ExpressibleByArgument {}
extension Operation: ExpressibleByArgument {}
extension StaffRole: ExpressibleByArgument {}

/// A number of days, hours, minutes or seconds: `365d`, `12h`, `10m`, `30s`.
struct Span: ExpressibleByArgument {
  let duration: Duration

  init?(argument: String) {
    let seconds: [Character: Int64] = ["d": 86_400, "h": 3_600, "m": 60, "s": 1]
    guard let unit = argument.last.flatMap({ seconds[$0] }), let count = Int(digits: argument.dropLast()),
      (1...36_500).contains(count) || unit == 1
    else { return nil }
    let (total, overflow) = Int64(count).multipliedReportingOverflow(by: unit)
    guard !overflow, total <= 36_500 * 86_400 else { return nil }
    duration = .seconds(total)
  }
}
