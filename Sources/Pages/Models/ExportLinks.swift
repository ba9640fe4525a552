// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Exports

/// Links to the same facts as files for programs.
struct ExportLinks {
  let paths: PagePath

  /// - Parameter model: nil for the whole catalogue.
  func write(_ model: CertificateID?, _ html: inout Markup) {
    html.heading("export-title", id: "export")
    html.element("ul", ["class": "links"]) { list in
      for format in ExportFormat.all {
        let path = (model.map(PagePath.model) ?? PagePath.models) + "?format=\(format.name)"
        list.element("li") {
          $0.element("a", ["href": path, "download": ""]) { $0.say("export-\(format.name)") }
        }
      }
    }
  }
}
