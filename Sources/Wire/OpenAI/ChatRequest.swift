// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// `POST /v1/chat/completions`: what is asked, after the request's schema in the OpenAI API document 2.3.0.
enum ChatRequest {
  static func read(
    _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, into facts: inout RequestFacts
  ) throws(GatewayError) {
    try refuseUnsupported(tape, bytes)
    let root = tape.root
    facts.isStream = try tape.flag("stream", of: root, in: bytes, "stream")
    if let options = tape.present("stream_options", of: root, in: bytes) {
      guard tape.kind(options) == .object else { throw .invalid("stream_options", "must be an object or null") }
      facts.asksForUsage = try tape.flag("include_usage", of: options, in: bytes, "stream_options.include_usage")
    }
    facts.choices = Int(try tape.integer("n", in: 1...128, bytes) ?? 1)
    (facts.outputCap, facts.capField) = try outputCap(tape, bytes)
    _ = try tape.integer("top_logprobs", in: 0...20, bytes)
    try checkNumber("temperature", 0...2, tape, bytes)
    try checkNumber("top_p", 0...1, tape, bytes)
    try checkNumber("presence_penalty", -2...2, tape, bytes)
    try checkNumber("frequency_penalty", -2...2, tape, bytes)
    try ChatMessages.check(tape, bytes, into: &facts)
  }

  /// `max_completion_tokens`, or `max_tokens` which it replaced. Both only when they say the same.
  private static func outputCap(
    _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) throws(GatewayError) -> (Int64?, BackendSettings.OutputCapField?) {
    let current = try tape.integer("max_completion_tokens", in: 1...Int64.max, bytes)
    let former = try tape.integer("max_tokens", in: 1...Int64.max, bytes)
    if let current, let former, current != former {
      throw .invalid("max_tokens", "and `max_completion_tokens` differ; send only one of them")
    }
    if let current { return (current, .maxCompletionTokens) }
    return (former, former == nil ? nil : .maxTokens)
  }

  private static func checkNumber(
    _ name: StaticString, _ range: ClosedRange<Double>, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) throws(GatewayError) {
    guard let node = tape.present(name, of: tape.root, in: bytes) else { return }
    guard let number = tape.double(node, in: bytes), range.contains(number) else {
      throw .invalid("\(name)", "must be a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
    }
  }

  /// What a stateless, metered gateway cannot keep its word on: state at the provider, searches that cost money of their
  /// own.
  private static func refuseUnsupported(
    _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) throws(GatewayError) {
    let root = tape.root
    if try tape.flag("store", of: root, in: bytes, "store") {
      throw .unsupported("store", "is not supported: nothing is kept of a call; leave it out or send false")
    }
    if try tape.flag("background", of: root, in: bytes, "background") {
      throw .unsupported("background", "is not supported; leave it out or send false")
    }
    if tape.present("web_search_options", of: root, in: bytes) != nil {
      throw .unsupported("web_search_options", "is not supported; leave it out")
    }
  }
}
