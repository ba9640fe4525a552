// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Testing
import Wire

/// SplitMix64: the same numbers on every run.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

extension [UInt8] {
  var text: String { String(decoding: self, as: UTF8.self) }

  init(_ text: String) { self = Array(text.utf8) }

  /// One to three small changes: a byte set, removed, doubled or put in, or a cut, or a piece repeated.
  func mutated(by random: inout Seeded) -> [UInt8] {
    var bytes = self
    let alphabet =
      Array(#"{}[]",:\/ubfnrt0123456789.eE+-DdCc truefalsnl"#.utf8) + [0x00, 0x1F, 0x80, 0xC3, 0xA9, 0xED, 0xF0]
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[at] = alphabet.randomElement(using: &random)!
      case 2: bytes.insert(alphabet.randomElement(using: &random)!, at: at)
      case 3: bytes.remove(at: at)
      case 4: bytes.removeSubrange(at...)
      default: bytes.insert(contentsOf: bytes[at..<Swift.min(bytes.count, at + 8)], at: at)
      }
    }
    return bytes
  }
}

/// What Foundation makes of JSON: comparable, numbers and booleans kept apart by their text.
func parsed(_ bytes: [UInt8]) throws -> NSObject {
  let value = try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
  return try #require(value as? NSObject)
}

func facts(_ body: String, _ operation: Domain.Operation = .chat) throws -> RequestFacts {
  let bytes = Array(body.utf8)
  var tape = JSONTape()
  try tape.scan(bytes.span)
  return try RequestFacts.read(tape, bytes.span, operation: operation)
}

/// The error with which a request is refused; fails the test when it is taken.
func refusal(_ body: String, _ operation: Domain.Operation = .chat, _ location: SourceLocation = #_sourceLocation)
  -> GatewayError?
{
  do {
    _ = try facts(body, operation)
    Issue.record("was taken: \(body)", sourceLocation: location)
    return nil
  } catch {
    return error as? GatewayError
  }
}

/// A document with its tape. The macros of Swift Testing cannot take a span as an argument.
struct Document {
  let bytes: [UInt8]
  private(set) var tape = JSONTape()

  init(_ text: String) throws {
    let bytes = Array(text.utf8)
    try tape.scan(bytes.span)
    self.bytes = bytes
  }

  var root: JSONTape.Node { tape.root }
  func member(_ name: StaticString, of node: JSONTape.Node) -> JSONTape.Node? {
    tape.member(name, of: node, in: bytes.span)
  }
  func string(_ node: JSONTape.Node) -> String? { tape.string(node, in: bytes.span) }
  func textLength(_ node: JSONTape.Node) -> Int { tape.textLength(node, in: bytes.span) }
  func integer(_ node: JSONTape.Node) -> Int64? { tape.integer(node, in: bytes.span) }
}
