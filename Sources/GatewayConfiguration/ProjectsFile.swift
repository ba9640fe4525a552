// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import StrictYAML

/// `projects.yaml`: which projects there are and what each may use. It is kept under review in Git and applied as a whole.
///
/// Its shape follows Toolforge's own file of quotas: one entry for each project, by name, each with the task that it was
/// agreed in (toolforge-deploy, `components/maintain-kubeusers/values/tools.yaml`).
package struct ProjectsFile: Sendable {
  /// By name; nil when there are errors: half a file is never applied.
  package let entries: [ProjectEntry]?
  /// In the order of the file.
  package let errors: [YAMLProblem]

  package static let schema = "toolgate-projects/1"

  /// What is wrong with the value of a limit besides its form, and what to write; nil: nothing.
  package typealias Check = (LimitName, LimitValue) -> String?

  /// - Parameter name: What problems call the file.
  package static func read(text: String, name: String, check: Check = { _, _ in nil }) -> ProjectsFile {
    read(bytes: Array(text.utf8), name: name, check: check)
  }

  /// The same from a file; one that cannot be read is a problem of its first line.
  package static func read(path: String, check: Check) -> ProjectsFile {
    do {
      return read(bytes: try BoundedFile.read(path: path), name: path, check: check)
    } catch {
      return ProjectsFile(entries: nil, errors: [YAMLProblem(file: path, place: .start, message: error.message)])
    }
  }

  private static func read(bytes: [UInt8], name: String, check: Check) -> ProjectsFile {
    let report = YAMLReport(file: name)
    let entries = YAMLFile.read(bytes: bytes, report: report) { map in
      _ = map.required("schema", .exactly(schema))
      if !map.has("projects") {
        map.error("`projects` is missing; it must be a list, `[]` if there are none", at: "projects")
      }
      var order = NameOrder()
      return map.maps("projects") { ProjectEntry($0, &order, check: check) }.compactMap(\.self)
    }
    return ProjectsFile(entries: report.hasErrors ? nil : entries, errors: report.errors)
  }
}

/// Sees to it that names come once and in order, so that two changes of the file meet in the same line or not at all.
struct NameOrder {
  private var lines: [ProjectName: Int] = [:]
  private var last: ProjectName?

  mutating func register(_ name: ProjectName, in map: YAMLMap) {
    let line = map.place(of: "name").line
    if let known = lines[name] {
      map.error("the project `\(name)` already stands in line \(known); keep one", at: "name")
    } else if let last, name < last {
      map.error("`\(name)` stands behind `\(last)`; keep the projects in alphabetical order", at: "name")
    }
    lines[name] = lines[name] ?? line
    last = last.map { max($0, name) } ?? name
  }
}

extension ProjectEntry {
  /// Reads one item of `projects:`; nil, and reported, when something that it needs is missing or wrong.
  /// - `name`: the project's name, unique and in order
  /// - `kind`: `toolforge` or `cloudvps`
  /// - `version`: the Phabricator task in which its limits were agreed
  /// - `limits`: all limits of its own; the defaults hold for what is not there
  fileprivate init?(_ map: YAMLMap, _ order: inout NameOrder, check: ProjectsFile.Check) {
    let name = map.required("name", .projectName)
    let kind = map.required("kind", .choice(ProjectKind.self))
    let version = map.required("version", .taskVersion)
    let limits = map.map("limits") { Limits($0, check: check) } ?? Limits()
    if let name { order.register(name, in: map) }
    guard let name, let kind, let version else { return nil }
    self.init(name: name, kind: kind, version: version, limits: limits)
  }
}

extension Limits {
  /// Reads `limits:` of a project. Keys and ranges are those of `LimitName`; `backends` is a list of ids.
  fileprivate init(_ map: YAMLMap, check: ProjectsFile.Check) {
    self.init()
    map.refuseBare("backends")
    for name in LimitName.allCases {
      let key = name.rawValue
      let value: LimitValue? =
        switch name.form {
        case .count(let range): map.optional(key, .int64(in: range)).map(LimitValue.count)
        case .money: map.optional(key, .money).map(LimitValue.money)
        case .backends: map.has(key) ? .backends(Set(map.list(key, of: .name(BackendID.self)))) : nil
        }
      guard let value else { continue }
      if value == .backends([]) {
        map.error("`\(key)` names none; remove the key to allow all, or disable the project to stop it", at: key)
      } else if let complaint = check(name, value) {
        map.error("`\(key)` \(complaint)", at: key)
      } else {
        self[name] = value
      }
    }
  }
}

extension YAMLForm where Value == TaskVersion {
  static let taskVersion = YAMLForm(
    expected: "the Phabricator task that the limits were agreed in, such as T123456, for later changes T123456-2",
    isText: true
  ) { TaskVersion($0) }
}
