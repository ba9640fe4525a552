// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Pages
import Policy
import Provenance
import Testing

@Suite struct RecordPageTests {
  static let path = "/r/\(Samples.recordID.ulid)"

  static func text(_ changes: [String: String] = [:], today: CertificateToday? = .current(.inForce(signatures: 2)))
    -> String
  {
    page(path, record: Samples.published(changes, today: today)).text
  }

  @Test func `a record is shown with its place in the log`() {
    let text = Self.text()
    for part in [
      "copyedit", "enwiki@7", "(namespace <bdi>0</bdi>)", "default", "demo", "llm.toolforge.org/log", "Number 4 ",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(text.contains("<a href=\"/models/maker/full\">"))
    #expect(page(Self.path, record: Samples.published(leaf: 5)).text.contains("has not signed this record yet"))
  }

  @Test func `the form of the weights, the base and the region are told where the record has them`() {
    let text = Self.text(Samples.version3)
    for part in [
      "<dt>Form of the weights</dt><dd><code dir=\"ltr\">Q4_K_M</code>", "<a href=\"/models/maker/base\">",
      "sha256:\(String(repeating: "4", count: 64))", ">eu-central-1<",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    // A record of the version before, and one that does not know them.
    for changes in [[:], ["model": #"{"derived_from":{"id":null,"sha256":null},"quant":null}"#]] {
      let text = Self.text(changes)
      #expect(!text.contains("Form of the weights") && !text.contains("Base at that time"))
    }
  }

  @Test func `what has to be heeded is told in the words of the policies, as long as these hold them`() throws {
    let text = Self.text(Samples.version3)
    let heeded = try #require(text.firstRange(of: "<dt>To be heeded</dt>"))
    var rest = text[heeded.upperBound...].prefix(900)
    // Each above the id that it belongs to.
    for part in [
      "Check &lt;all&gt; of it.", "href=\"https://wiki.example/wish\"", "2026-02-15", ">heed</code>",
      "do not hold these words any more", ">gone</code>",
    ] {
      let found = try #require(rest.firstRange(of: part), "\(part)")
      rest = rest[found.upperBound...]
    }
    for policy in [#"{"reminders":[],"rule":"r"}"#, #"{"reminders":null,"rule":"r"}"#, #"{"rule":"r"}"#] {
      #expect(!Self.text(["policy": policy]).contains("To be heeded"))
    }
  }

  @Test func `the time is told to the hour only`() {
    let text = Self.text()
    #expect(text.contains("2026-11-28</time>, between <bdi>20:00</bdi> and <bdi>21:00</bdi> UTC"))
    #expect(!text.contains("1795897984") && !text.contains("20:33"))
    #expect(Self.text(["t": "1795910399"]).contains("<bdi>23:00</bdi> and <bdi>24:00</bdi>"))
  }

  @Test func `what became of the certificate shows at once`() throws {
    let gone = CertificateToday.revoked(on: CivilDay("2026-11-27")!, reason: "stolen <data>")
    let text = Self.text(today: gone)
    let alarm = try #require(text.firstRange(of: "class=\"alarm\""))
    #expect(alarm.lowerBound < text.firstRange(of: "<h2")!.lowerBound)
    #expect(text.contains("stolen &lt;data&gt;") && text.contains("2026-11-27"))
    #expect(!Self.text().contains("class=\"alarm\""))
    let early = Self.text(today: .current(.notYet(CivilDay("2027-11-01")!)))
    #expect(early.contains("class=\"alarm\"") && early.contains("not in force before"))
    #expect(Self.text(today: .current(.expired(CivilDay("2026-11-01")!))).contains("class=\"alarm\""))
    #expect(Self.text(today: .removed).contains("no longer in the catalogue"))
    #expect(page(Self.path).headers["cache-control"] == "no-cache")
  }

  @Test func `a revocation reaches the file it names, or every file of the id`() {
    let id = CertificateID("maker/full")!
    let old = Samples.digest("e")
    func today(_ revoked: ContentDigest?, _ digest: ContentDigest?) -> String {
      let revocation = Revocation(
        certificate: id, digest: revoked, on: CivilDay("2026-11-27")!, reason: "r", task: PhabricatorTask("T1")!)
      switch Samples.policies(revocations: [revocation]).today(id, digest: digest, on: Samples.today) {
      case .current: return "current"
      case .revoked: return "revoked"
      case .replaced: return "replaced"
      case .removed: return "removed"
      }
    }
    #expect(today(nil, old) == "revoked" && today(nil, nil) == "revoked")
    #expect(today(old, old) == "revoked")
    #expect(today(old, Samples.full.digest) == "current")
    #expect(today(Samples.digest("f"), old) == "replaced")
    let other = Samples.policies().today(CertificateID("maker/lost")!, digest: old, on: Samples.today)
    guard case .removed = other else { return #expect(Bool(false)) }
  }

  static func line(_ changes: [String: String] = [:], publicURL: String? = "https://llm.toolforge.org") -> String {
    let text = page(path, record: Samples.published(changes, publicURL: publicURL)).text
    let found = text.firstMatch(of: #/<textarea id="disclosure-line"[^>]*>([^<]*)</#)
    return String(found?.1 ?? "")
  }

  @Test func `the line for an edit summary names model, version, purpose and one link`() {
    let id = Samples.recordID.ulid
    #expect(Self.line() == "AI: full rev 1a2b3c4 (copyedit) [[toolforge:llm/r/\(id)|receipt \(id)]]")
    #expect(
      Self.line(publicURL: "https://llm.example.org")
        == "AI: full rev 1a2b3c4 (copyedit) https://llm.example.org/r/\(id)")
    #expect(Self.line(publicURL: "https://a.toolforge.org/llm").hasSuffix(" https://a.toolforge.org/llm/r/\(id)"))
    #expect(Self.line(publicURL: nil) == "AI: full rev 1a2b3c4 (copyedit) receipt \(id)")
    let bare = #"{"mismatch":false,"requested":"a/b [[x]]|{{y}}","rev":null}"#
    #expect(
      Self.line(["model": bare, "cert": "null", "purpose": "null"]).hasPrefix("AI: b xy [[toolforge:llm/r/"))
    #expect(Self.line().utf8.count < 255)
  }

  static func returned(_ name: String) -> [String: String] {
    let written = name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0 == "\n" ? "\\n" : String($0) }.joined()
    return [
      "model":
        #"{"mismatch":true,"requested":"full","returned":"\#(written)","rev":"\#(String(repeating: "a", count: 40))"}"#
    ]
  }

  @Test(arguments: [
    ("other-7B", "other-7B"), ("maker/other:7b", "other:7b"), ("/srv/models/other.gguf", "other.gguf"),
    ("x (copyedit) [[toolforge:evil|receipt]]", "x copyedit toolforge:evilreceipt"),
    ("a~~~~''b''&#91;{{c}}<d>|e\nf__TOC__\u{202E}g", "ab91cdef_TOC_g"), ("https://evil.example", "evil.example"),
    (String(repeating: "n", count: 500), String(repeating: "n", count: 60)), ("", "unknown model"),
    ("[[]]", "unknown model"), ("модель", "unknown model"),
  ])
  func `where the backend named another model, the line holds that name as unverified`(_ name: String, _ shown: String)
  {
    let id = Samples.recordID.ulid
    #expect(
      Self.line(Self.returned(name)) == "AI: \(shown), unverified (copyedit) [[toolforge:llm/r/\(id)|receipt \(id)]]")
    #expect(Self.text(Self.returned(name)).contains("The line holds that name, which nobody has checked."))
    #expect(!Self.text().contains("The line holds that name"))
  }

  @Test(arguments: [("complete", true), ("recovered", false)])
  func `what a crash took away is not told as never said`(outcome: String, isSaid: Bool) {
    let text = Self.text(["outcome": "\"\(outcome)\"", "target_wiki": "null", "sources": "[]"])
    #expect(text.contains("not stated") == isSaid && text.contains("none named") == isSaid)
  }

  @Test func `a call that brought no answer has no line, and its page says why`() {
    let text = Self.text(["outcome": #""failed""#, "out": "null"])
    #expect(!text.contains("<textarea id=\"disclosure-line\"") && !text.contains("id=\"copy\""))
    #expect(text.contains("This call failed and brought no answer"))
    for outcome in ["complete", "partial", "cut_off", "recovered"] {
      #expect(!Self.line(["outcome": "\"\(outcome)\""]).isEmpty, "\(outcome)")
    }
  }

  @Test func `the text check has no form and no field that could be sent`() throws {
    let text = Self.text()
    let box = try #require(text.firstRange(of: "id=\"check-box\""))
    let after = text[box.lowerBound...]
    #expect(!text.contains("<form") && !after.contains(" name=\""))
    #expect(text[..<box.lowerBound].contains("id=\"check-without-script\""))
    #expect(after.prefix(40).contains("hidden"))
    #expect(Self.text(["out": "null"]).contains("commits to no text"))
  }

  @Test func `a record is to be had as it stands in the log`() {
    let file = page(Self.path + ".json")
    #expect(file.text == String(decoding: Samples.record(), as: UTF8.self))
    #expect(file.headers["content-type"] == "application/json")
  }

  @Test(arguments: [
    "01ARZ3NDEKTSV4RRFFQ69G5FAW", "x", "", "01ARZ3NDEKTSV4RRFFQ69G5FAV/", "01ARZ3NDEKTSV4RRFFQ69G5FAV.xml", "%20", "..",
    "01ARZ3NDEKTSV4RRFFQ69G5FAW.json",
  ])
  func `a record that is not published is not found`(_ id: String) {
    #expect(page("/r/\(id)").status == (id.isEmpty ? 200 : 404))
  }

  @Test func `ids are taken with their prefix and in small letters`() {
    #expect(page("/r/req_\(Samples.recordID.ulid.lowercased())").status == 200)
    #expect(
      page("/r", "id=+req_\(Samples.recordID.ulid)%20&uselang=qqx").headers["location"] == Self.path + "?uselang=qqx")
    #expect(page("/r", "id=%2F%2Fevil.example").status == 404)
  }

  @Test func `members that are missing or of another form are not known`() {
    for name in ["cert", "model", "licence", "host", "policy", "sources", "target_ns", "purpose", "out", "in"] {
      for value in ["null", "1", #""a""#, "[]", "{}", "[1]"] {
        let changed = Samples.record([name: value])
        guard let facts = ReadRecord(changed) else { return #expect(Bool(false), "\(name) \(value)") }
        let record = PublishedRecord(
          facts: facts, leaf: 0, publishedSize: 1, origin: "log.example", today: nil, bases: [], reminders: [],
          publicURL: nil)
        #expect(page(Self.path, record: record).status == 200)
      }
    }
    for broken in [["id": "null"], ["t": "null"], ["t": "-1"], ["t": "9223372036854775807"]] {
      #expect(ReadRecord(Samples.record(broken)) == nil)
    }
    #expect(ReadRecord([]) == nil && ReadRecord(Array("[]".utf8)) == nil)
  }
}
