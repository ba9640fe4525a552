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
      count <= 36_500 || unit == 1
    else { return nil }
    let (total, overflow) = Int64(count).multipliedReportingOverflow(by: unit)
    guard !overflow, total <= 36_500 * 86_400 else { return nil }
    duration = .seconds(total)
  }

  /// - Throws: for a span without time, where that would undo what is asked for.
  func requireTime(of option: String) throws {
    guard duration > .zero else { throw ValidationError("\(option) 0 would be over at once; write one such as 365d") }
  }
}
