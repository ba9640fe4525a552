// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Pages
import Policy
import Testing

@Suite struct CertificatePageTests {
  @Test func `a certificate is shown whole`() {
    let text = page("/models/maker/full").text
    for part in [
      "Shut forbids commercial use", "restricted, or not known to be free", "nobody has signed", "model.safetensors",
      "liftwing:full", String(repeating: "b", count: 64), "we release &quot;all&quot; of it", "stored on",
      String(repeating: "d", count: 40), "unshareable", "supervised fine-tuning", "https://maker.example/data",
      "sha256:\(String(repeating: "a", count: 64))", "1.7</bdi> billion", "2026-11-01",
      "Published on", "2025-07-08", "own judgement",
      "https://spdx.org/licenses/Apache-2.0.html",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(text.contains("nobody has assessed <code dir=\"ltr\">data.tier</code>"))
  }

  @Test func `a model that is called at services shows the terms of each, and of which nobody knows the present ones`()
  {
    let text = page("/models/seller/sold", view: Samples.soldView).text
    for part in [
      "Terms of the services that it is called at", "Anthropic, Claude API", "id=\"provider-service-0\"",
      "https://www.anthropic.com/legal/commercial-terms", "https://www.anthropic.com/legal/aup",
      "only if the customer agrees", "as the licence of the model says", "<dd>3 days<", "<dd>18 years<",
      "the customer&#39;s",
      "the text at https://seller.example has changed",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(text.matches(of: /class="alarm"/).count == 1)
    #expect(!page("/models/maker/full").text.contains("id=\"providers\""))
  }

  @Test func `the stages of training are a list with its evidence`() {
    let text = page("/models/maker/full").text
    for part in ["Stages of training", "<li>pre-training</li><li>preference tuning</li>", "https://stages.example"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func `the worst reason comes first`() throws {
    let text = page("/models/maker/full").text
    let places = Samples.reasons.map { text.firstRange(of: $0.message.prefix(16))!.lowerBound }
    #expect(places == places.sorted())
  }

  @Test func `bases are shown with their verdicts, also those further back`() {
    let text = page("/models/maker/full").text
    #expect(text.contains("Base: <a href=\"/models/maker/base\">"))
    #expect(text.contains("Further back: <a href=\"/models/maker/ancestor\">"))
    #expect(text.contains("Trained on answers of <code dir=\"ltr\">maker/teacher</code> (no certificate)"))
  }

  @Test(arguments: [
    ("maker/gone", "revoked on"), ("maker/paused", "suspended: "), ("maker/old", "expired on"),
  ])
  func `a certificate that is not in force says so at the top`(_ id: String, _ words: String) throws {
    let text = page("/models/\(id)").text
    let alarm = try #require(text.firstRange(of: "class=\"alarm\""))
    #expect(text[alarm.upperBound...].prefix(100).contains(words))
    #expect(try #require(text.firstRange(of: "<h1")).lowerBound < alarm.lowerBound)
    #expect(alarm.lowerBound < text.firstRange(of: "<h2")!.lowerBound)
    #expect(text.contains("class=\"use denied\""))
  }

  @Test func `a certificate in force raises no alarm`() {
    #expect(!page("/models/maker/full").text.contains("class=\"alarm\""))
  }

  @Test(arguments: ["none", "maker", "maker/full/", "maker%2", "%FF", "maker/FULL", "maker%20full"])
  func `a model without a certificate is not found`(_ id: String) {
    let answer = page("/models/\(id)")
    #expect(answer.status == 404 && answer.text.contains("<h1>Not found</h1>"))
  }

  @Test func `every certificate of this repository has a page`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let policies = try #require(PolicyDirectory.load(path: root.appending(path: "Policies").path()).policies)
    let view = CatalogueView(policies: policies, served: [:])
    #expect(page("/models", view: view).text.matches(of: #/role="rowheader"/#).count == policies.catalogue.models.count)
    for model in policies.catalogue.models {
      let answer = page("/models/\(model.certificate.id)", view: view)
      #expect(answer.status == 200 && !answer.text.contains("⧼"))
      if let license = model.certificate.license { #expect(answer.text.contains(license.description)) }
    }
  }
}
