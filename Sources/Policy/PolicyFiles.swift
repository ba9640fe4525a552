// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import StrictYAML

/// The files of a policy directory: `spdx.yaml` and `licenses.yaml` at its top, one file a model in `models`, one a
/// contract in `providers`, any number in `prices`.
struct PolicyFiles {
  struct File {
    /// Relative, with `/`.
    let name: String
    let bytes: [UInt8]
  }

  enum Folder: String, CaseIterable { case models, providers, prices }

  static let topFiles = ["spdx.yaml", "licenses.yaml"]

  /// All that was read, for the revision.
  private(set) var all: [File] = []
  private(set) var problems: [YAMLProblem] = []
  private let root: String

  /// - Parameter candidate: stands for the file of that name, whether there is one or not; it comes last.
  init(path: String, candidate: File? = nil) {
    root = path
    for name in names(in: "") where !Folder.allCases.map(\.rawValue).contains(name) {
      // A file that is not known here would look as if it were in force.
      if Self.topFiles.contains(name) {
        read(name)
      } else if !name.hasSuffix(".md") {
        report(name, "nothing reads this; put certificates into models, terms into providers, prices into prices")
      }
    }
    for folder in Folder.allCases {
      for name in names(in: folder.rawValue) {
        if "\(folder.rawValue)/\(name)" == candidate?.name {
          continue
        } else if name.hasSuffix(".yaml") {
          read("\(folder.rawValue)/\(name)")
        } else if !name.hasSuffix(".md") {
          report("\(folder.rawValue)/\(name)", "only files that end in .yaml are read here; rename or remove it")
        }
      }
    }
    if let candidate { all.append(candidate) }
  }

  func file(_ name: String) -> File? { all.first { $0.name == name } }

  func files(in folder: Folder) -> [File] { all.filter { $0.name.hasPrefix("\(folder.rawValue)/") } }

  /// Names without hidden ones, sorted.
  private mutating func names(in folder: String) -> [String] {
    let path = folder.isEmpty ? root : "\(root)/\(folder)"
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      report(folder.isEmpty ? "." : folder, "the directory \(path) cannot be read; `toolgate init` makes one")
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
