// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Pages
import Policy
import Testing

@Suite struct MessageFileTests {
  static let english = try! MessageFile.texts(resource("i18n/en.json"))!
  static let documentation = try! MessageFile.texts(resource("i18n/qqq.json"))!

  /// Every page there is, with keys instead of texts.
  static let pages: [(name: String, text: String)] = {
    var pages = Samples.models.map { model in
      (model.certificate.id.text, page("/models/\(model.certificate.id)", "uselang=qqx").text)
    }
    pages += [
      ("sold", page("/models/seller/sold", "uselang=qqx", view: Samples.soldView).text),
      ("models", page("/models", "uselang=qqx&q=maker").text),
      ("sorted", page("/models", "uselang=qqx&sort=tier&order=asc").text),
      ("lookup", page("/r", "uselang=qqx").text), ("no page", page("/assets/none", "uselang=qqx").text),
      ("no model", page("/models/none", "uselang=qqx").text),
      ("no format", page("/models", "uselang=qqx&format=none").text),
      ("no record", page("/r/none", "uselang=qqx").text),
      (
        "unavailable",
        String(
          decoding: PublicPages(PublicPages.Question(path: "/models", query: "uselang=qqx")).unavailable().body,
          as: UTF8.self)
      ),
    ]
    let gone = Samples.models.last!
    let others: [(name: String, record: PublishedRecord)] = [
      ("record", Samples.published(bases: [gone])), ("version 3", Samples.published(Samples.version3)),
      ("replaced", Samples.published(today: .replaced(by: gone))),
      ("early", Samples.published(today: .current(.notYet(Samples.today)))),
      ("removed", Samples.published(today: .removed, leaf: 5, publicURL: nil)),
      ("no answer", Samples.published(["out": "null", "outcome": #""failed""#])),
      ("unknown certificate", Samples.published(["cert": "null", "out": "null"], today: nil)),
      (
        "little is known",
        Samples.published([
          "model": #"{"mismatch":true,"requested":"a","returned":"b"}"#, "purpose": "null", "target_wiki": "null",
          "sources": "[]", "policy": #"{"exception":"E1","rule":"r"}"#,
        ])
      ),
    ]
    return pages + others.map { ($0.name, page("/r/\(Samples.recordID.ulid)", "uselang=qqx", record: $0.record).text) }
  }()

  @Test func `each message is documented, and nothing else is`() {
    #expect(Set(Self.english.keys) == Set(Self.documentation.keys))
    #expect(!Self.english.values.contains("") && !Self.documentation.values.contains(""))
  }

  @Test func `each value in a message is documented`() {
    for (key, text) in Self.english {
      for place in 1...9 where text.contains("$\(place)") {
        #expect(Self.documentation[key]?.contains("$\(place)") == true, "\(key)")
      }
    }
  }

  @Test func `documentation refers to messages that exist`() throws {
    for (key, text) in Self.documentation {
      for match in text.matches(of: #/\{\{msg-toolgate\|([^}]*)\}\}/#) {
        #expect(Self.english[String(match.1)] != nil, "\(key)")
      }
    }
  }

  @Test func `each message stands on some page, and each page finds its messages`() {
    var used: Set<String> = []
    for (name, text) in Self.pages {
      #expect(!text.contains("⧼"), "\(name)")
      for match in text.matches(of: #/\(([A-Za-z0-9_-]+)\)/#) { used.insert(String(match.1)) }
    }
    // Parts of the disclosure line, which is shown as a whole.
    used.formUnion(["disclosure-model", "disclosure-receipt", "disclosure-unnamed", "disclosure-unverified"])
    #expect(Set(Self.english.keys).subtracting(used).sorted() == [])
  }

  @Test func `each language that is in the folder is shipped`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Pages/Resources/i18n")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).map { $0.dropLast(5) }
    for name in names where name != "qqq" {
      #expect(page("/r", "uselang=\(name)").headers["content-language"] == String(name))
    }
  }

  /// Whatever stands between tags is a key, a name, a value of a machine, or a sign.
  @Test func `no text stands outside of the message files`() throws {
    let free: Set<Substring> = ["bdi", "code", "time", "pre", "blockquote", "textarea"]
    for (name, text) in Self.pages {
      var open: [(tag: Substring, isFree: Bool)] = []
      for match in text.matches(of: #/<(/?)([a-z0-9]+)([^>]*)>([^<]*)/#) {
        let (closes, tag, attributes, content) = (!match.1.isEmpty, match.2, match.3, match.4)
        if closes {
          #expect(open.popLast()?.tag == tag, "\(name)")
        } else if !["meta", "link", "input"].contains(tag) {
          let isEnglish = attributes.contains("lang=\"en\"") && tag != "html"
          open.append((tag, open.last?.isFree == true || free.contains(tag) || isEnglish))
        }
        for label in attributes.matches(of: #/(?:aria-label|data-label|data-text|title)="([^"]*)"/#) {
          #expect(label.1.wholeMatch(of: #/\([a-z0-9_-]+\)/#) != nil, "\(name): \(label.1)")
        }
        guard open.last?.isFree != true else { continue }
        let rest = content.replacing(#/\([A-Za-z0-9_-]+\)/#, with: "").replacing(#/\b[TD]\d\b/#, with: "")
        let hasLetters = rest.contains { $0.isLetter }
        #expect(!hasLetters, "\(name): \(content)")
      }
      #expect(open.isEmpty, "\(name)")
    }
  }
}
