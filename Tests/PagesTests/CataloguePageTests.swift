// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Pages
import Policy
import Testing

@Suite struct CataloguePageTests {
  /// The names in the order in which they are listed.
  static func names(_ query: String, view: CatalogueView = Samples.view()) -> [String] {
    page("/models", query, view: view).text.matches(of: #/role="rowheader"><a [^>]*><bdi>([^<]*)</#).map {
      String($0.1)
    }
  }

  static let byName = [
    "ancestor", "Base", "Full", "maker/gone", "maker/old", "maker/paused", "maker/rules", "maker/weights",
    "seller/closed",
  ]

  @Test func `models stand in the order of their names, whatever is asked that is no order`() {
    for query in ["", "sort=model", "sort=nothing&order=nothing", "order=asc", "%zz=1&&=&sort"] {
      #expect(Self.names(query) == Self.byName)
    }
    #expect(Self.names("order=desc") == Self.byName.reversed())
  }

  @Test(arguments: [
    (
      "licence",
      [
        "Base", "maker/gone", "maker/old", "maker/paused", "maker/rules", "Full", "maker/weights", "seller/closed",
        "ancestor",
      ]
    ),
    (
      "verdict",
      [
        "Base", "maker/gone", "maker/old", "maker/paused", "maker/rules", "maker/weights", "ancestor", "Full",
        "seller/closed",
      ]
    ),
    (
      "tier",
      [
        "Base", "maker/gone", "maker/old", "maker/paused", "maker/rules", "maker/weights", "Full", "seller/closed",
        "ancestor",
      ]
    ),
    (
      "data",
      [
        "Base", "Full", "seller/closed", "maker/rules", "ancestor", "maker/gone", "maker/old", "maker/paused",
        "maker/weights",
      ]
    ),
    (
      "served",
      [
        "maker/rules", "ancestor", "Base", "Full", "maker/gone", "maker/old", "maker/paused", "maker/weights",
        "seller/closed",
      ]
    ),
    (
      "use",
      [
        "Base", "maker/rules", "maker/weights", "Full", "seller/closed", "ancestor", "maker/gone", "maker/old",
        "maker/paused",
      ]
    ),
  ])
  func `each column sorts from the best to the worst, and what is equal by name`(_ column: String, _ names: [String]) {
    #expect(Self.names("sort=\(column)&order=asc") == names)
    let page = page("/models", "sort=\(column)&order=asc").text
    #expect(page.matches(of: #/aria-sort="ascending"/#).count == 1 && !page.contains("aria-sort=\"descending\""))
    #expect(page.contains("href=\"/models?sort=\(column)&amp;order=desc\""))
    #expect(Set(Self.names("sort=\(column)&order=desc")) == Set(names))
    #expect(Self.names("sort=\(column)&order=desc") != names)
  }

  @Test func `all words have to be found, in whatever case and field`() {
    #expect(Self.names("q=FULL") == ["Full"])
    #expect(Self.names("q=translation+pt") == ["Full"])
    #expect(Self.names("q=rules-2") == ["maker/rules"])
    #expect(Self.names("q=translation+nothing") == [])
    #expect(page("/models", "q=nothing").text.contains("0 of 9 models"))
    #expect(!page("/models", "q=nothing").text.contains("class=\"catalogue\""))
  }

  @Test func `the filter stays when the order changes, and the language too`() {
    let text = page("/models", "q=maker+%61&sort=tier&uselang=qqx").text
    #expect(text.contains("href=\"/models?q=maker%20a&amp;sort=verdict&amp;order=asc&amp;uselang=qqx\""))
    #expect(text.contains(#"name="uselang" value="qqx""#))
    #expect(page("/models", "q=a%26b%22%3C").text.contains("value=\"a&amp;b&quot;&lt;\""))
  }

