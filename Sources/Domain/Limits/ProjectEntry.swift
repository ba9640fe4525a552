// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What `projects.yaml` says of one project: all of its own limits, and the task that they were agreed in.
package struct ProjectEntry: Hashable, Sendable {
  package let name: ProjectName
  package let kind: ProjectKind
  package let version: TaskVersion
  package let limits: Limits

  package init(name: ProjectName, kind: ProjectKind, version: TaskVersion, limits: Limits) {
    self.name = name
    self.kind = kind
    self.version = version
    self.limits = limits
  }
}

/// A Phabricator task, and for later changes in the same task a number: `T353104`, `T353104-2`.
///
/// The form in which Toolforge's own file of quotas names them (toolforge-deploy,
/// `components/maintain-kubeusers/values/tools.yaml`).
package struct TaskVersion: Name {
  package let text: String
  /// Without the number.
  package let task: PhabricatorTask

  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let task = PhabricatorTask(String(parts[0])),
      parts.count == 1 || Int(digits: parts[1]).map({ $0 > 0 }) ?? false
    else { return nil }
    self.task = task
    self.text = parts.count == 1 ? task.text : "\(task)-\(parts[1])"
  }
}
