// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// Times in fixed classes, from a millisecond to ten minutes.
struct Histogram: Sendable {
  static let boundsMicros: [Int64] = [
    1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 60_000_000, 600_000_000,
  ]

  /// Not cumulative; the last one is everything above the last bound.
  private(set) var counts = [Int](repeating: 0, count: boundsMicros.count + 1)
  private(set) var sumMicros: Int64 = 0

  var count: Int { counts.reduce(0, +) }

  mutating func observe(_ micros: Int64) {
    counts[Self.boundsMicros.firstIndex { micros <= $0 } ?? Self.boundsMicros.count] += 1
    sumMicros &+= max(0, micros)
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

  mutating func histogram(_ name: String, _ help: String, _ series: [BackendID: Histogram]) {
    family(name, "histogram", help)
    for (backend, histogram) in series.sorted(by: { $0.key < $1.key }) {
      let label = Self.render([("backend", backend.text)])
      var cumulative = 0
      for (bound, count) in zip(Histogram.boundsMicros, histogram.counts) {
        cumulative += count
        lines.append("\(name)_bucket{\(label),le=\"\(Self.seconds(bound))\"} \(cumulative)")
      }
      cumulative += histogram.counts[Histogram.boundsMicros.count]
      lines.append("\(name)_bucket{\(label),le=\"+Inf\"} \(cumulative)")
      lines.append("\(name)_sum{\(label)} \(Self.seconds(histogram.sumMicros))")
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

  private static func seconds(_ micros: Int64) -> String {
    "\(micros / 1_000_000).\(String(String(1_000_000 + micros % 1_000_000).dropFirst()))"
  }

  private static func render(_ labels: [(String, String)]) -> String {
    labels.map { name, value in
      let escaped = value.flatMap { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }
      return "\(name)=\"\(String(escaped))\""
    }.joined(separator: ",")
  }
}
