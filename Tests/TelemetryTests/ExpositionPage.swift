// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A strict reader of Prometheus text, format 0.0.4
/// (<https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details>).
struct ExpositionPage {
  struct Sample {
    let name: String
    let labels: [String: String]
    let value: String
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  private(set) var samples: [Sample] = []
  private(set) var types: [String: String] = [:]

  init(_ text: String) throws {
    guard text.hasSuffix("\n") else { throw Fault(description: "the last line has no end") }
    var family: String?
    var closed: Set<String> = []
    var seen: Set<String> = []
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("#") {
        let words = line.split(separator: " ", maxSplits: 3).map(String.init)
        guard words.count == 4, words[0] == "#", Self.isName(words[2]) else { throw Fault(description: "\(line)") }
        if family != words[2] {
          if let family { closed.insert(family) }
          family = words[2]
        }
        if closed.contains(words[2]) { throw Fault(description: "two groups: \(line)") }
        switch words[1] {
        case "HELP": break
        case "TYPE":
          guard ["counter", "gauge", "histogram"].contains(words[3]), types[words[2]] == nil else {
            throw Fault(description: "\(line)")
          }
          types[words[2]] = words[3]
        default: throw Fault(description: "\(line)")
        }
        continue
      }
      let sample = try Self.sample(line)
      let suffixes = family.flatMap { types[$0] } == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
      guard let family, types[family] != nil, suffixes.contains(where: { family + $0 == sample.name }) else {
        throw Fault(description: "outside its family: \(line)")
      }
      let series = sample.name + "\(sample.labels.sorted { $0.key < $1.key })"
      guard seen.insert(series).inserted else { throw Fault(description: "twice: \(line)") }
      samples.append(sample)
    }
  }

  func value(_ name: String, _ labels: [String: String]) -> String? {
    samples.first { $0.name == name && $0.labels == labels }?.value
  }

  private static func isName(_ text: String) -> Bool {
    text.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) != nil
  }

  private static func sample(_ line: Substring) throws -> Sample {
    let name = String(line.prefix { $0 != "{" && $0 != " " })
    guard isName(name) else { throw Fault(description: "name: \(line)") }
    var rest = line.dropFirst(name.count)
    var labels: [String: String] = [:]
    if rest.first == "{" {
      rest.removeFirst()
      while rest.first != "}" {
        let label = String(rest.prefix { $0 != "=" })
        rest = rest.dropFirst(label.count)
        guard isName(label), labels[label] == nil, rest.hasPrefix("=\"") else {
          throw Fault(description: "label: \(line)")
        }
        rest.removeFirst(2)
        labels[label] = try quoted(&rest)
        if rest.first == "," { rest.removeFirst() } else if rest.first != "}" { throw Fault(description: "\(line)") }
      }
      rest.removeFirst()
    }
    guard rest.first == " ", Double(rest.dropFirst()) != nil else { throw Fault(description: "value: \(line)") }
    return Sample(name: name, labels: labels, value: String(rest.dropFirst()))
  }

  /// The text up to the closing quote, which is taken too.
  private static func quoted(_ rest: inout Substring) throws -> String {
    var text = ""
    while let next = rest.popFirst() {
      if next == "\"" { return text }
      guard next == "\\" else {
        text.append(next)
        continue
      }
      switch rest.popFirst() {
      case "\\": text.append("\\")
      case "\"": text.append("\"")
      case "n": text.append("\n")
      default: throw Fault(description: "an escape that there is not")
      }
    }
    throw Fault(description: "a label without end")
  }
}
