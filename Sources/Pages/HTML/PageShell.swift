// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What stands around every page: head, navigation, foot.
struct PageShell {
  let paths: PagePath
  let messages: Messages
  /// In front of the site's name.
  let title: String
  /// The section of the site that the page belongs to.
  let section: String?
  var usesScript = false

  private static let sections = [("models", PagePath.models), ("records", PagePath.records)]

  func render(_ content: (inout Markup) -> Void) -> [UInt8] {
    var html = Markup(messages: messages)
    html.doctype()
    html.element("html", ["lang": messages.language, "dir": messages.isRightToLeft ? "rtl" : "ltr"]) { html in
      html.element("head") { writeHead(&$0) }
      html.element("body") { body in
        body.element("a", ["href": "#main", "class": "skip"]) { $0.say("skip") }
        body.element("header", ["class": "site"]) { header in
          header.element("a", ["href": paths.page(PagePath.models), "class": "site-name"]) { $0.say("site-name") }
          header.element("nav", ["aria-label": messages.plain("nav-label")]) { nav in
            nav.element("ul") { list in
              for (name, path) in Self.sections {
                list.element("li") {
                  $0.element("a", ["href": paths.page(path), "aria-current": name == section ? "true" : nil]) {
                    $0.say("nav-\(name)")
                  }
                }
              }
            }
          }
        }
        body.element("main", ["id": "main", "tabindex": "-1"], content)
        body.element("footer", ["class": "site"]) { footer in
          footer.element("p") { $0.say("footer-what") }
          footer.element("p") { $0.say("footer-advice") }
        }
      }
    }
    return html.bytes
  }

  private func writeHead(_ head: inout Markup) {
    head.void("meta", ["charset": "utf-8"])
    head.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    head.void("meta", ["name": "color-scheme", "content": "light dark"])
    head.element("title") { $0.text(messages.plain("title", .text(title), .text(messages.plain("site-name")))) }
    head.void("link", ["rel": "stylesheet", "href": Assets.style.path])
    head.void("link", ["rel": "icon", "type": "image/svg+xml", "href": Assets.icon.path])
    if usesScript { head.element("script", ["src": Assets.script.path, "defer": ""]) }
  }
}
