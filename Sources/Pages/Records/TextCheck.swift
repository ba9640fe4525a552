// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Provenance

/// The part of a record's page that compares a text with the record, in the browser: `check.js` does it. Without a script
/// it says how else to do that. There is no form and no field has a name, so nothing here can be sent.
struct TextCheck {
  let facts: ReadRecord

  func write(_ html: inout Markup) {
    html.heading("check-title", id: "check")
    guard facts.output != nil || facts.input != nil else {
      return html.element("p") { $0.say("check-nothing") }
    }
    html.element("div", ["id": "check-without-script"]) { part in
      part.element("p") { $0.say("check-receipt-way") }
    }
    html.element(
      "div",
      [
        "id": "check-box", "hidden": "", "data-record": facts.id.ulid, "data-out": facts.output,
        "data-out-form": facts.outputForm, "data-in": facts.input, "data-in-form": facts.inputForm,
      ]
    ) { box in
      box.element("p") { $0.say("check-lead") }
      box.element("p", ["id": "check-salt-found", "hidden": ""]) { $0.say("check-salt-found") }
      box.element("div", ["class": "field"]) { field in
        field.element("label", ["for": "check-receipt"]) { $0.say("check-receipt") }
        field.void("input", ["type": "file", "id": "check-receipt", "accept": ".tlog-proof,text/plain"])
      }
      box.element("details") { details in
        details.element("summary") { $0.say("check-receipt-paste") }
        details.element("label", ["for": "check-receipt-text"]) { $0.say("check-receipt-text") }
        area("check-receipt-text", rows: "4", &details)
      }
      box.element("div", ["class": "field"]) { field in
        field.element("label", ["for": "check-text"]) { $0.say("check-text") }
        area("check-text", rows: "8", &field)
      }
      box.element("button", ["type": "button", "id": "check-run"]) { $0.say("check-run") }
      box.element("p", ["id": "check-result", "role": "status", "dir": "auto"])
      for result in Self.results {
        box.element("template", ["data-result": result]) { $0.say("check-\(result)") }
      }
    }
  }

  private func area(_ id: String, rows: String, _ html: inout Markup) {
    html.element("textarea", ["id": id, "rows": rows, "dir": "auto", "spellcheck": "false", "autocomplete": "off"])
  }

  /// What `check.js` may have to say; each is a message.
  static let results = [
    "match-out", "match-in", "no-match", "no-text", "no-salt", "bad-salt", "bad-receipt", "other-record",
    "other-commitment", "unknown-form", "no-crypto", "too-large",
  ]
}
