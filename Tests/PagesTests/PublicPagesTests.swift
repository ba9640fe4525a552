// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Pages
import Testing

@Suite struct PublicPagesTests {
  @Test(arguments: ["/models", "/models/maker/full", "/r", "/r/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/models/none"])
  func `a page can load from here alone and talk to nobody`(_ path: String) {
    let answer = page(path)
    let policy = answer.headers["content-security-policy"] ?? ""
    for part in [
      "default-src 'none'", "style-src 'self'", "script-src 'self'", "connect-src 'none'", "form-action 'self'",
      "base-uri 'none'", "frame-ancestors 'none'",
    ] {
      #expect(policy.contains(part))
    }
    #expect(!policy.contains("unsafe"))
    #expect(answer.headers["referrer-policy"] == "no-referrer" && answer.headers["x-content-type-options"] == "nosniff")
    #expect(answer.headers["vary"] == "accept-language")
    #expect(!answer.text.contains(" style=") && !answer.text.contains("<style") && !answer.text.contains(" onclick"))
    for source in answer.text.matches(of: #/(?:src|href)="([^"]*)"/#) where source.1.contains("assets") {
      #expect(page(String(source.1)).status == 200)
    }
  }

  @Test(arguments: [("en", "ltr"), ("ar-x-pseudo", "rtl")])
  func `a page says its language and direction`(_ language: String, _ direction: String) {
    let answer = page("/models", "uselang=\(language)")
    #expect(answer.text.contains("<html lang=\"\(language)\" dir=\"\(direction)\">"))
    #expect(answer.headers["content-language"] == language)
  }

  @Test func `files beside the pages may be kept for ever, and no other name finds them`() throws {
    let text = page("/r/01ARZ3NDEKTSV4RRFFQ69G5FAV").text
    let paths = text.matches(of: #/"(/assets/[^"]*)"/#).map { String($0.1) }
    #expect(paths.count == 3)
    for path in paths {
      let file = page(path)
      #expect(file.status == 200 && file.headers["cache-control"] == "public, max-age=31536000, immutable")
      #expect(page(path + "x").status == 404)
    }
    #expect(page("/assets/style.css").status == 404 && page("/assets").status == 404)
    #expect(!page("/models").text.contains("<script"))
  }

  @Test(arguments: [
    ("/models", "format=spdx", "spdx" as String?), ("/models", "format=none", nil), ("/models", "", nil),
    ("/models/", "format=spdx", "spdx"), ("/models", "format=spdx&x=1&uselang=de", "spdx"),
    ("/models", "format=spdx&q=small", nil), ("/models", "format=spdx&order=desc", nil),
    ("/models/maker/full", "format=spdx", nil),
  ])
  func `only an export of everything is the same for everybody`(_ path: String, _ query: String, _ format: String?) {
    #expect(PublicPages.Question(path: path, query: query).wholeExport == format)
  }

  /// As long as an id may be: nothing that a reviewer may name a model can end the process.
  @Test func `a model with the longest of names has its page`() {
    let id = "a/" + String(repeating: "m", count: 198)
    let view = Samples.view([Samples.model(Samples.certificate(id))])
    #expect(page("/models", view: view).status == 200)
    #expect(page("/models/\(id)", view: view).status == 200)
  }

  @Test func `each page has one heading of the first order and its landmarks`() {
    for path in ["/models", "/models/maker/full", "/r", "/r/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/nothing"] {
      let text = page(path).text
      for tag in ["<h1", "<main", "<header", "<footer", "<nav", "<title"] {
        #expect(text.split(separator: tag, omittingEmptySubsequences: false).count == 2, "\(path) \(tag)")
      }
      let ids = text.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
      #expect(Set(ids).count == ids.count, "\(path)")
    }
  }

  @Test func `control characters and brackets of a text are harmless`() {
    var html = Markup(messages: MessageBook.shipped.messages(chosen: nil, accepted: nil))
    html.element("a", ["href": "\"'<>&\u{0}\r", "hidden": "", "title": nil]) { $0.text("a\u{1B}b\u{85}<i>\n\u{202E}") }
    #expect(
      String(decoding: html.bytes, as: UTF8.self)
        == "<a href=\"&quot;&#39;&lt;&gt;&amp;\u{FFFD}\u{FFFD}\" hidden>a\u{FFFD}b\u{FFFD}&lt;i&gt;\n\u{202E}</a>")
  }
}
