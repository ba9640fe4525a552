// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Gives a client base64 where the backend only knows floats.
package enum EmbeddingsAnswer {
  /// Replaces each vector by the base64 of its little-endian 32-bit floats. Strings stay as they are, and so does
  /// everything else, byte for byte.
  ///
  /// - Parameter tape: of exactly these bytes; an answer of the expected shape.
  /// - Returns: nil when there is nothing to convert.
  /// - Throws: `.upstreamError` when a vector is not a list of numbers that 32-bit floats can hold.
  package static func base64(
    _ bytes: Span<UInt8>, _ tape: borrowing JSONTape
  ) throws(GatewayError) -> [UInt8]? {
    guard let data = tape.member("data", of: tape.root, in: bytes) else { return nil }
    var splice = ByteSplice()
    var vector: [UInt8] = []
    for item in tape.elements(data) {
      guard let embedding = tape.member("embedding", of: item, in: bytes), tape.kind(embedding) == .array else {
        continue
      }
      vector.removeAll(keepingCapacity: true)
      guard tape.isNumbers(embedding), Self.read(tape.range(embedding), bytes, into: &vector) else {
        throw GatewayError(
          .upstreamError, "The backend sent a vector that is not made of numbers.", detail: "embedding not numeric")
      }
      var text = [UInt8(ascii: "\"")]
      Base64.append(vector, to: &text)
      text.append(UInt8(ascii: "\""))
      splice.replace(tape.range(embedding), with: text)
    }
    return splice.isEmpty ? nil : splice.apply(to: bytes)
  }

  /// Reads the numbers between two brackets. They were checked when the document was scanned.
  private static func read(_ range: Range<Int>, _ bytes: Span<UInt8>, into vector: inout [UInt8]) -> Bool {
    var at = range.lowerBound + 1
    let end = range.upperBound - 1
    while at < end {
      guard isNumeric(bytes[at]) else {
        at += 1
        continue
      }
      let start = at
      while at < end, isNumeric(bytes[at]) { at += 1 }
      guard let value = DecimalFloat.read(bytes.extracting(start..<at)) else { return false }
      withUnsafeBytes(of: value.bitPattern.littleEndian) { vector.append(contentsOf: $0) }
    }
    return true
  }

  /// Bytes of which a JSON number is made.
  private static func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
}
