// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// `/r`: the way to a record for who has its id on paper.
struct LookupPage {
  let paths: PagePath

  func write(_ html: inout Markup) {
    html.element("h1") { $0.say("lookup-title") }
    html.element("p", ["class": "lead"]) { $0.say("lookup-lead") }
    html.element("form", ["method": "get", "action": PagePath.records, "class": "filter"]) { form in
      form.element("label", ["for": "id"]) { $0.say("lookup-label") }
      form.void(
        "input",
        [
          "type": "text", "id": "id", "name": "id", "required": "", "maxlength": "40", "dir": "ltr",
          "autocomplete": "off", "spellcheck": "false",
        ])
      if let language = paths.language {
        form.void("input", ["type": "hidden", "name": "uselang", "value": language])
      }
      form.element("button", ["type": "submit"]) { $0.say("lookup-submit") }
    }
  }
}
