// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// Where an administrator typed what is refused. The same rules hold on both sides; each is told in the words that its
/// user wrote, and can write better.
package enum ControlSurface: Sendable {
  case commandLine
  /// Members of a JSON body, and routes.
  case adminAPI

  /// What a refusal of a reason begins with.
  var reason: String {
    switch self {
    case .commandLine: "--reason"
    case .adminAPI: "reason"
    }
  }

  func limit(_ name: LimitName) -> String {
    switch self {
    case .commandLine: name.rawValue
    case .adminAPI: "limits.\(name.rawValue)"
    }
  }

  /// How to name the project for which alone a limit can be set.
  var aProject: String {
    switch self {
    case .commandLine: "name a --project"
    case .adminAPI: "name a project in scope"
    }
  }

  /// Why a scope was not found.
  func refusal(_ scope: ScopeName, _ fault: ScopeFault) -> String {
    switch self {
    case .commandLine:
      switch fault {
      case .unknownProject(let name): "there is no project '\(name)': see `toolgate project list`"
      case .unknownToken(let id): "there is no token '\(id)': see `toolgate token list`"
      case .tokenOfStaff(let id): "token '\(id)' is of staff and calls no model: limit a project's token"
      case .notConfigured(let served):
        "\(scope) is not in the configuration: write one of \(served.joined(separator: ", "))"
      }
    case .adminAPI:
      switch fault {
      case .unknownProject(let name):
        "scope.project '\(name)' is no project that is registered: GET /admin/v1/projects lists them"
      case .unknownToken(let id): "scope.token '\(id)' is the public id of no token"
      case .tokenOfStaff(let id): "scope.token '\(id)' is of staff and calls no model: name a project's token"
      case .notConfigured(let served):
        "scope.\(scope.kind) '\(scope.text)' is not in the configuration: write one of \(served.joined(separator: ", "))"
      }
    }
  }
}

/// What may be wrong with the name of a scope.
enum ScopeFault {
  case unknownProject(ProjectName)
  /// By its public id.
  case unknownToken(String)
  case tokenOfStaff(String)
  /// - Parameter served: what may be named instead.
  case notConfigured(served: [String])
}

extension ScopeName {
  /// The member of a JSON scope.
  fileprivate var kind: String {
    switch self {
    case .global: "global"
    case .backend: "backend"
    case .model: "model"
    case .project: "project"
    case .token: "token"
    }
  }

  fileprivate var text: String {
    switch self {
    case .global: "true"
    case .backend(let id): id.text
    case .model(let id): id.text
    case .project(let name): name.text
    case .token(let id): id
    }
  }
}
