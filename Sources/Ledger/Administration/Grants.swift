// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What reviewed files grant to a project. The files alone say what holds; the audit log says who changed them, and why.
package enum Grant: Hashable, Sendable {
  case exception(id: String, project: ProjectName, model: CertificateID, from: CivilDay, to: CivilDay)
  case optIn(project: ProjectName, since: CivilDay)
}

extension Administration {
  package func added(_ grant: Grant, at now: Instant, on grounds: Grounds) throws {
    try audit(grant.addition, grant.subject, from: nil, to: grant.json, at: now, on: grounds)
  }

  package func removed(_ grant: Grant, at now: Instant, on grounds: Grounds) throws {
    try audit(grant.removal, grant.subject, from: grant.json, to: nil, at: now, on: grounds)
  }
}

extension Grant {
  fileprivate var addition: AuditAction {
    switch self {
    case .exception: .addException
    case .optIn: .addOptIn
    }
  }

  fileprivate var removal: AuditAction {
    switch self {
    case .exception: .removeException
    case .optIn: .removeOptIn
    }
  }

  fileprivate var subject: String {
    switch self {
    case .exception(let id, _, _, _, _): "exception:\(id)"
    case .optIn(let project, _): "opt_in:\(project)"
    }
  }

  fileprivate var json: CanonicalJSON {
    switch self {
    case .exception(_, let project, let model, let from, let to):
      .object([
        "approved_on": .text(from.description), "expires": .text(to.description), "model": .text(model.text),
        "project": .text(project.text),
      ])
    case .optIn(let project, let since):
      .object(["project": .text(project.text), "since": .text(since.description)])
    }
  }
}
