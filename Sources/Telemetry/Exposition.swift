// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// Figures in fixed classes, in millionths of their unit.
struct Histogram: Sendable {
  let bounds: [Int64]
  /// Not cumulative; the last one is everything above the last bound.
  private(set) var counts: [Int]
  private(set) var sum: Int64 = 0

  private init(bounds: [Int64]) {
    self.bounds = bounds
    counts = [Int](repeating: 0, count: bounds.count + 1)
  }

  /// Seconds, from a millisecond to ten minutes.
  static var times: Histogram { Histogram(bounds: timeBounds) }
  /// How far a guess is from the truth.
  static var ratios: Histogram { Histogram(bounds: ratioBounds) }

  private static let timeBounds: [Int64] = [
    1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 60_000_000, 600_000_000,
  ]
  private static let ratioBounds: [Int64] = [250_000, 500_000, 800_000, 1_000_000, 1_250_000, 2_000_000, 4_000_000]

  var count: Int { counts.reduce(0, +) }

  mutating func observe(_ millionths: Int64) {
    counts[bounds.firstIndex { millionths <= $0 } ?? bounds.count] += 1
    sum &+= max(0, millionths)
  }
}

/// A page of Prometheus text under construction
/// (<https://prometheus.io/docs/instrumenting/exposition_formats/>).
struct Exposition {
  private var lines: [String] = []
  private var families: Set<String> = []
  private var pending: [String] = []

  mutating func family(_ name: String, _ type: String, _ help: String?) {
    flush()
    guard families.insert(name).inserted else { return }
    if let help { lines.append("# HELP \(name) \(help)") }
    lines.append("# TYPE \(name) \(type)")
  }

  mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
    pending.append("\(name){\(Self.render(labels))} \(value)")
  }

  mutating func line(_ text: String) {
    lines.append(text)
  }

  /// - Parameter series: one histogram for each value of the label.
  mutating func histogram(_ name: String, _ help: String, by label: String, _ series: [some Name: Histogram]) {
    family(name, "histogram", help)
    for (value, histogram) in series.sorted(by: { $0.key < $1.key }) {
      let label = Self.render([(label, value.text)])
      var cumulative = 0
      for (bound, count) in zip(histogram.bounds, histogram.counts) {
        cumulative += count
        lines.append("\(name)_bucket{\(label),le=\"\(Self.decimal(bound))\"} \(cumulative)")
      }
      cumulative += histogram.counts[histogram.bounds.count]
      lines.append("\(name)_bucket{\(label),le=\"+Inf\"} \(cumulative)")
      lines.append("\(name)_sum{\(label)} \(Self.decimal(histogram.sum))")
      lines.append("\(name)_count{\(label)} \(cumulative)")
    }
  }

  var text: String {
    mutating get {
      flush()
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// Samples of a family stand sorted, so that two pages can be compared.
  private mutating func flush() {
    lines += pending.sorted()
    pending.removeAll()
  }

  private static func decimal(_ millionths: Int64) -> String {
    "\(millionths / 1_000_000).\(String(String(1_000_000 + millionths % 1_000_000).dropFirst()))"
  }

  private static func render(_ labels: [(String, String)]) -> String {
    labels.map { name, value in
      let escaped = value.flatMap { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }
      return "\(name)=\"\(String(escaped))\""
    }.joined(separator: ",")
  }
}
