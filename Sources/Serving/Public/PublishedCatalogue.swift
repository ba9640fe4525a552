// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Pages
import Synchronization

/// One state of the catalogue, and the exports of all of it that somebody has asked for: each is a megabyte that takes
/// long to write, and the same for everybody until policies are read again or the day turns.
final class PublishedCatalogue: Sendable {
  let view: CatalogueView
  private let kept = Mutex<(day: CivilDay, exports: [String: Page])?>(nil)

  init(_ view: CatalogueView) { self.view = view }

  /// - Parameter write: asked once a day for each format, and always for what is no export of the whole catalogue.
  func page(for question: PublicPages.Question, on day: CivilDay, write: () throws -> Page) rethrows -> Page {
    guard let format = question.wholeExport else { return try write() }
    if let page = kept.withLock({ $0?.day == day ? $0?.exports[format] : nil }) { return page }
    let page = try write()
    kept.withLock { kept in
      if kept?.day != day { kept = (day, [:]) }
      kept?.exports[format] = page
    }
    return page
  }
}
