// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Testing
import Wire

@Suite struct JSONTapeTests {
  private func fault(_ bytes: [UInt8], depth: Int = 64) -> JSONFault? {
    var tape = JSONTape()
    do throws(JSONFault) {
      try tape.scan(bytes.span, maximumDepth: depth)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "takes every form of JSON",
    arguments: [
      "0", "-0", "-0.0e+0", "1E5", "123456789012345678901234567890", "null", "true", "false", #""""#, "[]", "{}",
      " \t\r\n[ 1 , 2 ]\n", #"{"a":{"b":[{}, [], "x"]}}"#, #""\"\\\/\b\f\n\r\t\u0000\uD83D\uDE00\ud83d\ude00""#,
      #"["é","中","😀","\u007f"]"#, #"{"":1," ":2}"#, "{\"a\":1,\"A\":2,\"\u{E1}\":3,\"a\u{301}\":4}",
      "\"\u{7F}\u{80}\u{10FFFF}\"",
    ])
  func takes(text: String) throws {
    #expect(fault([UInt8](text)) == nil)
    #expect(SlowJSON.accepts([UInt8](text)))
    _ = try parsed([UInt8](text))
  }

  @Test(
    "refuses what is not strict JSON, naming the place",
    arguments: [
      ("", .empty, 0), (" ", .empty, 1), ("[1,]", .unexpectedByte, 3), ("{\"a\":1,}", .unexpectedByte, 7),
      ("[1", .truncated, 2), ("{\"a\"", .truncated, 4), ("{\"a\" 1}", .unexpectedByte, 5),
      ("{1:2}", .unexpectedByte, 1),
      ("[1 2]", .unexpectedByte, 3), ("[}", .unexpectedByte, 1), ("{]", .unexpectedByte, 1),
      ("[1}", .unexpectedByte, 2),
      ("1 2", .trailingBytes, 2), ("{}x", .trailingBytes, 2), ("{},", .trailingBytes, 2),
      ("\u{FEFF}{}", .byteOrderMark, 0),
      ("01", .invalidNumber, 1), ("-", .truncated, 1), ("-a", .invalidNumber, 1), ("1.", .truncated, 2),
      ("1.e3", .invalidNumber, 2), ("1e", .truncated, 2), ("[1e+]", .invalidNumber, 4), (".5", .unexpectedByte, 0),
      ("+1", .unexpectedByte, 0), ("0x10", .trailingBytes, 1), ("NaN", .unexpectedByte, 0),
      ("Infinity", .unexpectedByte, 0),
      ("nul", .truncated, 3), ("nulL", .unexpectedByte, 3), ("True", .unexpectedByte, 0), ("'a'", .unexpectedByte, 0),
      ("\"a", .truncated, 2), ("\"\\x\"", .invalidEscape, 2), ("\"\\u12g4\"", .invalidEscape, 5),
      ("\"\\u12", .truncated, 5),
      ("\"\t\"", .controlCharacter, 1), ("\"12345678\n\"", .controlCharacter, 9), ("\"\u{0}\"", .controlCharacter, 1),
      (#""\uD83D""#, .loneSurrogate, 1), (#""\uDE00""#, .loneSurrogate, 1), (#""\uD83D\u0041""#, .loneSurrogate, 1),
      (#""\uD83Dx\uDE00""#, .loneSurrogate, 1), (#"{"a":1,"a":2}"#, .duplicateKey, 7),
      (#"{"a":1,"\u0061":2}"#, .duplicateKey, 7), (#"[{"x":{"k":1,"b":2,"k":3}}]"#, .duplicateKey, 19),
      ("// c\n1", .unexpectedByte, 0), ("[1,,2]", .unexpectedByte, 3), ("{\"a\":}", .unexpectedByte, 5),
    ] as [(String, JSONFault.Kind, Int)])
  func refuses(text: String, kind: JSONFault.Kind, offset: Int) {
    #expect(fault([UInt8](text)) == JSONFault(kind, at: offset))
    #expect(!SlowJSON.accepts([UInt8](text)))
  }

  @Test(
    "refuses bytes that are not UTF-8",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
      [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xF0, 0x80, 0x80, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func refusesBadUTF8(bytes: [UInt8]) {
    for padding in 0..<10 {
      let document = [UInt8(ascii: "\"")] + [UInt8](repeating: 0x61, count: padding) + bytes + [UInt8(ascii: "\"")]
      #expect(fault(document)?.kind == .invalidUTF8)
    }
  }

  @Test func everyCharacterOfUnicodeIsTakenInAString() throws {
    for start in stride(from: 0x20, to: 0x110000, by: 0x1000) {
      var text = "\""
      for value in start..<start + 0x1000 {
        guard let scalar = Unicode.Scalar(UInt32(value)), scalar != "\"", scalar != "\\" else { continue }
        text.unicodeScalars.append(scalar)
      }
      #expect(fault([UInt8](text + "\"")) == nil)
    }
  }

  @Test func depthIsLimitedAndADeepBodyFailsCleanly() {
    let open = [UInt8](repeating: UInt8(ascii: "["), count: 10_000)
    let close = [UInt8](repeating: UInt8(ascii: "]"), count: 10_000)
    #expect(fault(open + close) == JSONFault(.tooDeep, at: 64))
    #expect(fault(open) == JSONFault(.tooDeep, at: 64))
    #expect(fault(Array(open.prefix(64) + close.prefix(64))) == nil)
    #expect(fault(Array(open.prefix(3) + close.prefix(3)), depth: 2) == JSONFault(.tooDeep, at: 2))
    #expect(fault(open + close, depth: 10_000) == nil)
  }

  @Test func largeObjectsAreCheckedForKeysThatStandTwice() {
    var text = "{"
    for index in 0..<100_000 { text += #""key\#(index)":0,"# }
    #expect(fault([UInt8](text + #""other":0}"#)) == nil)
    #expect(fault([UInt8](text + #""key77":0}"#))?.kind == .duplicateKey)
    #expect(fault([UInt8](text + #""\u006bey77":0}"#))?.kind == .duplicateKey)
  }

  @Test func objectsOfEverySizeFindTheirDuplicates() {
    for size in 1...40 {
      for twin in 0..<size {
        let members = (0..<size).map { #""k\#($0)":\#($0)"# }.joined(separator: ",")
        #expect(fault([UInt8]("{\(members)}")) == nil)
        #expect(fault([UInt8](#"{\#(members),"k\#(twin)":true}"#))?.kind == .duplicateKey)
      }
    }
  }

  @Test func longKeysAreComparedToTheirEnd() {
    let long = String(repeating: "k", count: 300)
    #expect(fault([UInt8](#"{"\#(long)a":1,"\#(long)b":2}"#)) == nil)
    #expect(fault([UInt8](#"{"\#(long)a":1,"\#(long)a":2}"#))?.kind == .duplicateKey)
    #expect(fault([UInt8](#"{"\#(long)a":1,"\u006b\#(long.dropFirst())a":2}"#))?.kind == .duplicateKey)
  }

  @Test func textIsComparedWithEscapesUndone() throws {
    for (json, isSame) in [(#""abc""#, true), (#""ab\u0063""#, true), (#""abcd""#, false), (#""ab\u0063d""#, false)] {
      let document = try Document(json)
      let result = document.tape.equals(document.root, "abc", in: document.bytes.span)
      #expect(result == isSame)
      let hasPrefix = document.tape.hasPrefix(document.root, ignoringCase: "abc", in: document.bytes.span)
      #expect(hasPrefix)
    }
  }

  @Test func numbersInArraysAreCheapAndOtherValuesAreLimited() throws {
    let numbers = "[" + String(repeating: "12,", count: 600_000) + "1]"
    var tape = JSONTape()
    try tape.scan([UInt8](numbers).span)
    #expect(tape.count(tape.root) == 600_001)
    #expect(tape.isNaturals(tape.root))
    let nulls = "[" + String(repeating: "null,", count: 600_000) + "1]"
    #expect(fault([UInt8](nulls))?.kind == .tooManyValues)
  }

  @Test func tapeCanBeUsedAgainAlsoAfterAFault() throws {
    var tape = JSONTape()
    #expect(throws: JSONFault.self) { try tape.scan([UInt8](#"{"a":{"b":[1,"#).span) }
    let bytes = [UInt8](#"{"a":[true,"x"]}"#)
    try tape.scan(bytes.span)
    let member = tape.member("a", of: tape.root, in: bytes.span)
    let array = try #require(member)
    #expect(tape.elements(array).map { tape.kind($0) } == [.true, .string])
  }

  @Test func navigationGivesKindsRangesAndMembers() throws {
    let document = try Document(#" {"a" : {"b":[1,{"c":null},2.5,"x"]}, "\u0065":"\u00e9\n😀", "n":-12 } "#)
    let (tape, root) = (document.tape, document.root)
    #expect(tape.members(root).map { document.string($0.key) } == ["a", "e", "n"])
    let a = try #require(document.member("a", of: root))
    #expect(Array(document.bytes[tape.range(a)]).text == #"{"b":[1,{"c":null},2.5,"x"]}"#)
    let b = try #require(document.member("b", of: a))
    #expect(tape.count(b) == 4)
    #expect(tape.elements(b).map { tape.kind($0) } == [.object, .string])
    #expect(!tape.isNumbers(b))
    let e = try #require(document.member("e", of: root))
    #expect(document.string(e) == "é\n😀")
    #expect(document.textLength(e) == "é\n😀".utf8.count)
    #expect(document.member("c", of: root) == nil)
    #expect(document.member("a", of: e) == nil)
    let n = try #require(document.member("n", of: root))
    #expect(document.integer(n) == -12)
  }

  @Test(
    "reads integers exactly or not at all",
    arguments: [
      ("0", 0), ("-0", 0), ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
      ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1.0", nil), ("1e3", nil), ("\"1\"", nil),
      ("99999999999999999999999", nil), ("true", nil),
    ] as [(String, Int64?)])
  func integers(text: String, value: Int64?) throws {
    let document = try Document(text)
    #expect(document.integer(document.root) == value)
  }

  @Test func escapesDecodeAsFoundationDecodesThem() throws {
    var random = Seeded(11)
    for _ in 0..<2_000 {
      var literal = "\""
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) ?? "é"
        switch Int.random(in: 0..<3, using: &random) {
        case 0: literal += ["\\n", "\\t", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r"].randomElement(using: &random)!
        case 1:
          for unit in String(scalar).utf16 { literal += "\\u" + String(format: "%04x", unit) }
        default: literal += scalar.value < 0x20 || scalar == "\"" || scalar == "\\" ? "a" : String(scalar)
        }
      }
      let bytes = [UInt8](literal + "\"")
      let document = try Document(bytes.text)
      let text = try #require(document.string(document.root))
      let expected = try #require(try parsed(bytes) as? String)
      #expect(Array(text.utf8) == Array(expected.utf8))
    }
  }

  @Test func faultsNeverQuoteTheDocument() {
    let kinds = JSONFault.Kind.allCases
    for kind in kinds { #expect(JSONFault(kind, at: 7).gatewayError.message.contains("at byte 7")) }
    #expect(fault([UInt8]("{\"geheim\":}"))?.gatewayError.message.contains("geheim") == false)
  }
}
