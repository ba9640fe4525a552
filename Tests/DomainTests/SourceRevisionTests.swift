// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct SourceRevisionTests {
  @Test(arguments: [
    ("enwiki:Water@1234567", "enwiki", 1_234_567 as Int64),
    ("zh_min_nanwiki:水@1", "zh_min_nanwiki", 1),
    ("enwiki:Talk:A:B@2", "enwiki", 2),
    ("enwiki:a@b.example@3", "enwiki", 3),
    ("enwiki:@4", "enwiki", 4), ("enwiki_p:Tea, green@5", "enwiki", 5), ("enwiki:a@x, b@6", "enwiki", 6),
    ("enwiki:A page with spaces@9223372036854775807", "enwiki", .max),
  ])
  func aRevisionIsReadWithoutItsTitle(text: String, wiki: String, revision: Int64) throws {
    let source = try #require(SourceRevision(text))
    #expect(source.wiki.text == wiki)
    #expect(source.revision == revision)
  }

  @Test func aTitleInTheUserNamespaceIsNotKept() {
    let kept = SourceRevision("enwiki:User:Somebody@5").map { String(reflecting: $0) }
    #expect(kept?.contains("Somebody") == false)
  }

  @Test(arguments: [
    "", "enwiki", "enwiki:Water", "Water@1", "enwiki@1:Water", "enwiki:Water@", "enwiki:Water@0", "enwiki:Water@-1",
    "enwiki:Water@+1", "enwiki:Water@1 ", "enwiki:Water@1x", "enwiki:Water@١", "EnWiki:Water@1", ":Water@1",
    "enwiki:Water@1, dewiki:Wasser@2", "enwiki:Water@1,dewiki:Wasser@2", "enwiki:Water@1 ,x@2", "enwikipedia:Water@1",
    "enwiki:Water@9223372036854775808", "enwiki:" + String(repeating: "x", count: 510) + "@1",
  ])
  func anythingElseIsNoRevision(text: String) {
    #expect(SourceRevision(text) == nil)
  }
}
