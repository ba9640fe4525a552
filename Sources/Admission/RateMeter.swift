// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// How much of a rate is used up at the moment: the generic cell rate algorithm (ITU-T I.371) as a level that drains.
///
/// Each unit (a request, a token) adds 60 000 000 to the level, and each microsecond takes as many off as units are let
/// through in a minute. So every step is a whole number, and a change of the rate changes the draining and nothing else.
/// A full minute's worth may come at once.
struct RateMeter: Sendable {
  private var level: Int64 = 0
  private var at: Int64 = 0

  private static let perUnit: Int64 = 60_000_000

  /// The level at `now`, which is never before an earlier `now` of this meter.
  private func level(at now: Int64, perMinute: Int64) -> Int64 {
    guard level > 0 else { return level }
    let (drained, overflow) = (now - at).multipliedReportingOverflow(by: perMinute)
    return overflow ? 0 : max(0, level - drained)
  }

  /// - Parameter units: at most `perMinute`; more never fit.
  /// - Returns: microseconds until `units` fit, rounded up; 0 when they fit now.
  func wait(for units: Int64, perMinute: Int64, at now: Int64) -> Int64 {
    let excess = level(at: now, perMinute: perMinute) + (units - perMinute) * Self.perUnit
    return excess <= 0 ? 0 : (excess + perMinute - 1) / perMinute
  }

  mutating func take(_ units: Int64, perMinute: Int64, at now: Int64) {
    level = level(at: now, perMinute: perMinute) + units * Self.perUnit
    at = now
  }

  /// Gives back what was taken and not used; negative for what was used beyond it, which later calls then wait for.
  ///
  /// They wait for an hour at most: a backend that reports absurd figures must not shut a project out for years.
  mutating func giveBack(_ units: Int64, perMinute: Int64, at now: Int64) {
    let most = min(60 * perMinute, 4 * Limits.maximumRate)
    let bounded = min(max(units, -most), most)
    level = min(max(0, level(at: now, perMinute: perMinute) - bounded * Self.perUnit), most * Self.perUnit)
    at = now
  }

  /// Units that fit now, and microseconds until a full minute's worth fits.
  func left(perMinute: Int64, at now: Int64) -> (units: Int64, fullIn: Int64) {
    let used = level(at: now, perMinute: perMinute)
    return (
      max(0, (perMinute * Self.perUnit - used) / Self.perUnit), used == 0 ? 0 : (used + perMinute - 1) / perMinute
    )
  }
}
