// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Testing
import Wire

@Suite struct EmbeddingsAnswerTests {
  private func convert(_ text: String) throws -> String? {
    let document = try Document(text)
    return try EmbeddingsAnswer.base64(document.bytes.span, document.tape)?.text
  }

  /// What Foundation makes of the same numbers, each read by the C library as a 32-bit float.
  private func expected(_ numbers: [String]) -> String {
    var data = Data()
    for number in numbers {
      withUnsafeBytes(of: strtof(number, nil).bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data.base64EncodedString()
  }

  @Test func vectorsBecomeBase64AndTheRestStays() throws {
    let text =
      #"{ "object":"list","data":[ {"embedding":[ 0.5,-1 , 1e-3],"index":0},{"index":1,"embedding":"AAAA"},"#
      + #"{"embedding":[2]}],"usage":{"prompt_tokens":3.0} }"#
    #expect(
      try convert(text)
        == #"{ "object":"list","data":[ {"embedding":"\#(expected(["0.5", "-1", "1e-3"]))","index":0},"#
        + #"{"index":1,"embedding":"AAAA"},{"embedding":"\#(expected(["2"]))"}],"usage":{"prompt_tokens":3.0} }"#)
  }

  @Test func nothingToConvertIsNil() throws {
    for text in [#"{"data":[{"embedding":"AAAA"}]}"#, #"{"data":[]}"#, #"{"x":[1]}"#, "[]", #"{"data":[{}]}"#] {
      #expect(try convert(text) == nil)
    }
  }

  @Test(
    "a vector that is not made of finite numbers is refused",
    arguments: ["[]", "[1,null]", "[[1]]", "[1,\"2\"]", "[1e39]", "[-1e400]", "[1e99999]"])
  func refuses(vector: String) {
    let error = #expect(throws: GatewayError.self) { try convert(#"{"data":[{"embedding":\#(vector)}]}"#) }
    #expect(error?.code == .upstreamError)
  }

  @Test(
    "hard numbers are rounded once",
    arguments: [
      "0", "-0", "-0.0", "0e9", "1", "16777217", "16777219", "1.00000005960464477539062500",
      "1.00000005960464477539062501", "1.000000059604644775390625", "1.00000017881393432617187499", "3.4028235e38",
      "3.40282346638528859e38", "1.17549435e-38", "1.4e-45", "7e-46", "1e-50", "1.1754942e-38", "0.1",
      "123456789012345678",
      "9007199254740993", "-0.006929283495992422", "0.0000000000000000000000001", "1E+2", "5e-324", "1e22", "1e23",
      "33554433", "67108865.0000000000001", "0.30000001192092895507812", "8.41e21", "9.5367431640625e-7",
    ])
  func hardNumbers(number: String) throws {
    #expect(
      try convert(#"{"data":[{"embedding":[\#(number)]}]}"#) == #"{"data":[{"embedding":"\#(expected([number]))"}]}"#)
  }

  @Test func manyNumbersOfEveryLengthAgreeWithTheLibrary() throws {
    var random = Seeded(5)
    for size in [1, 2, 3, 4, 5, 768] {
      for _ in 0..<12 {
        let numbers = (0..<size).map { _ -> String in
          switch Int.random(in: 0..<5, using: &random) {
          case 0: return "\(Double.random(in: -1...1, using: &random))"
          case 1: return "\(Float.random(in: -1...1, using: &random))"
          case 2:
            // Halfway between two floats, and a hair beside it.
            let float = Float.random(in: 0.001...1, using: &random)
            let middle = (Double(float) + Double(float.nextUp)) / 2
            return String(format: "%.\(Int.random(in: 7...40, using: &random))f", middle)
          case 3: return "\(Int.random(in: -99_999_999...99_999_999, using: &random))"
          default:
            let digits = Int.random(in: 0...999_999_999, using: &random)
            return "\(digits).\(digits)e\(Int.random(in: -50...20, using: &random))"
          }
        }
        let text = #"{"data":[{"embedding":[\#(numbers.joined(separator: ", "))]}]}"#
        #expect(try convert(text) == #"{"data":[{"embedding":"\#(expected(numbers))"}]}"#)
      }
    }
  }
}
