// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import StrictYAML
import Testing

/// Reads the text with `body` and gives back the problems as they are shown.
func problems(_ text: String, _ body: (YAMLMap) -> Void = { _ in }) -> [String] {
  problems(bytes: Array(text.utf8), body)
}

func problems(bytes: [UInt8], _ body: (YAMLMap) -> Void = { _ in }) -> [String] {
  let report = YAMLReport(file: "f.yaml")
  YAMLFile.read(bytes: bytes, report: report, body)
  return report.errors.map(\.description)
}

enum Colour: String, CaseIterable { case red, green, blue }

@Suite struct `What a strict file may not hold` {
  @Test func `an unknown key names the nearest known one`() {
    let found = problems("modles: 1\nzzzzzz: 2\n") { _ = $0.optional("models", .text) }
    #expect(
      found == [
        "f.yaml:1:1: unknown key `modles`; the nearest known key is `models`",
        "f.yaml:2:1: unknown key `zzzzzz`; known here: models",
      ])
  }

  @Test func `every duplicate key of every map is reported, and the rest is still read`() {
    let text = """
      a: 1
      b: {x: 1, y: 2, x: 3}
      a: 2
      c:
        - "k": 1
          'k': 2
          k: 3
      d: wrong
      """
    let found = problems(text) { map in
      _ = map.optional("a", .int(in: 0...9))
      map.map("b") { ["x", "y"].map($0.has) }
      _ = map.maps("c") { $0.has("k") }
      _ = map.optional("d", .int(in: 0...9))
    }
    #expect(
      found == [
        "f.yaml:2:17: the key `x` already stands in line 2; keep one",
        "f.yaml:3:1: the key `a` already stands in line 1; keep one",
        "f.yaml:6:5: the key `k` already stands in line 5; keep one",
        "f.yaml:7:5: the key `k` already stands in line 5; keep one",
        "f.yaml:8:4: `d` must be a whole number from 0 to 9, not `wrong`",
      ])
  }

  @Test func `anchors and aliases are refused at the anchor`() {
    let found = problems("a: &x 1\nb: *x\n") { _ = ($0.optional("a", .text), $0.optional("b", .text)) }
    #expect(found == ["f.yaml:1:4: anchors and aliases are not allowed (`&x`); write the value out"])
  }

  @Test func `an alias without an anchor is refused`() {
    #expect(problems("a: *x\n") == ["f.yaml:1:4: anchors and aliases are not allowed (`*x`); write the value out"])
  }

  @Test func `merge keys are refused`() {
    let found = problems("a:\n  <<: {b: 1}\n") { $0.map("a") { _ in } }
    #expect(found == ["f.yaml:2:3: merge keys are not allowed; write the keys out"])
  }

  @Test func `tags are refused`() {
    #expect(problems("a: !!str 1\n") == ["f.yaml:1:4: tags are not allowed; write the bare value"])
  }

  @Test func `a second document is refused`() {
    #expect(problems("{}\n---\nb: 2\n") == ["f.yaml:3:1: a second document begins here; one file holds one document"])
  }

  @Test func `an empty file is refused`() {
    #expect(problems("# nothing\n") == ["f.yaml:1:1: the file is empty"])
  }

  @Test(arguments: ["", "# nothing\n"])
  func `an empty file is a map without keys where that may be`(text: String) {
    let report = YAMLReport(file: "f.yaml")
    let has = YAMLFile.read(bytes: Array(text.utf8), report: report, mayBeEmpty: true) { $0.has("a") }
    #expect(has == false && report.errors.isEmpty)
  }

  @Test func `a list as root is refused`() {
    #expect(problems("- 1\n") == ["f.yaml:1:1: the file must be a map of keys and values, not a list"])
  }

  @Test func `a key that is a list is refused`() {
    #expect(problems("? [a]\n: 1\n") == ["f.yaml:1:3: a key must be a single word, without anchor or alias"])
  }

  @Test func `bytes that are not UTF-8 are refused at the first wrong one`() {
    let bytes = Array("a: 1\nb: ".utf8) + [0xFF, 0x0A]
    #expect(
      problems(bytes: bytes) == ["f.yaml:2:4: the file is not UTF-8; save it as UTF-8 (the first wrong byte is here)"])
  }

  @Test(arguments: ["\u{0}", "\u{1B}", "\u{7F}", "\u{80}", "\u{9F}", "\u{FFFE}"])
  func `control characters are refused`(_ character: String) {
    #expect(problems("a: 1\nb: \(character)\n") == ["f.yaml:2:4: the file holds a control character; remove it"])
    let report = YAMLReport(file: "f.yaml")
    #expect(ForeignYAML.read(bytes: Array("a: 1\nb: \(character)\n".utf8), report: report) == nil)
    #expect(
      report.errors.map(\.description) == ["f.yaml:2:4: the text holds a control character; remove it"])
  }

  @Test func `what only looks like a control character is read`() {
    #expect(problems("a: x\u{A0}\u{AD}\u{FEFF}\u{FFFD}\u{1F600}\t#\r\n") { _ = $0.required("a", .text) } == [])
  }

  @Test func `a byte order mark in front is overlooked`() {
    #expect(problems("\u{FEFF}a: 1\nb: 2\n") { map in _ = ["a", "b"].map(map.has) } == [])
  }

  @Test func `a file of more than 1 MiB is refused, one of exactly 1 MiB is not`() {
    let text = "a: 1\n#"
    let full = text + String(repeating: "x", count: YAMLFile.sizeLimit - text.utf8.count)
    #expect(problems(full) { _ = $0.has("a") }.isEmpty)
    #expect(
      problems(full + "x")
        == ["f.yaml:1:1: the file is larger than 1 MiB; split it or remove what does not belong here"])
  }

  @Test(arguments: [
    (5, 5, nil), (6, 5, "the file is larger than 5 bytes"), (2_097_153, 2 << 20, "the file is larger than 2 MiB"),
    (1_048_576, 1 << 20, nil),
    (1_048_577, 1 << 20, "the file is larger than 1 MiB; split it or remove what does not belong here"),
  ])
  func `a file of more than the bound is refused and never cut`(size: Int, limit: Int, message: String?) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("bounded-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(repeating: 0x78, count: size).write(to: file)
    var refusal: BoundedFile.Refusal?
    do throws(BoundedFile.Refusal) {
      #expect(try BoundedFile.read(path: file.path, limit: limit).count == size)
    } catch {
      refusal = error
    }
    #expect(refusal?.message == message)
  }

  @Test func `broken syntax names the place`() {
    #expect(
      problems("a: [1, 2\nb: 3\n") == [
        "f.yaml:2:2: not valid YAML: did not find expected ',' or ']' while parsing a flow sequence "
          + "that began in line 1"
      ])
  }

  @Test func `deep nesting is refused`() {
    let tower = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    let found = problems("a: \(tower)") {
      _ = $0.has("a")
    }
    #expect(found == ["f.yaml:1:35: nested more than 32 deep"])
  }

  /// libyaml takes more for a name than letters and digits.
  @Test(arguments: ["_", "-", "a-"])
  func `a bomb is refused whatever its names begin with`(_ prefix: String) {
    var bomb = "- &\(prefix)0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*\(prefix)\(level - 1)", count: 9).joined(separator: ", ")
      bomb += "- &\(prefix)\(level) [\(aliases)]\n"
    }
    bomb += "- ? *\(prefix)9\n  : boom\n"
    #expect(problems(bomb).count == 10)
  }

  @Test func `stars in prose are no aliases`() {
    let prose = (1...40).map { "  * *term* means number \($0)\n" }.joined()
    #expect(problems("a: |\n\(prose)") { _ = $0.required("a", .prose) } == [])
  }

  @Test func `a bomb is refused without being unfolded`() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      let alias = "*a\(level - 1)"
      bomb += "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    bomb += "? *a12\n: boom\n"
    let found = problems(bomb)
    #expect((1...13).contains(found.count))
    #expect(found.first == "f.yaml:1:5: anchors and aliases are not allowed (`&a0`); write the value out")
  }

  @Test func `a small bomb below the count is refused at its anchors`() {
    let found = problems("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n") { _ = ["a", "b", "c"].map($0.has) }
    #expect(
      found == [
        "f.yaml:1:4: anchors and aliases are not allowed (`&a`); write the value out",
        "f.yaml:2:4: anchors and aliases are not allowed (`&b`); write the value out",
      ])
  }
}
