// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

@Suite struct JSONWriterTests {
  @Test func writesNestedValuesWithoutSpaces() throws {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("a", 1)
      writer.key("b")
      writer.array { writer in
        writer.value(true)
        writer.null()
        writer.object { _ in }
        writer.array { _ in }
        writer.raw(Array("[1,2]".utf8))
        writer.value("x")
      }
      writer.member("c", orNull: nil)
      writer.member("d", orNull: "y")
      writer.member("e", false)
      writer.member("f", Int64.min)
    }
    #expect(
      writer.bytes.text
        == #"{"a":1,"b":[true,null,{},[],[1,2],"x"],"c":null,"d":"y","e":false,"f":-9223372036854775808}"#)
  }

  /// RFC 8785, section 3.2.2.2.
  @Test func stringsTakeTheCanonicalForm() {
    var bytes: [UInt8] = []
    JSONWriter.append("\u{8}\t\n\u{C}\r\"\\/\u{0}\u{1F}\u{7F}é€😀", to: &bytes)
    #expect(bytes.text == #""\b\t\n\f\r\"\\/\u0000\u001f"# + "\u{7F}é€😀\"")
  }

  @Test func everyControlCharacterReadsBack() throws {
    for value in 0..<UInt8(0x80) {
      let text = "a" + String(UnicodeScalar(value)) + "b"
      var bytes: [UInt8] = []
      JSONWriter.append(text, to: &bytes)
      #expect(try parsed(bytes) as? String == text)
    }
  }

  @Test func canonicalWriterTakesKeysThatAscendByUTF16() {
    var writer = JSONWriter(canonical: true)
    // U+1F600 sorts before U+FB33 in UTF-16, though not in UTF-8.
    writer.object { writer in
      writer.member("a", 1)
      writer.key("\u{1F600}")
      writer.object { $0.member("a", 1) }
      writer.member("\u{FB33}", 2)
    }
    #expect(writer.bytes.text == "{\"a\":1,\"\u{1F600}\":{\"a\":1},\"\u{FB33}\":2}")
  }
}

@Suite struct ByteSpliceTests {
  @Test func editsAreAppliedInOnePassInWhateverOrderTheyCame() {
    var splice = ByteSplice()
    splice.replace(8..<9, with: Array("IX".utf8))
    splice.remove(2..<4)
    splice.insert(Array("<".utf8), at: 2)
    splice.insert(Array(">".utf8), at: 2)
    splice.insert(Array("end".utf8), at: 10)
    #expect(splice.apply(to: Array("0123456789".utf8).span).text == "01<>4567IX9end")
    #expect(ByteSplice().apply(to: Array("same".utf8).span).text == "same")
  }

  @Test func anySetOfMembersCanBeTakenOut() throws {
    for size in 1...5 {
      for chosen in 0..<(1 << size) {
        let members = (0..<size).map { #" "k\#($0)" : [\#($0)] "# }
        let bytes = [UInt8]("{" + members.joined(separator: ",") + "}")
        var tape = JSONTape()
        try tape.scan(bytes.span)
        let all = tape.members(tape.root).map(\.value)
        var splice = ByteSplice()
        splice.remove(all.indices.filter { chosen >> $0 & 1 == 1 }.map { all[$0] }, from: tape.root, in: tape)
        let result = splice.apply(to: bytes.span)
        let expected = (0..<size).filter { chosen >> $0 & 1 == 0 }.map { #""k\#($0)":[\#($0)]"# }
        #expect(try parsed(result) == parsed([UInt8]("{" + expected.joined(separator: ",") + "}")))
        if chosen.nonzeroBitCount == 1, let value = all.indices.first(where: { chosen >> $0 & 1 == 1 }) {
          let cut = tape.removalRange(of: all[value], from: tape.root)
          #expect(Array(bytes[..<cut.lowerBound] + bytes[cut.upperBound...]) == result)
        }
      }
    }
  }
}
