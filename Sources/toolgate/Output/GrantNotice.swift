// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Ledger
import Serving

/// What commands on exceptions and opt-ins say beside the change itself.
enum GrantNotice {
  static let removed =
    "A running gateway takes it up on SIGHUP. The transparency log keeps what it was told, and then tells that it is gone."

  static func say(_ message: String, _ home: Home, of project: ProjectName, on grounds: Grounds) {
    ChangeNotice.say(message, project: find(project, home), on: grounds)
  }

  /// A project may be granted something before it is there; a slip in its name would go unnoticed.
  static func warn(of project: ProjectName, _ home: Home) {
    guard find(project, home) == nil else { return }
    tell("warning: no project '\(project)' was found in the ledger: see `toolgate project list`")
  }

  /// Policies can be written where there is no ledger, so that none is no fault.
  private static func find(_ project: ProjectName, _ home: Home) -> Project? {
    guard let settings = try? home.settings().settings, FileManager.default.fileExists(atPath: settings.ledger.path),
      let ledger = try? home.ledger(settings)
    else { return nil }
    defer { try? ledger.close() }
    return (try? ledger.read { try $0.project(project) }) ?? nil
  }
}
