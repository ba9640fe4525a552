// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// A start must not take up again what had ended. While the process lives its clock sees to that (`RatchetClock`); what an
/// earlier process knew of the time stands in the calls that it wrote.
package enum ClockCheck {
  /// Clocks are corrected by less, and exceptions and certificates end with days.
  private static let tolerated = Duration.seconds(600)

  /// - Parameter newest: when the call was made that was written last.
  /// - Returns: a line that says what to do; nil when the clock can be right.
  package static func fault(_ newest: Instant, now: Instant) -> String? {
    guard newest - now > tolerated else { return nil }
    return
      "the newest call in the ledger is of \(newest), and this machine's clock says \(now): set the clock right; if it was "
      + "ahead when that call was made, start once with `serve --clock-was-ahead`"
  }
}
