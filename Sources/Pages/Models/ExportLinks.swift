// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// Links to the same facts as files for programs; nothing where there are none.
struct ExportLinks {
  let view: CatalogueView
  let paths: PagePath

  /// - Parameter model: nil for the whole catalogue.
  func write(_ model: CertificateID?, _ html: inout Markup) {
    guard view.export != nil else { return }
    html.heading("export-title", id: "export")
    html.element("ul", ["class": "links"]) { list in
      for format in ExportFormat.allCases where model != nil || format.holdsMany {
        let path = (model.map(PagePath.model) ?? PagePath.models) + "?format=\(format.rawValue)"
        list.element("li") {
          $0.element("a", ["href": path, "download": ""]) { $0.say("export-\(format.rawValue)") }
        }
      }
    }
  }
}
