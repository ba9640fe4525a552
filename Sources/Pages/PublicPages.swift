// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
internal import Exports
internal import Policy
internal import Provenance

/// The pages that anybody may read: values in, bytes out. It reads no disk and knows no clock.
package struct PublicPages: Sendable {
  package struct Question: Sendable {
    /// Percent-encoded, without the query.
    package let path: String
    let query: [String: String]
    /// `Accept-Language`.
    package let languages: String?

    /// - Parameter query: `application/x-www-form-urlencoded`, without the `?`. Of a name that is there twice the first
    ///   counts, and what cannot be decoded is left out.
    package init(path: String, query: String = "", languages: String? = nil) {
      (self.path, self.languages) = (path, languages)
      var values: [String: String] = [:]
      for pair in query.replacing("+", with: " ").split(separator: "&") {
        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = PercentEncoding.decoded(sides[0]), values[name] == nil else { continue }
        values[name] = sides.count == 2 ? PercentEncoding.decoded(sides[1]) : ""
      }
      self.query = values
    }

    /// The format, where the whole catalogue is asked for in one that there is, whatever else stands in the query.
    package var wholeExport: String? {
      guard path == PagePath.models || path == "\(PagePath.models)/", CatalogueQuery(query) == CatalogueQuery(),
        let name = query["format"]
      else { return nil }
      return ExportFormat(name: name) == nil ? nil : name
    }
  }

  private let book: MessageBook
  private let question: Question
  private let messages: Messages
  private let paths: PagePath

  package init(_ question: Question, book: MessageBook = .shipped) {
    (self.question, self.book) = (question, book)
    messages = book.messages(chosen: question.query["uselang"], accepted: question.languages)
    paths = PagePath(language: messages.chosen)
  }

  /// - Parameter record: looks a record up; nil when there is none, or none is published.
  package func answer(
    _ view: CatalogueView, at instant: Instant, record: (RequestID) throws -> PublishedRecord?
  ) rethrows -> Page {
    let path = question.path
    if path == PagePath.models || path == "\(PagePath.models)/" { return catalogue(view, at: instant) }
    if let rest = path.after("\(PagePath.models)/") { return model(rest, view, at: instant) }
    if path == PagePath.records || path == "\(PagePath.records)/" { return lookup() }
    if let rest = path.after("\(PagePath.records)/") { return try self.record(rest, record) }
    return Assets.page(path) ?? notFound("missing-page")
  }

  // MARK: Models

  private func catalogue(_ view: CatalogueView, at instant: Instant) -> Page {
    let day = CivilDay(containing: instant)
    let query = CatalogueQuery(question.query)
    if let format = question.query["format"] {
      let models = query.apply(to: view, on: day).map(\.model)
      return export(format, view, models, at: instant, name: "models") ?? notFound("missing-format")
    }
    let page = CataloguePage(view: view, query: query, day: day, paths: paths)
    return html(messages.plain("models-title"), section: "models") { page.write(&$0) }
  }

  private func model(_ path: String, _ view: CatalogueView, at instant: Instant) -> Page {
    guard let id = PercentEncoding.decoded(path).flatMap({ CertificateID($0) }), let model = view.policies.catalogue[id]
    else {
      return notFound("missing-model")
    }
    if let format = question.query["format"] {
      let name = String(id.text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) ? $0 : "-" })
      return export(format, view, [model], at: instant, name: name) ?? notFound("missing-format")
    }
    let page = CertificatePage(model: model, view: view, day: CivilDay(containing: instant), paths: paths)
    return html(model.certificate.name, section: "models") { page.write(&$0) }
  }

  private func export(
    _ format: String, _ view: CatalogueView, _ models: [AssessedModel], at instant: Instant, name: String
  ) -> Page? {
    guard let format = ExportFormat(name: format) else { return nil }
    let bytes = CatalogueExport.bytes(format, models: models, policies: view.policies, at: instant)
    return .file(bytes, type: format.mediaType, name: name + format.fileExtension, caching: "no-cache")
  }

  // MARK: Records

  private func lookup() -> Page {
    if let text = question.query["id"] {
      let trimmed = text.filter { !$0.isWhitespace }
      guard let id = RequestID(trimmed) else { return notFound("missing-record") }
      return .redirect(paths.page(PagePath.record(id)))
    }
    return html(messages.plain("lookup-title"), section: "records") { LookupPage(paths: paths).write(&$0) }
  }

  private func record(_ path: String, _ find: (RequestID) throws -> PublishedRecord?) rethrows -> Page {
    let isFile = path.hasSuffix(".json")
    guard let id = RequestID(isFile ? String(path.dropLast(5)) : path), let found = try find(id) else {
      return notFound("missing-record")
    }
    if isFile {
      // A record is never changed.
      return .file(
        found.facts.bytes, type: "application/json", name: nil, caching: "public, max-age=31536000, immutable")
    }
    let page = RecordPage(record: found, paths: paths)
    return html(messages.plain("record-title", .code(id.ulid)), section: "records", usesScript: true) {
      page.write(&$0)
    }
  }

  // MARK: Around them

  private func html(
    _ title: String, section: String?, status: Int = 200, usesScript: Bool = false, _ content: (inout Markup) -> Void
  ) -> Page {
    let shell = PageShell(paths: paths, messages: messages, title: title, section: section, usesScript: usesScript)
    return .html(status, shell.render(content), language: messages.language)
  }

  private func notFound(_ key: String) -> Page {
    html(messages.plain("missing-title"), section: nil, status: 404) { html in
      html.element("h1") { $0.say("missing-title") }
      html.element("p") { $0.say(key) }
    }
  }

  /// For when something that a page needs cannot be read.
  package func unavailable() -> Page {
    html(messages.plain("unavailable-title"), section: nil, status: 503) { html in
      html.element("h1") { $0.say("unavailable-title") }
      html.element("p") { $0.say("unavailable") }
    }
  }
}

extension String {
  fileprivate func after(_ prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}
