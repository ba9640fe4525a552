// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// `POST /v1/embeddings`: what is asked, after the request's schema in the OpenAI API document 2.3.0.
enum EmbeddingsRequest {
  /// Texts or token arrays of one request.
  private static let maximumInputs = 2048

  static func read(
    _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, into facts: inout RequestFacts
  ) throws(GatewayError) {
    if let format = tape.present("encoding_format", of: tape.root, in: bytes) {
      facts.wantsBase64 = tape.equals(format, "base64", in: bytes)
      guard facts.wantsBase64 || tape.equals(format, "float", in: bytes) else {
        throw .invalid("encoding_format", "must be float or base64")
      }
    }
    _ = try tape.integer("dimensions", in: 1...Int64(Int32.max), bytes)
    guard let input = tape.present("input", of: tape.root, in: bytes) else {
      throw .invalid("input", "is required")
    }
    switch tape.kind(input) {
    case .string:
      guard !tape.textRange(input).isEmpty else { throw .invalid("input", "must not be empty") }
    case .array where tape.count(input) > 0:
      if !tape.isNumbers(input) {
        try checkInputs(input, tape, bytes)
      } else if !tape.isNaturals(input) {
        throw .invalid("input", "must hold token ids: whole numbers that are not negative")
      }
    default:
      throw .invalid("input", "must be a string, or an array of strings, token ids or arrays of token ids")
    }
  }

  private static func checkInputs(
    _ input: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) throws(GatewayError) {
    guard tape.count(input) <= maximumInputs else {
      throw .invalid("input", "has more than \(maximumInputs) elements")
    }
    if tape.hasNumbers(input) { throw .invalid("input", "must hold elements of one kind") }
    var index = 0
    var first: JSONTape.Kind?
    for element in tape.elements(input) {
      let kind = tape.kind(element)
      switch kind {
      case .string where !tape.textRange(element).isEmpty: break
      case .array where tape.isNaturals(element): break
      default:
        throw .invalid("input[\(index)]", "must be a string or an array of token ids, not empty")
      }
      if let first, first != kind { throw .invalid("input", "must hold elements of one kind") }
      first = kind
      index += 1
    }
  }
}
