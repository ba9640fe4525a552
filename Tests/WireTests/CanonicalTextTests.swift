// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

/// RFC 8785 over scanned documents.
@Suite struct CanonicalTextTests {
  private static func canonical(_ text: String) throws -> String? {
    var tape = JSONTape()
    let bytes = Array(text.utf8)
    try tape.scan(bytes.span)
    var output: [UInt8] = []
    guard CanonicalText.append(tape.root, of: tape, bytes.span, to: &output) else { return nil }
    return String(decoding: output, as: UTF8.self)
  }

  @Test(arguments: [
    (#"{ "b" : 1 , "a" : [ true , null , false ] }"#, #"{"a":[true,null,false],"b":1}"#),
    (#"{"role":"user","content":"caf\u00e9 \/ \u0007\"\\\n"}"#, #"{"content":"café / \u0007\"\\\n","role":"user"}"#),
    ("[ 1 ,2,\"x\", 3.50 , {\"z\":[1e3, -0]}, 5 ]", #"[1,2,"x",3.5,{"z":[1000,0]},5]"#),
    ("[]", "[]"), ("{}", "{}"), ("[ ]", "[]"), ("[[ ],[1 ]]", "[[],[1]]"), (" 7".dropFirst().description, "7"),
    // Section 3.2.3 of the RFC: sorted by UTF-16 code units, so a surrogate pair stands before U+FB33.
    (
      #"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#,
      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\"\u{1F600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    ),
  ])
  func value_hasTheFormOfTheRFC(_ text: String, _ expected: String) throws {
    #expect(try Self.canonical(text) == expected)
  }

  /// Appendix B of RFC 8785.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
      (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
      (0x4430_0000_0000_0000, "295147905179352830000"), (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
      (0x44b5_2d02_c7e1_4af6, "1e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
      (0x444b_1ae4_d6e2_ef50, "1e+21"), (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
      (0x3eb0_c6f7_a0b5_ed8d, "0.000001"), (0x41b3_de43_5555_5553, "333333333.3333332"),
      (0x41b3_de43_5555_5557, "333333333.33333343"), (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
      (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func number_isWrittenAsECMAScriptDoes(_ bits: UInt64, _ expected: String) throws {
    #expect(try Self.canonical("[\(Double(bitPattern: bits))]") == "[\(expected)]")
  }

  @Test func numberBeyondDoubles_isRefused() throws {
    #expect(try Self.canonical("[1e400]") == nil)
    #expect(try Self.canonical("{\"a\":[1, 1e400]}") == nil)
  }

  /// Against sorting and writing each key by itself, for few members and many, plain keys and escaped ones.
  @Test(arguments: 1...60 as ClosedRange<UInt64>) func members_areSortedAndWrittenAsEachWouldBe(_ seed: UInt64) throws {
    var random = Seeded(seed)
    // As they may come, and what they mean.
    let parts = [
      ("a", "a"), ("b", "b"), ("Z", "Z"), ("é", "é"), (#"\u00e9"#, "é"), (#"\n"#, "\n"), (#"\/"#, "/"), (#"\""#, "\""),
      (#"\\"#, "\\"), (#"\u001F"#, "\u{1F}"), (#"\u0022"#, "\""), (#"\u005c"#, "\\"), (#"\u0008"#, "\u{8}"),
      (#"\ud83d\uDE00"#, "😀"), (#"\uDBFF\uDFFD"#, "\u{10FFFD}"), (#"\uD7FF"#, "\u{D7FF}"), (#"\uFB33"#, "\u{FB33}"),
    ]
    let isPlain = Bool.random(using: &random)
    var members: [String: String] = [:]
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let picked = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        parts.prefix(isPlain ? 3 : parts.count).randomElement(using: &random)!
      }
      members[picked.map(\.1).joined()] = picked.map(\.0).joined()
    }
    let text = members.shuffled(using: &random).map { "\"\($0.value)\": \"\($0.value)\"" }.joined(separator: " ,")
    var expected = JSONWriter()
    expected.object { json in
      for key in members.keys.sorted(by: { $0.utf16.lexicographicallyPrecedes($1.utf16) }) { json.member(key, key) }
    }
    #expect(try Self.canonical("{\(text)}") == String(decoding: expected.bytes, as: UTF8.self))
  }

  /// The canonical form means the same document and is a fixed point.
  @Test(arguments: 1...40 as ClosedRange<UInt64>) func form_isAFixedPointThatMeansTheSame(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let text = Self.value(depth: 4, &random)
    let once = try #require(try Self.canonical(text))
    #expect(try Self.canonical(once) == once)
    let meanings = try [text, once].map {
      try JSONSerialization.jsonObject(with: Data($0.utf8), options: [.fragmentsAllowed]) as? NSObject
    }
    #expect(meanings[0] == meanings[1])
  }

  private static func value(depth: Int, _ random: inout Seeded) -> String {
    let space = [" ", "", "\n", "  "].randomElement(using: &random)!
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
    case 0: return "\(Int.random(in: -1_000_000...1_000_000, using: &random))"
    case 1: return "\(Double.random(in: -1e9...1e9, using: &random))"
    case 2: return #""a\u00e9\n\ud83d\ude00 b""#
    case 3: return ["true", "false", "null"].randomElement(using: &random)!
    case 4:
      let items = (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth - 1, &random) }
      return "[\(space)\(items.joined(separator: "\(space),"))\(space)]"
    default:
      let keys = ["b", "a", "é", #"\u0061\u0062"#, "😀", "\u{fb33}", "Z", "aa"].shuffled(using: &random).prefix(5)
      let members = keys.map { "\"\($0)\"\(space):\(value(depth: depth - 1, &random))" }
      return "{\(members.joined(separator: ",\(space)"))}"
    }
  }
}
