// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger

enum ProjectNotice {
  /// A project may be granted something before it is there; a slip in its name would go unnoticed.
  static func warn(of name: ProjectName, _ project: Project?) {
    guard project == nil else { return }
    standardError("toolgate: warning: no project '\(name)' was found in the ledger: see `toolgate project list`")
  }
}
