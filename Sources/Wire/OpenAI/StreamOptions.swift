// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// How `stream_options` must look upstream so that a stream is metered.
enum StreamOptions {
  static func set(
    _ usage: BackendSettings.StreamUsage, _ isStream: Bool, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>,
    _ splice: inout ByteSplice, _ unwanted: inout [JSONTape.Node], _ added: inout [UInt8]
  ) {
    let options = tape.member("stream_options", of: tape.root, in: bytes)
    guard isStream, usage != .unasked else {
      // Backends refuse the member in a plain call, and those that are not to be asked refuse it always.
      if let options { unwanted.append(options) }
      return
    }
    let wanted: [(name: StaticString, text: String)] =
      switch usage {
      case .include, .unasked: [("include_usage", #""include_usage":true"#)]
      case .continuous:
        [("include_usage", #""include_usage":true"#), ("continuous_usage_stats", #""continuous_usage_stats":true"#)]
      }
    let whole = "{" + wanted.map(\.text).joined(separator: ",") + "}"
    guard let options else {
      added += Array(#","stream_options":\#(whole)"#.utf8)
      return
    }
    guard tape.kind(options) == .object, tape.count(options) > 0 else {
      splice.replace(tape.range(options), with: Array(whole.utf8))
      return
    }
    for (name, text) in wanted {
      if let value = tape.member(name, of: options, in: bytes) {
        if tape.kind(value) != .true { splice.replace(tape.range(value), with: Array("true".utf8)) }
      } else {
        splice.insert(Array("\(text),".utf8), at: tape.range(options).lowerBound + 1)
      }
    }
  }
}