  @Test func `what is allowed and why is what the rules say`() {
    let view = Samples.view()
    func use(_ id: String) -> DefaultUse {
      let model = view.policies.catalogue[CertificateID(id)!]!
      return Samples.rulebook.defaultUse(
        of: ModelFacts(model: ModelID(id)!, assessed: model, trust: .local), on: Samples.today)
    }
    #expect(use("maker/base").outcome == .allowed && use("maker/rules").ruling.rule == "open")
    #expect(use("maker/weights").outcome == .optIn && use("maker/weights").ruling.rule == "ask")
    #expect(use("maker/full").outcome == .exception && use("maker/ancestor").outcome == .denied)
    for id in ["maker/old", "maker/paused", "maker/gone"] { #expect(use(id).outcome == .denied) }
    #expect(
      page("/models").text.contains("Open weights &lt;only&gt;.</span> (rule <code dir=\"ltr\">ask</code>)"))
  }

  @Test func `rules and exceptions are shown with their reasons`() {
    let text = page("/models").text
    let places = ["rule-wiki", "rule-recorded", "rule-ask", "rule-weights", "rule-open"].map {
      text.firstRange(of: "id=\"\($0)\"")!.lowerBound
    }
    #expect(places == places.sorted())
    #expect(text.contains("href=\"https://wiki.example/guideline\"") && text.contains("target_wiki: enwiki"))
    for part in ["Nothing else knows the language", "translate", "fywiki", "terms of use", "over since"] {
      #expect(text.contains(part) && page("/models/maker/full").text.contains(part))
    }
    #expect(!page("/models/maker/base").text.contains("id=\"exceptions\""))
  }

  /// To send text to companies outside is the most that an exception can allow, and stands beside what it is for.
  @Test func `an exception tells at which services the model may be called too`() {
    for path in ["/models", "/models/maker/full"] {
      let services = "<code dir=\"ltr\">service-1</code>, <code dir=\"ltr\">service-2</code>"
      #expect(page(path).text.contains("all purposes and wikis<div>also at services outside: \(services)</div>"))
    }
  }

  @Test func `hostile names stay names`() {
    let hostile = #"<script>alert(1)</script>"'&"#
    let id = #"a/<b>"?x=1#y%2F"#
    let certificate = Samples.certificate(id, name: hostile) { certificate in
      certificate.family = hostile
      certificate.notes = hostile
      certificate.tasks = [hostile]
      certificate.sources = [hostile: "javascript:alert(1)"]
      certificate.extraTerms = [
        ExtraTerms(name: hostile, license: nil, text: WatchedText(url: "javascript:alert(1)"), judgement: Answer())
      ]
    }
    let view = Samples.view([
      Samples.model(
        certificate, reasons: [.init(code: .nonCommercial, field: hostile, message: hostile, limit: .fails)])
    ])
    let list = page("/models", view: view).text
    #expect(list.contains("href=\"/models/a/%3Cb%3E%22%3Fx%3D1%23y%252F\""))
    let own = page("/models/a/%3Cb%3E%22%3Fx%3D1%23y%252F", view: view)
    #expect(own.status == 200)
    for text in [list, own.text] {
      #expect(!text.contains("<script") && !text.contains("href=\"javascript"))
      #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
    }
    let download = page("/models/a/%3Cb%3E%22%3Fx%3D1%23y%252F", "format=cyclonedx", view: view)
    #expect(download.headers["content-disposition"] == "attachment; filename=\"a--b---x-1-y-2F.cdx.json\"")
  }

  @Test func `files for programs are made of the models that are shown`() {
    for path in ["/models", "/models/maker/full"] {
      for format in ["cyclonedx", "spdx", "mot"] {
        #expect(page(path).text.contains("href=\"\(path)?format=\(format)\""))
        let file = page(path, "format=\(format)")
        #expect(file.status == 200 && file.text.contains("maker/full"))
        #expect(file.headers["content-disposition"]?.hasPrefix("attachment; filename=\"") == true)
      }
      #expect(page(path, "format=doc").status == 404)
    }
    #expect(page("/models/maker/full", "format=cyclonedx").headers["content-type"]?.contains("cyclonedx") == true)
    #expect(!page("/models", "format=mot&q=rules").text.contains("maker/weights"))
  }
}
