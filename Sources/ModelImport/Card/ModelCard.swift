// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import StrictYAML

/// The metadata of a model card: the front matter of a `README.md` as Hugging Face defines it
/// (<https://github.com/huggingface/hub-docs/blob/main/modelcard.md>). Keys that are not needed are passed over,
/// `model-index` among them.
package struct ModelCard: Sendable {
  package let draft: ModelDraft

  /// - Throws: when the file has no front matter, or when that is not strict YAML; of several faults the first.
  package init(_ source: any ByteSource) throws(ImportProblem) {
    guard let front = try FrontMatter(source) else {
      throw ImportProblem(
        file: source.name, place: "1:1", "no front matter: a model card begins with a line `---`, keys and `---`")
    }
    let root = try ForeignText.map(front.yaml, file: source.name)
    draft = ModelDraft(card: root, file: source.name)
  }
}

/// Reads foreign YAML whose root must be a map.
enum ForeignText {
  static func map(_ bytes: [UInt8], file: String) throws(ImportProblem) -> YAMLNode {
    let report = YAMLReport(file: file)
    let root = ForeignYAML.read(bytes: bytes, report: report, mayBeEmpty: true)
    guard let root else {
      let first = report.errors.first
      throw ImportProblem(
        file: file, place: first.map { "\($0.place.line):\($0.place.column)" }, first?.message ?? "cannot be read")
    }
    guard case .map = root.content else {
      throw ImportProblem(
        file: file, place: "\(root.place.line):\(root.place.column)", "must be a map of keys and values")
    }
    return root
  }
}
