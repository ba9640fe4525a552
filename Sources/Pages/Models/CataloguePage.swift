// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// `/models`: every model that has a certificate, with what is allowed and why.
struct CataloguePage {
  let view: CatalogueView
  let query: CatalogueQuery
  let day: CivilDay
  let paths: PagePath

  func write(_ html: inout Markup) {
    let rows = query.apply(to: view, on: day)
    html.element("h1") { $0.say("models-title") }
    html.element("p", ["class": "lead"]) { $0.say("models-lead") }
    filter(&html)
    html.element("p", ["id": "models-count", "role": "status"]) {
      $0.say("models-count", .number(rows.count), .number(view.policies.catalogue.models.count))
    }
    if !rows.isEmpty { table(rows, &html) }
    RuleList(view: view, day: day, paths: paths).write(&html)
    legend(&html)
    ExportLinks(paths: paths).write(nil, &html)
  }

  private func filter(_ html: inout Markup) {
    html.element("form", ["method": "get", "action": PagePath.models, "role": "search", "class": "filter"]) { form in
      form.element("label", ["for": "q"]) { $0.say("filter-label") }
      form.void(
        "input", ["type": "search", "id": "q", "name": "q", "value": query.filter, "maxlength": "200", "dir": "auto"])
      hidden("sort", query.column.rawValue, &form)
      hidden("order", query.isDescending ? "desc" : "asc", &form)
      if let language = paths.language { hidden("uselang", language, &form) }
      form.element("button", ["type": "submit"]) { $0.say("filter-submit") }
      if !query.filter.isEmpty {
        form.element("a", ["href": paths.page(PagePath.models), "class": "button"]) { $0.say("filter-reset") }
      }
    }
  }

  private func hidden(_ name: String, _ value: String, _ html: inout Markup) {
    html.void("input", ["type": "hidden", "name": name, "value": value])
  }

  private func table(_ rows: [CatalogueRow], _ html: inout Markup) {
    html.element("table", ["class": "catalogue", "role": "table", "aria-describedby": "models-count"]) { table in
      table.element("caption") { $0.say("models-caption") }
      table.element("thead", ["role": "rowgroup"]) { head in
        head.row { row in CatalogueQuery.Column.allCases.forEach { heading($0, &row) } }
      }
      table.element("tbody", ["role": "rowgroup"]) { body in
        rows.forEach { row in body.row { write(row, &$0) } }
      }
    }
  }

  private func heading(_ column: CatalogueQuery.Column, _ html: inout Markup) {
    let isCurrent = column == query.column
    let next = query.sorted(by: column)
    html.element(
      "th",
      [
        "scope": "col", "role": "columnheader",
        "aria-sort": isCurrent ? (query.isDescending ? "descending" : "ascending") : nil,
      ]
    ) { cell in
      cell.element("a", ["href": paths.page(PagePath.models, next.parameters)]) { link in
        link.say("column-\(column.rawValue)")
        link.element("span", ["class": "unseen"]) { $0.say(next.isDescending ? "sort-descending" : "sort-ascending") }
      }
    }
  }

  private func write(_ row: CatalogueRow, _ html: inout Markup) {
    let certificate = row.model.certificate
    html.element("th", ["scope": "row", "role": "rowheader"]) { cell in
      cell.element("a", ["href": paths.model(certificate.id)]) { $0.name(certificate.name) }
      cell.element("div", ["class": "small"]) { $0.code(certificate.id.text) }
      cell.element("div", ["class": "small quiet"]) { small in
        small.list(certificate.tasks) { $0.code($1) }
        if !certificate.tasks.isEmpty, !certificate.languages.isEmpty { small.say("list-separator") }
        small.list(certificate.languages) { $0.code($1) }
      }
    }
    html.cell("column-licence") { $0.licence(certificate.license) }
    html.cell("column-verdict") { $0.verdict(row.model.assessment.verdict) }
    html.cell("column-tier") { $0.tier(row.model.assessment.tier) }
    html.cell("column-data") { $0.dataTier(row.model.dataTier) }
    html.cell("column-served") { cell in
      if row.served.isEmpty { return cell.say("served-no") }
      cell.list(row.served) { $0.code($1.text) }
    }
    html.cell("column-use") { $0.use(row.use) }
  }

  /// What the short signs in the table stand for.
  private func legend(_ html: inout Markup) {
    html.heading("legend-title", id: "legend")
    html.element("dl", ["class": "facts"]) { list in
      for tier in LicenseTier.allCases {
        list.element("div") {
          $0.element("dt") { $0.text(tier.rawValue) }
          $0.element("dd") { $0.say("tier-\(tier.rawValue)-long") }
        }
      }
      for tier in DataTier.allCases.reversed() {
        list.element("div") {
          $0.element("dt") { $0.text(tier.rawValue) }
          $0.element("dd") { $0.say("data-\(tier.rawValue)-long") }
        }
      }
    }
  }
}
