// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How long something took, each time it was done.
struct Figures {
  /// In milliseconds.
  private var values: [Double] = []

  mutating func measure<Result>(_ body: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { values.append((ContinuousClock.now - start) / .milliseconds(1)) }
    return try body()
  }

  /// `median / 99th percentile / longest`
  var line: String {
    let sorted = values.sorted()
    guard let longest = sorted.last else { return "–" }
    let figures = [sorted[sorted.count / 2], sorted[sorted.count * 99 / 100], longest]
    return figures.map { String(format: "%.3f", $0) }.joined(separator: " / ") + " ms"
  }
}

/// Processor time of this process, user and system.
func processorSeconds() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
  return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

/// A line at once, also into a file or a pipe.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
