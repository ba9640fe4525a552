// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import StrictYAML

/// The files of a policy directory: one file a licence in `licenses`, its text in `texts`, a model in `models`, its signatures in
/// `signatures`, a contract in `providers`, an exception in `exceptions`; any number in `prices` and `rules`; and at its
/// top the SPDX list and what concerns all models.
package struct PolicyFiles {
  struct File {
    /// Relative, with `/`.
    let name: String
    let bytes: [UInt8]
  }

  enum Folder: String, CaseIterable {
    case licenses, texts, models, providers, prices, rules, exceptions, signatures

    /// The others may be left out, which is the same as an empty one.
    fileprivate var isRequired: Bool {
      switch self {
      case .licenses, .models, .providers, .prices: true
      case .texts, .rules, .exceptions, .signatures: false
      }
    }

    /// How the names of its files end.
    fileprivate var suffix: String { self == .texts ? ".txt" : ".yaml" }
  }

  package enum TopFile: String, CaseIterable, Sendable {
    case spdx = "spdx.json"
    case certifiers = "certifiers.yaml"
    case optIns = "opt-ins.yaml"
    case revocations = "revocations.yaml"
    case switches = "switches.yaml"
    case watched = "watched.yaml"

    package var schema: String { "toolgate-\(rawValue.prefix { $0 != "." })/1" }
  }

  /// All that was read, for the revision.
  private(set) var all: [File] = []
  private(set) var problems: [YAMLProblem] = []
  private let root: String

  /// - Parameter candidate: stands for the file of that name, whether there is one or not; it comes last.
  init(path: String, candidate: File? = nil) {
    self.init(path: path, candidates: candidate.map { [$0] } ?? [])
  }

  /// - Parameter candidates: each stands for the file of its name, whether there is one or not; they come last.
  init(path: String, candidates: [File]) {
    root = path
    let replaced = Set(candidates.map(\.name))
    let top = names(in: "")
    for name in top where !Folder.allCases.map(\.rawValue).contains(name) {
      // A file that is not known here would look as if it were in force.
      if TopFile(rawValue: name) != nil {
        if !replaced.contains(name) { read(name) }
      } else if !name.hasSuffix(".md") {
        report(
          name,
          "nothing reads this; put certificates into models, terms into providers, prices into prices, rules into rules"
        )
      }
    }
    // Where there is no directory at all, one line says so.
    let isThere = problems.first?.file != "."
    for folder in Folder.allCases where isThere && folder.isRequired || top.contains(folder.rawValue) {
      for name in names(in: folder.rawValue) {
        if replaced.contains("\(folder.rawValue)/\(name)") {
          continue
        } else if name.hasSuffix(folder.suffix) {
          read("\(folder.rawValue)/\(name)")
        } else if !name.hasSuffix(".md") {
          report(
            "\(folder.rawValue)/\(name)", "only files that end in \(folder.suffix) are read here; rename or remove it")
        }
      }
    }
    all += candidates
  }

  func file(_ top: TopFile) -> File? { all.first { $0.name == top.rawValue } }

  func files(in folder: Folder) -> [File] { all.filter { $0.name.hasPrefix("\(folder.rawValue)/") } }

  /// Names without hidden ones, sorted.
  private mutating func names(in folder: String) -> [String] {
    let path = folder.isEmpty ? root : "\(root)/\(folder)"
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      if folder.isEmpty {
        report(".", "the directory \(path) cannot be read; `toolgate init` makes one")
      } else if FileManager.default.fileExists(atPath: path) {
        report(folder, "the directory \(path) cannot be read; check that it is one, and its permissions")
      } else {
        // Somebody's home is older than the program; `toolgate init` would not help.
        report(
          folder,
          "the directory \(path) is missing; take the new Policies that come with the release (see CHANGELOG.md)")
      }
      return []
    }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  private mutating func read(_ name: String) {
    do {
      all.append(File(name: name, bytes: try BoundedFile.read(path: "\(root)/\(name)")))
    } catch {
      report(name, error.message)
    }
  }

  private mutating func report(_ name: String, _ message: String) {
    problems.append(YAMLProblem(file: name, place: .start, message: message))
  }
}
